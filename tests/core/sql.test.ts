import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sqlName, sqlNumber } from '../../subgraphs/core/sources/sql.js';
import { sqlError } from '../../subgraphs/core/sources/sql-errors.js';

describe('a number as PostgreSQL writes it', () => {
  test('is read back exactly, or not at all', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = sqlNumber(String(value));
        expect(read).toBe(Math.abs(value) > Number.MAX_SAFE_INTEGER ? null : value + 0);
      }),
    );
  });

  test('is nothing else that a number is made of elsewhere', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(sqlNumber(text) === null || /^-?\d/.test(text)).toBe(true);
      }),
    );
    for (const text of ['', ' ', '1,5', '1.234,5', '0x10', 'NaN', '-Infinity', '1_000', '+1']) {
      expect(sqlNumber(text), text).toBeNull();
    }
  });
});

test('a name in a statement is quoted part by part, whatever letters it has', () => {
  expect(sqlName('graph.Số "liệu"')).toBe('"graph"."Số ""liệu"""');
});

describe('an error', () => {
  const coded = (code: string) => Object.assign(new Error('what the server said'), { code });

  test.each([
    ['ECONNREFUSED', 'SOURCE_UNREACHABLE'],
    ['ENOTFOUND', 'SOURCE_UNREACHABLE'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SOURCE_UNREACHABLE'],
    ['08006', 'SOURCE_UNREACHABLE'],
    ['28P01', 'SOURCE_UNAUTHORIZED'],
    ['3D000', 'SOURCE_REFUSED'],
    ['42P01', 'SOURCE_REFUSED'],
    ['42501', 'SOURCE_REFUSED'],
    ['53300', 'SOURCE_FAILED'],
    ['57014', 'SOURCE_TIMEOUT'],
    ['57P03', 'SOURCE_FAILED'],
    ['XX000', 'SOURCE_FAILED'],
    ['ERR_INVALID_ARG_TYPE', 'SOURCE_UNREADABLE'],
  ])('%s becomes %s, and what was said stays in the detail', (code, expected) => {
    const error = sqlError('education', 'query', coded(code));
    expect(error.code).toBe(expected);
    expect(error.detail).toContain('what the server said');
  });

  test.each([
    ['timeout exceeded when trying to connect', 'SOURCE_TIMEOUT'],
    ['Connection terminated unexpectedly', 'SOURCE_UNREACHABLE'],
    ['The server does not support SSL connections', 'SOURCE_UNREACHABLE'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'SOURCE_UNAUTHORIZED'],
    ['something new', 'SOURCE_UNREADABLE'],
  ])('without a code, "%s" becomes %s', (message, expected) => {
    expect(sqlError('education', 'connect', new Error(message)).code).toBe(expected);
  });
});
