import { describe, expect, test } from 'vitest';
import { assess } from '../../subgraphs/analysis/assessment.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { period } from '../../subgraphs/core/period.js';
import { represented } from '../core/sample/standing.js';

/** From this share of the growth that is needed on, Open SDG speaks of substantial progress. */
const SUBSTANTIAL = 0.95;

/** Open SDG's ratio: the yearly growth from the base to the latest figure over the yearly growth needed to the target. */
function growthRatio(base: number, latest: number, target: number, yearsGone: number, yearsInAll: number): number {
  const growth = (to: number, years: number) => (to / base) ** (1 / years) - 1;
  return growth(latest, yearsGone) / growth(target, yearsInAll);
}

type Verdict = 'AGREE' | 'HELD' | 'CURVE' | 'UNDEFINED' | 'UNEXPLAINED';

const END = period('2025').lastMonth;
const PERIODS = [2021, 2022, 2023, 2024, 2025].flatMap((year) => [`${year}-S1`, `${year}-S2`]);

/** How our judgement of a target in a period stands beside Open SDG's, and why. */
function compared(code: string, text: string): Verdict | null {
  const indicator = catalogue.get(code);
  const assessment = indicator && assess(represented(indicator), period(text));
  if (!assessment || assessment.state === 'WITHDRAWN') return null;
  const { base, latest, target, state, shareOfWay, shareOfTime } = assessment;
  if (!base || !latest || target?.value == null) return 'UNDEFINED';
  const [from, to] = [period(base.period).lastMonth, period(latest.period).lastMonth];
  const ratio = growthRatio(base.value, latest.value, target.value, (to - from) / 12, (END - from) / 12);
  if (!Number.isFinite(ratio)) return 'UNDEFINED';
  const isMet = state === 'MET' || state === 'MET_SLIPPING';
  if ((isMet || state === 'ON_TRACK') === ratio >= SUBSTANTIAL) return 'AGREE';
  // Met from the start: there is no growth to be had, so falling within the target counts as decline.
  if (isMet && shareOfWay === null) return 'HELD';
  // Constant growth needs less at first than a straight line, and 5 % less than needed is let pass.
  const isShort = shareOfWay !== null && shareOfTime !== null && shareOfWay < shareOfTime;
  return state === 'BEHIND' && isShort && ratio >= SUBSTANTIAL ? 'CURVE' : 'UNEXPLAINED';
}

const catalogue = readCatalogue();

describe("the sample's targets, judged by the share of the way and by Open SDG's growth ratio", () => {
  const verdicts = catalogue.indicators
    .filter(({ rule }) => rule !== null)
    .flatMap(({ code }) => PERIODS.map((text) => ({ code, text, verdict: compared(code, text) })));
  const codes = (wanted: Verdict) =>
    [...new Set(verdicts.flatMap(({ code, verdict }) => (verdict === wanted ? [code] : [])))].sort();

  test('differ for no reason but those explained in schema/README.md', () => {
    expect(verdicts.filter(({ verdict }) => verdict === 'UNEXPLAINED')).toEqual([]);
  });

  test('differ where a target was met from the start and has to be held', () => {
    expect(codes('HELD')).toEqual(['CULTURAL_FAMILIES', 'UNEMPLOYMENT']);
  });

  test('differ where the growth that is needed bends under the straight line', () => {
    expect(codes('CURVE')).toEqual([
      'CLEAN_WATER',
      'COMPULSORY_SOCIAL_INSURANCE',
      'HEALTH_MANAGEMENT',
      'HOSPITAL_BEDS',
      'NATIONAL_STANDARD_SCHOOLS',
      'VOLUNTARY_SOCIAL_INSURANCE',
    ]);
  });

  test('cannot be compared where there is no growth to speak of: quotas, changes, and the base itself', () => {
    expect(codes('UNDEFINED')).toEqual(
      expect.arrayContaining(['CHILD_MALNUTRITION', 'JOBS', 'POLICY_CREDIT', 'LIFE_EXPECTANCY', 'POOR_HOUSEHOLDS']),
    );
  });

  test('agree in four of five cases', () => {
    const judged = verdicts.filter(({ verdict }) => verdict !== null && verdict !== 'UNDEFINED');
    const agreeing = judged.filter(({ verdict }) => verdict === 'AGREE');
    expect(agreeing.length / judged.length).toBeGreaterThan(0.8);
  });
});

describe('cases that the ratio gets wrong and the share of the way does not', () => {
  test.each([
    ['a target of zero has no growth that leads to it', 8, 4, 0, 0.5, 0.24],
    ['growth on a large way looks faster than it is', 40, 65, 90, 0.5, 1.22],
  ])('%s', (_, base, latest, target, way, ratio) => {
    expect((latest - base) / (target - base)).toBe(way);
    // Half of the time is gone.
    expect(growthRatio(base, latest, target, 2.5, 5)).toBeCloseTo(ratio, 2);
  });
});
