import type { AnchoredSeries } from './anchors.js';
import { PUBLIC_ONLY_FROM, type School, type SchoolLevel } from './school.js';
import { seeded } from './shares.js';

/** Public schools that meet the standard at the end of 2025, as printed. */
const PUBLIC_AT_END: Record<SchoolLevel, number> = {
  preschool: 671,
  primary: 568,
  'lower-secondary': 506,
  'upper-secondary': 67,
};

/** Private schools that meet it while all schools are counted, and those among the first that lose it again. */
const PRIVATE_AT_END = 373;
const LAPSED = 12;
const LAPSED_UNTIL = '2023-S1';

/** Gives the schools their half-years at the national standard, so that the anchored numbers come out. */
export function withStandards(
  schools: readonly School[],
  numbers: AnchoredSeries,
  halfYears: readonly string[],
): School[] {
  const ranked = rank(schools);
  const chosenPublic = Object.entries(PUBLIC_AT_END).flatMap(([level, number]) =>
    ranked.filter((s) => s.isPublic && s.level === level).slice(0, number),
  );
  const chosenPrivate = ranked.filter((s) => !s.isPublic).slice(0, PRIVATE_AT_END + LAPSED);
  const publicBefore = numberAt(numbers, previous(halfYears, PUBLIC_ONLY_FROM)) - PRIVATE_AT_END;
  const order = shuffle(chosenPublic, 'standard: public');
  const whileAll = shuffle([...order.slice(0, publicBefore), ...chosenPrivate], 'standard: sequence');
  const queue = [...whileAll, ...order.slice(publicBefore)];
  const from = new Map<string, string>();
  const next = seeded('standard: before the sample');
  halfYears.forEach((halfYear, i) => {
    for (const school of queue.splice(0, gained(numbers, halfYears, i, publicBefore))) {
      from.set(school.id, i === 0 ? `${2011 + Math.floor(next() * 9)}-S${1 + Math.floor(next() * 2)}` : halfYear);
    }
  });
  const lapsed = new Set(
    whileAll
      .filter((s) => !s.isPublic)
      .slice(0, LAPSED)
      .map((s) => s.id),
  );
  return schools.map((school) => ({
    ...school,
    standardFrom: from.get(school.id) ?? null,
    standardUntil: lapsed.has(school.id) ? LAPSED_UNTIL : null,
  }));
}

/** How many schools newly meet the standard in a half-year (in the first one: all that do). */
function gained(numbers: AnchoredSeries, halfYears: readonly string[], i: number, publicBefore: number): number {
  const halfYear = halfYears[i] ?? '';
  const before = halfYears[i - 1];
  if (before === undefined) return numberAt(numbers, halfYear);
  const was = halfYear === PUBLIC_ONLY_FROM ? publicBefore : numberAt(numbers, before);
  return numberAt(numbers, halfYear) - was + (before === LAPSED_UNTIL ? LAPSED : 0);
}

function previous(halfYears: readonly string[], halfYear: string): string {
  return halfYears[halfYears.indexOf(halfYear) - 1] ?? '';
}

function numberAt(numbers: AnchoredSeries, halfYear: string): number {
  const anchor = numbers.anchors.find((a) => a.period.text === halfYear);
  if (!anchor) throw new Error(`anchors.csv: ${numbers.name} needs an anchor at ${halfYear}.`);
  return anchor.amount;
}

/** Schools that stand throughout, those of strong districts first more often than not. */
function rank(schools: readonly School[]): School[] {
  const next = seeded('standard: rank');
  const leads = new Map<string, number>();
  const scored = schools
    .filter((s) => s.opened === null && s.closed === null)
    .map((school) => {
      const lead = leads.get(school.area) ?? next() * 0.4;
      leads.set(school.area, lead);
      return { school, score: next() + lead };
    });
  return scored.sort((a, b) => b.score - a.score).map(({ school }) => school);
}

function shuffle(schools: readonly School[], key: string): School[] {
  const next = seeded(key);
  return schools
    .map((school) => ({ school, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ school }) => school);
}
