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

/** Each sentence holds several numbers, and Intl takes ten times as long for one as it takes to write it by hand. */
function written(value: number, minimum: number, maximum: number): Text {
  // Digits beyond what a number can tell apart are left to Intl, which knows which of them mean anything.
  if (!(Math.abs(value) * 10 ** maximum < Number.MAX_SAFE_INTEGER)) {
    const digits = { minimumFractionDigits: minimum, maximumFractionDigits: maximum };
    return { vi: value.toLocaleString('vi-VN', digits), en: value.toLocaleString('en-GB', digits) };
  }
  const [whole = '', decimals = ''] = value.toFixed(maximum).split('.');
  let length = decimals.length;
  while (length > minimum && decimals[length - 1] === '0') length--;
  const rest = decimals.slice(0, length);
  return {
    vi: grouped(whole, '.') + (rest && `,${rest}`),
    en: grouped(whole, ',') + (rest && `.${rest}`),
  };
}

/** Digits in threes, behind a sign if there is one. */
function grouped(whole: string, separator: string): string {
  const sign = whole.startsWith('-') ? 1 : 0;
  let text = whole;
  for (let at = whole.length - 3; at > sign; at -= 3) text = text.slice(0, at) + separator + text.slice(at);
  return text;
}
