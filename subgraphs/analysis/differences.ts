import { z } from 'zod';
import type { Text } from '../core/catalogue.js';
import { type Period, period } from '../core/period.js';
import type { Answered } from './asking.js';
import { assess } from './assessment.js';
import type { State } from './judgement.js';
import type { Indicator } from './representation.js';
import { summarise } from './summary.js';

type DifferenceKind = 'STATE' | 'MET' | 'EXCEEDED' | 'ON_SCHEDULE' | 'TOTAL';

/** Where a report and our judgement differ, as in schema/analysis.graphql. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly report: Text;
  readonly period: string;
  readonly code: string | null;
  readonly declaredState: string | null;
  readonly computedState: State | null;
  readonly declaredCount: number | null;
  readonly computedCount: number | null;
}

const text = z.object({ vi: z.string(), en: z.string() });
const count = z.number().nullable();

const declared = z.object({
  programme: z.object({
    declared: z.array(
      z.object({ reportNames: text, period: z.string(), met: count, exceeded: count, onSchedule: count, total: count }),
    ),
    indicators: z.array(
      z.object({
        code: z.string(),
        declared: z.array(z.object({ reportNames: text, period: z.string(), state: z.string() })),
      }),
    ),
  }),
});

/** What is asked of the graph: all that reports declare. */
export const DECLARED_QUESTION = `query Declared($asOf: DateTime) {
  programme(asOf: $asOf) {
    declared { reportNames { vi en } period met exceeded onSchedule total }
    indicators { code declared { reportNames { vi en } period state } }
  }
}`;

/** What reports declare that says something of a state, and the states that agree with it. */
const AGREEING: Readonly<Record<string, readonly State[]>> = {
  MET: ['MET', 'MET_SLIPPING'],
  ON_SCHEDULE: ['MET', 'MET_SLIPPING', 'ON_TRACK'],
};

/**
 * What reports declare and our judgement of the same period does not confirm: counts of targets first, then states; with
 * `within` of reports whose period lies inside it. A declaration of a hard target or of a good result says nothing of a state.
 * Where an owner did not answer, what is computed is null. Throws the error of the programme when it did not answer.
 */
export function differences(
  answered: Answered,
  indicators: readonly (Indicator | null)[],
  within: Period | null,
): Difference[] {
  const read = declared.safeParse(answered.data);
  if (!read.success) throw answered.failureAt(['programme'], 'programme');
  const { programme } = read.data;
  const isAsked = ({ period: about }: { readonly period: string }) => {
    const { firstMonth, lastMonth } = period(about);
    return within === null || (firstMonth >= within.firstMonth && lastMonth <= within.lastMonth);
  };
  const counts = programme.declared.filter(isAsked).flatMap((report): Difference[] => {
    const summary = summarise(indicators, period(report.period));
    const told = summary.unavailable === 0;
    const pairs: [DifferenceKind, number | null, number][] = [
      ['MET', report.met, summary.met],
      ['EXCEEDED', report.exceeded, summary.exceeded],
      ['ON_SCHEDULE', report.onSchedule, summary.onTrack],
      ['TOTAL', report.total, summary.total],
    ];
    return pairs.flatMap(([kind, said, ours]) =>
      said === null || (told && said === ours)
        ? []
        : [{ ...about(report), kind, code: null, declaredCount: said, computedCount: told ? ours : null }],
    );
  });
  const states = programme.indicators.flatMap(({ code, declared: all }) => {
    const indicator = indicators.find((one) => one?.code === code) ?? null;
    return all.filter(isAsked).flatMap((declaration): Difference[] => {
      const agreeing = AGREEING[declaration.state];
      const state = assess(indicator, period(declaration.period))?.state ?? null;
      if (!agreeing || (state !== null && agreeing.includes(state))) return [];
      const sides = { declaredState: declaration.state, computedState: state };
      return [{ ...about(declaration), kind: 'STATE', code, ...sides }];
    });
  });
  return [...counts, ...states];
}

function about({ reportNames, period: p }: { readonly reportNames: Text; readonly period: string }) {
  const none = { declaredState: null, computedState: null, declaredCount: null, computedCount: null };
  return { report: reportNames, period: p, ...none };
}
