import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import { baseOf, comparableYearBefore, type Figure as Judged } from '../../subgraphs/analysis/figures.js';
import { readIndicator } from '../../subgraphs/analysis/representation.js';
import { type CatalogueIndicator, TIME_RULES } from '../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Moment } from '../../subgraphs/core/definitions.js';
import type { Figure, ServedSlice } from '../../subgraphs/core/journal/served.js';
import { observation } from '../../subgraphs/core/observations.js';
import { FREQUENCIES, lastDay, type Period, period, periodsBetween, yearBefore } from '../../subgraphs/core/period.js';
import { handedOver } from '../analysis/indicator.js';

const catalogue = readCatalogue();
const months = periodsBetween('M', period('2020'), period('2025'));
const all = FREQUENCIES.flatMap((f) => periodsBetween(f, period('2021'), period('2025')));

/** An indicator with these breaks, as an owner knows it. */
function known(timeRule: CatalogueIndicator['timeRule'], breaks: readonly Period[]): CatalogueIndicator {
  const indicator = catalogue.get('HEALTH_MANAGEMENT');
  if (!indicator) throw new Error('The catalogue has no HEALTH_MANAGEMENT.');
  return { ...indicator, timeRule, breaks };
}

/** The same indicator as analysis knows it. */
function judged(timeRule: CatalogueIndicator['timeRule'], breaks: readonly Period[]) {
  const indicator = readIndicator(handedOver({}, { timeRule, breaks: breaks.map((b) => b.text) }));
  if (!indicator) throw new Error('It is not judged.');
  return indicator;
}

const recorded = (p: Period, value: number): Figure => ({
  ...{ indicator: 'HEALTH_MANAGEMENT', area: CITY.id, period: p.text, value, numerator: null, denominator: null },
  ...{ status: 'A', reason: null, note: null, document: null, place: null, publishedAt: null },
  ...{ position: 1, recordedAt: `${lastDay(p)}T00:00:00.000Z`, released: null },
  sample: { value: false, numerator: false, denominator: false },
  confidentiality: 'F',
});

/** The observation of a period, with a figure in every period. */
function observed(indicator: CatalogueIndicator, p: Period) {
  const slice: ServedSlice = {
    indicator: indicator.code,
    frequency: p.frequency,
    get: (_, text) => recorded(period(text), 80),
    reader: () => ({ place: () => 0, of: () => recorded(p, 80) }),
    heldBack: () => undefined,
    freshness: () => null,
  };
  const moment: Moment = { asOf: null, position: null, catalogue, today: '2030-01-01', version: 1, files: {} };
  const slices = { [p.frequency]: slice };
  return observation({ indicator, slices, moment, boundaries: null }, CITY, p, 'value');
}

const figure = (p: Period): Judged => ({
  period: p,
  value: 80,
  numerator: null,
  denominator: null,
  sample: false,
  status: 'A',
  movedBy: null,
});

const situation = fc.record({
  timeRule: fc.constantFrom(...TIME_RULES),
  breaks: fc.uniqueArray(fc.constantFrom(...months), { minLength: 0, maxLength: 3 }),
  p: fc.constantFrom(...all),
});

describe('a break of a series', () => {
  test('ends the change on the year exactly where judgements stop comparing', () => {
    fc.assert(
      fc.property(situation, ({ timeRule, breaks, p }) => {
        const before = comparableYearBefore(judged(timeRule, breaks), [figure(yearBefore(p)), figure(p)], figure(p));
        expect(observed(known(timeRule, breaks), p).changeOnYear).toBe(before === null ? null : 0);
      }),
      { numRuns: 2000 },
    );
  });

  test('is never within the way from a base to the latest figure: where the base is a year old, so is a change', () => {
    fc.assert(
      fc.property(situation, ({ timeRule, breaks, p }) => {
        const before = yearBefore(p);
        const base = baseOf(judged(timeRule, breaks), [figure(before), figure(p)], figure(p));
        if (base?.period === before && breaks.some((b) => b.firstMonth <= p.lastMonth)) {
          expect(observed(known(timeRule, breaks), p).changeOnYear).toBe(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['STOCK', '2022', 'B', null],
    ['STOCK', '2023', 'A', 0],
    ['FLOW', '2022', 'A', null],
    ['FLOW', '2023', 'B', null],
    ['FLOW', '2024', 'A', 0],
    ['AVERAGE', '2022', 'A', null],
    ['AVERAGE', '2023', 'B', null],
    ['STOCK', '2022-S1', 'A', 0],
    ['FLOW', '2022-S2', 'B', null],
    ['FLOW', '2022-07', 'B', null],
    ['FLOW', '2022-08', 'A', null],
  ] as const)('in July 2022, of a %s: %s has status %s and change %s', (timeRule, text, status, change) => {
    const { status: shown, changeOnYear } = observed(known(timeRule, [period('2022-07')]), period(text));
    expect([shown, changeOnYear]).toEqual([status, change]);
  });
});
