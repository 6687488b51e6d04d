import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readProjectFile } from '../../../schema/files.js';
import { assess } from '../../../subgraphs/analysis/assessment.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { period, periodsBetween } from '../../../subgraphs/core/period.js';
import { represented, statesAt } from './standing.js';

const expected = parse<{ code: string; met: string }>(
  readProjectFile('tests', 'core', 'sample', 'expected-states-2023-S1.csv'),
  { columns: true },
);

const met = (states: Map<string, string>) =>
  [...states].flatMap(([code, state]) => (state === 'MET' || state === 'MET_SLIPPING' ? [code] : []));

describe('the states that follow from the sample', () => {
  it('are met at 2023-S1 for exactly the 18 of 27 that are expected', () => {
    const should = expected.filter((row) => row.met === 'yes').map((row) => row.code);
    expect(should).toHaveLength(18);
    expect(expected).toHaveLength(27);
    expect(met(statesAt('2023-S1')).sort()).toEqual(should.sort());
  });

  it('are met at 2025-S2 for 26 of 26, with school milk withdrawn', () => {
    const states = statesAt('2025-S2');
    expect(met(states)).toHaveLength(26);
    expect(states.get('SCHOOL_MILK')).toBe('WITHDRAWN');
  });

  it('include, at 2023-S1, one that is met and slips, some on track, some behind and one that moves away', () => {
    const states = new Set(statesAt('2023-S1').values());
    expect(states).toEqual(new Set(['MET', 'MET_SLIPPING', 'ON_TRACK', 'BEHIND', 'MOVING_AWAY']));
  });

  it('include every state at some half-year', () => {
    const seen = new Set(
      periodsBetween('S', period('2021'), period('2025')).flatMap((p) => [...statesAt(p.text).values()]),
    );
    expect(seen).toEqual(new Set(['MET', 'MET_SLIPPING', 'ON_TRACK', 'BEHIND', 'MOVING_AWAY', 'NO_DATA', 'WITHDRAWN']));
  });

  it('say that 1,555 doctors are missing at mid-2023, against the planned population', () => {
    const doctors = readCatalogue().get('DOCTORS');
    const judged = doctors && assess(represented(doctors), period('2023-S1'));
    expect(judged?.latest?.numerator).toBe(11_695);
    expect(judged?.missing).toMatchObject({ value: 1555, planned: true });
  });
});
