import type { Text } from '../core/catalogue.js';

/** A number rounded to decimals, half away from zero, as it is printed: 1.005 is 1.01 although its bits are below. */
export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor * (1 + Number.EPSILON))) / factor + 0;
}

/** A difference without the noise of binary fractions: 76.5 - 75.9 is 0.6. */
export function clean(value: number): number {
  return Number(value.toPrecision(12));
}

/** The smallest number of decimals, from `decimals` on, at which a test on the rounded values holds. */
export function decimalsUntil(decimals: number, holds: (decimals: number) => boolean): number {
  for (let more = decimals; more < decimals + 8; more++) if (holds(more)) return more;
  return decimals;
}

/** A number as each language writes it, with exactly these decimals: 1.234,50 and 1,234.50. */
export function fixed(value: number, decimals: number): Text {
  return written(round(value, decimals), decimals, decimals);
}

/** A number as each language writes it, with the decimals that it needs and no more than these. */
export function short(value: number, decimals = 6): Text {
  return written(round(value, decimals), 0, decimals);
}

/** A share as a percentage: 0.499 is 49,9% and 49.9%. */
export function percentage(share: number, decimals = 1): Text {
  const { vi, en } = short(100 * share, decimals);
  return { vi: `${vi}%`, en: `${en}%` };
}

function written(value: number, minimum: number, maximum: number): Text {
  return {
    vi: formatter('vi-VN', minimum, maximum).format(value),
    en: formatter('en-GB', minimum, maximum).format(value),
  };
}

/** Making a formatter costs a hundred times more than using it. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${locale} ${minimum} ${maximum}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, { minimumFractionDigits: minimum, maximumFractionDigits: maximum });
  formatters.set(key, made);
  return made;
}
