import { describe, expect, test } from 'vitest';
import { Answered } from '../../subgraphs/analysis/asking.js';
import { differences } from '../../subgraphs/analysis/differences.js';
import { readIndicator } from '../../subgraphs/analysis/representation.js';
import { period } from '../../subgraphs/core/period.js';
import { handedOver } from './indicator.js';

const reportNames = { vi: 'Hội nghị', en: 'Conference' };
const MET = handedOver({ '2020-S2': 80, '2023-S1': 95 }, { code: 'MET' });
const BEHIND = handedOver({ '2020-S2': 80, '2023-S1': 81 }, { code: 'BEHIND' });
const DOWN = handedOver(null, { code: 'DOWN' });

interface Declared {
  readonly counts?: Readonly<Record<string, number>>;
  readonly states?: Readonly<Record<string, string>>;
  readonly about?: string;
}

function found({ counts = {}, states = {}, about = '2023-S1' }: Declared, indicators = [MET, BEHIND], within?: string) {
  const none = { met: null, exceeded: null, onSchedule: null, total: null };
  const answered = new Answered({
    data: {
      programme: {
        declared: [{ reportNames, period: about, ...none, ...counts }],
        indicators: indicators.map(({ code }) => ({
          code,
          declared: states[code] ? [{ reportNames, period: about, state: states[code] }] : [],
        })),
      },
    },
  });
  return differences(answered, indicators.map(readIndicator), within ? period(within) : null);
}

describe('what reports declare and our judgement does not confirm', () => {
  test.each([
    ['MET', 'BEHIND', true],
    ['MET', 'MET', false],
    ['ON_SCHEDULE', 'BEHIND', true],
    ['ON_SCHEDULE', 'MET', false],
    ['HARD', 'BEHIND', false],
    ['HARD', 'MET', false],
    ['GOOD_RESULT', 'BEHIND', false],
  ])('declared %s and judged %s: it differs %s', (state, code, differs) => {
    const rows = found({ states: { [code]: state } });
    expect(rows).toHaveLength(differs ? 1 : 0);
    if (differs) {
      expect(rows[0]).toMatchObject({
        kind: 'STATE',
        code,
        declaredState: state,
        computedState: code,
        report: reportNames,
      });
    }
  });

  test('counts that are declared are compared, those that are not are not', () => {
    expect(found({ counts: { met: 1, total: 2 } })).toEqual([]);
    expect(found({ counts: { met: 2, exceeded: 1, onSchedule: 1, total: 3 } })).toMatchObject([
      { kind: 'MET', declaredCount: 2, computedCount: 1, code: null },
      { kind: 'ON_SCHEDULE', declaredCount: 1, computedCount: 0 },
      { kind: 'TOTAL', declaredCount: 3, computedCount: 2 },
    ]);
  });

  test('nothing is computed for an owner that did not answer, and no count beside it', () => {
    const rows = found({ counts: { met: 1 }, states: { DOWN: 'MET' } }, [MET, DOWN]);
    expect(rows).toMatchObject([
      { kind: 'MET', declaredCount: 1, computedCount: null },
      { kind: 'STATE', code: 'DOWN', declaredState: 'MET', computedState: null },
    ]);
  });

  test('only reports of the period count', () => {
    expect(found({ counts: { met: 2 } }, undefined, '2023')).toHaveLength(1);
    expect(found({ counts: { met: 2 } }, undefined, '2024')).toEqual([]);
  });

  test('a programme that did not answer is an error of the programme', () => {
    const silent = new Answered({
      data: null,
      errors: [{ message: 'x', path: ['programme'], extensions: { code: 'SUBGRAPH_TIMEOUT' } }],
    });
    expect(() => differences(silent, [], null)).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ department: 'programme' }) }),
    );
  });
});
