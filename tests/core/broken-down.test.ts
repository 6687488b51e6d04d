import { describe, expect, test } from 'vitest';
import { difference } from '../../subgraphs/core/broken-down.js';

const name = (vi: string, en: string) => ({ vi, en });
const SEX = {
  ...{ code: 'SEX', name: name('Giới tính', 'Sex'), splits: 'BOTH' as const },
  items: [
    { code: 'F', name: name('Nữ', 'Women') },
    { code: 'M', name: name('Nam', 'Men') },
  ],
};
const counts = (numerator: number | null, denominator: number | null = null) => ({
  value: numerator,
  numerator,
  denominator,
});

describe('whether the items of a breakdown add up', () => {
  test('they do', () => {
    expect(difference(SEX, counts(5, 50), [counts(2, 20), counts(3, 30)])).toBeNull();
    expect(difference(SEX, counts(5), [counts(2), counts(3)])).toBeNull();
  });

  test('above the line they do not, by as much', () => {
    expect(difference(SEX, counts(1240, 5000), [counts(600, 2500), counts(634, 2500)])).toEqual({
      vi: 'Các thành phần cộng lại là 1.234, tổng số là 1.240 (chênh 6).',
      en: 'The items add up to 1,234, the total is 1,240 (a difference of 6).',
    });
  });

  test('below the line they do not, unless that is not divided', () => {
    const parts = [counts(2, 50), counts(3, 50)];
    expect(difference(SEX, counts(5, 50), parts)?.en).toMatch(/add up to 100, the total is 50/);
    expect(difference({ ...SEX, splits: 'NUMERATOR' }, counts(5, 50), parts)).toBeNull();
  });

  test('one of them is missing or withheld, and is named', () => {
    expect(difference(SEX, counts(5), [counts(2), undefined])?.vi).toMatch(/của Nam\.$/);
    expect(difference(SEX, counts(5), [counts(null), counts(null)])?.en).toMatch(/of Women, Men\.$/);
  });

  test('there is no total to hold them against', () => {
    expect(difference(SEX, undefined, [counts(2), counts(3)])?.en).toMatch(/held against the total/);
  });
});
