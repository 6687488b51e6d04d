import { codeOfItem } from './breakdown-files.js';
import type { Catalogue, CatalogueIndicator, IndicatorBreakdown, Text } from './catalogue.js';
import type { Moment } from './definitions.js';
import { BadUserInput } from './errors.js';
import type { Figure } from './journal/served.js';
import { type Asked, firstYearOf } from './observation-slices.js';
import type { Observation } from './observations.js';
import { observe } from './observing.js';
import type { OwnerContext } from './owner.js';
import { period } from './period.js';

/**
 * Observations of each item of a breakdown, in the order of areas, periods and items. Throws BadUserInput for a breakdown
 * that the indicator does not have, and when more is asked than one field answers.
 */
export async function observeItems(
  context: OwnerContext,
  moment: Moment,
  indicator: CatalogueIndicator,
  code: string,
  asked: Asked,
): Promise<Observation[]> {
  const breakdown = indicator.breakdowns.find((one) => one.code === code);
  if (!breakdown) throw unknownBreakdown(indicator, code);
  const items = itemIndicators(moment.catalogue, indicator.code, breakdown);
  const perItem = await Promise.all(
    // `async`: where one refuses at once, the others are waited for all the same.
    items.map(async (item) => observe(context, moment, item, { ...asked, fields: items.length })),
  );
  const areas = new Map(asked.areas.map((area, i) => [area, i]));
  const periods = new Map(asked.periods.map(({ text }, i) => [text, i]));
  const place = ({ area, period }: Observation) =>
    (areas.get(area) ?? 0) * asked.periods.length + (periods.get(period) ?? 0);
  // Sorting keeps the order of the items.
  return perItem.flatMap((observations) => [...observations]).sort((a, b) => place(a) - place(b));
}

function unknownBreakdown({ code, breakdowns }: CatalogueIndicator, asked: string): BadUserInput {
  const known = breakdowns.map((one) => one.code).join(', ');
  return new BadUserInput(
    'breakdown',
    asked,
    known
      ? `${code} is broken down by ${known}`
      : `${code} has no breakdown: { indicators { series { breakdowns { code } } } }`,
  );
}

function itemIndicators(catalogue: Catalogue, indicator: string, breakdown: IndicatorBreakdown): CatalogueIndicator[] {
  return breakdown.items.flatMap(({ code }) => catalogue.get(codeOfItem(indicator, breakdown, code)) ?? []);
}

/** Why the items of an observation's breakdown do not add up to the total; null where they do, and for a total. */
export async function partsDiffer(o: Observation, context: OwnerContext): Promise<Text | null> {
  const { catalogue } = o.moment;
  const about = catalogue.get(o.slice.indicator)?.itemOf;
  if (!about || o.moved) return null;
  const { breakdown, indicator } = about;
  const codes = itemIndicators(catalogue, indicator, breakdown).map(({ code }) => code);
  const { frequency } = o.slice;
  const firstYear = Math.min(firstYearOf(o.moment), period(o.period).year);
  const slices = await Promise.all(
    [indicator, ...codes].map((code) =>
      context.figures.slice({
        indicator: code,
        frequency,
        firstYear,
        maxAgeMs: null,
        moment: o.moment,
        cityOnly: false,
      }),
    ),
  );
  const [total, ...items] = slices.map((slice) => slice.get(o.area.id, o.period));
  return difference(breakdown, total, items);
}

/** In words: what is missing, or by how much the parts differ from the whole, above the line first. */
export function difference(
  { items, splits }: IndicatorBreakdown,
  total: Counts | undefined,
  parts: readonly (Counts | undefined)[],
): Text | null {
  const missing = items.filter((_, i) => countOf(parts[i]) === null).map(({ name }) => name);
  if (missing.length > 0) {
    const names = { vi: missing.map(({ vi }) => vi).join(', '), en: missing.map(({ en }) => en).join(', ') };
    return {
      vi: `Không cộng được: không có hoặc không công bố số liệu của ${names.vi}.`,
      en: `They cannot be added up: there is no figure, or none that is shown, of ${names.en}.`,
    };
  }
  const whole = countOf(total);
  if (whole === null) {
    return {
      vi: 'Không so được với tổng số: không có hoặc không công bố tổng số.',
      en: 'They cannot be held against the total: there is none, or none that is shown.',
    };
  }
  const sum = parts.reduce((all, part) => all + (countOf(part) ?? 0), 0);
  if (!isSame(sum, whole)) return differs(sum, whole);
  const below = parts.reduce((all, part) => all + (part?.denominator ?? 0), 0);
  const wholeBelow = total?.denominator ?? null;
  return splits === 'NUMERATOR' || wholeBelow === null || isSame(below, wholeBelow) ? null : differs(below, wholeBelow);
}

type Counts = Pick<Figure, 'value' | 'numerator' | 'denominator'>;

function countOf(figure: Counts | undefined): number | null {
  return figure ? (figure.numerator ?? figure.value) : null;
}

/** Ten thousands of people are no whole numbers. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function differs(sum: number, whole: number): Text {
  const [vi, en] = (['vi-VN', 'en-GB'] as const).map((locale) => {
    const written = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
    return [sum, whole, Math.abs(sum - whole)].map((number) => written.format(number));
  });
  return {
    vi: `Các thành phần cộng lại là ${vi?.[0]}, tổng số là ${vi?.[1]} (chênh ${vi?.[2]}).`,
    en: `The items add up to ${en?.[0]}, the total is ${en?.[1]} (a difference of ${en?.[2]}).`,
  };
}
