import { describe, expect, test } from 'vitest';
import { targetText } from '../../../gateway/dashboard/target-text.js';

const target = (value: number | null, more = {}) => ({ value, upper: null, withdrawn: false, ...more });

describe('a target is written', () => {
  test.each([
    ['by its rule, the percent sign without a space', target(3), 'BELOW', '%', '<\u00a03%', '<\u00a03%'],
    ['as a range without a sign', target(30, { upper: 35 }), 'RANGE', 'giường', '30–35 giường', '30–35 giường'],
    ['as the lower end where a range has no upper one', target(30), 'RANGE', '%', '≥\u00a030%', '≥\u00a030%'],
    [
      'with "a year" where each year has its own',
      target(160000),
      'YEARLY_QUOTA',
      'x',
      '≥\u00a0160.000 x mỗi năm',
      '≥\u00a0160,000 x a year',
    ],
    ['never rounded', target(0.125), 'AT_LEAST', '%', '≥\u00a00,125%', '≥\u00a00.125%'],
    ['in a word where it was withdrawn', target(null, { withdrawn: true }), 'AT_LEAST', '%', 'đã rút', 'withdrawn'],
    ['in a word where there is none', null, 'AT_LEAST', '%', 'không có', 'none'],
  ] as const)('%s', (_, given, rule, unit, vi, en) => {
    expect(targetText(given, { rule, unit }, 'vi')).toBe(vi);
    expect(targetText(given, { rule, unit }, 'en')).toBe(en);
  });
});
