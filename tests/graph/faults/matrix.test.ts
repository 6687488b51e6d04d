import { expect, test } from 'vitest';
import { OWNERS } from '../../../schema/subgraphs.js';
import { EDUCATION } from './education.js';
import { type Breakable, FAULTS, isCase, type Matrix } from './fault.js';
import { HEALTH } from './health.js';
import { LABOUR } from './labour.js';
import { SOCIAL_INSURANCE } from './social-insurance.js';

const MATRICES = [listed(HEALTH), listed(EDUCATION), listed(LABOUR), listed(SOCIAL_INSURANCE)];

/** The rows of a matrix: how a fault looks, or why there is none. */
function listed<S extends Breakable>({ department, rows }: Matrix<S>) {
  const list = rows.map((row) =>
    isCase(row) ? { fault: row.fault, how: row.how, why: null } : { fault: row.fault, how: null, why: row.why },
  );
  return { department, rows: list };
}

test('every department has every fault, or says why it cannot have it', () => {
  expect(MATRICES.map(({ department }) => department).sort()).toEqual(
    OWNERS.filter((owner) => owner !== 'programme').sort(),
  );
  for (const { department, rows } of MATRICES) {
    for (const fault of FAULTS) {
      const ofFault = rows.filter((row) => row.fault === fault);
      const why = ofFault.flatMap((row) => row.why ?? []);
      expect(ofFault.length, `${department}: ${fault}`).toBeGreaterThan(0);
      expect(ofFault.length === 1 || why.length === 0, `${department}: ${fault}`).toBe(true);
    }
    const names = rows.map(({ fault, how }) => `${fault} ${how}`);
    expect(new Set(names).size, department).toBe(names.length);
  }
});

test('the matrix has at least fifty cases, and most pairs of fault and department', () => {
  const cases = MATRICES.flatMap(({ rows }) => rows.filter(({ how }) => how !== null));
  expect(cases.length).toBeGreaterThanOrEqual(80);
  const pairs = new Set(
    MATRICES.flatMap(({ department, rows }) => rows.flatMap(({ fault, how }) => (how ? `${department} ${fault}` : []))),
  );
  expect(pairs.size).toBeGreaterThanOrEqual(60);
});
