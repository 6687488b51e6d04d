import { describe, expect, test } from 'vitest';
import { areasOn } from '../../schema/areas/areas.js';
import { period } from '../../subgraphs/core/period.js';
import { reportedOf } from '../../subgraphs/core/reported.js';

const P = period('2023-S1');
const DISTRICTS = areasOn('DISTRICT', '2023-06-30');
const all = (on: string) => DISTRICTS.map((area) => ({ area: area.id, period: P.text, on }));

describe('who has reported for a period', () => {
  test('a department is complete on the day of its last district', () => {
    const [first, ...others] = all('2023-07-05');
    const reported = reportedOf(
      P,
      [{ ...(first as (typeof others)[0]), on: '2023-07-12' }, ...others],
      15,
      '2023-08-01',
    );
    expect(reported).toMatchObject({ due: '2023-07-15', on: '2023-07-12', late: false });
    expect(reported.reports).toHaveLength(30);
  });

  test('a district that has not reported is late once the due day is over, and so is the department', () => {
    const some = all('2023-07-05').slice(1);
    expect(reportedOf(P, some, 15, '2023-07-15')).toMatchObject({ on: null, late: false });
    const after = reportedOf(P, some, 15, '2023-07-16');
    expect(after).toMatchObject({ on: null, late: true });
    expect(after.reports.filter((r) => r.late).map((r) => r.area.id)).toEqual(['DISTRICT-001']);
  });

  test('a report after the due day is late although it is there', () => {
    expect(reportedOf(P, all('2023-07-16'), 15, '2023-09-01')).toMatchObject({ on: '2023-07-16', late: true });
  });

  test('a department that reports as a whole has no districts to wait for', () => {
    expect(reportedOf(P, [{ area: null, period: P.text, on: '2023-07-10' }], 15, '2023-09-01')).toEqual({
      period: '2023-S1',
      due: '2023-07-15',
      on: '2023-07-10',
      late: false,
      reports: [],
    });
  });

  test('of the time after the districts, none is expected of them', () => {
    const p = period('2025-S2');
    expect(reportedOf(p, [], 15, '2026-03-01')).toMatchObject({ on: null, late: true, reports: [] });
  });
});
