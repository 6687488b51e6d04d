import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldedWords, holdsWords } from '../../subgraphs/core/fold.js';

const vietnamese = fc.string({
  unit: fc.constantFrom(
    ...'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ ',
  ),
  maxLength: 40,
});

describe('fold', () => {
  it('takes the diacritics off, the d with a stroke and its look-alike too', () => {
    expect(fold('Quận Ba Đình')).toBe('quan ba dinh');
    expect(fold('Tỷ lệ bao phủ bảo hiểm y tế')).toBe('ti le bao phu bao hiem y te');
    expect(fold('Ðống Đa')).toBe('dong da');
  });

  it('makes both ways of writing a tone the same', () => {
    expect(fold('Hoà Bình')).toBe(fold('Hòa Bình'));
    expect(fold('Tỷ')).toBe(fold('tỷ'.normalize('NFD')));
  });

  it('makes both spellings of the last vowel the same, and leaves a y that follows a vowel or stands alone', () => {
    expect(fold('Số bác sỹ')).toBe(fold('số bác sĩ'));
    expect(fold('Mỹ Đức')).toBe('mi duc');
    expect(fold('Tây Hồ, y tế, tuyến')).toBe('tay ho y te tuyen');
  });

  it('parts words at everything that is neither letter nor digit', () => {
    expect(fold('  HEALTH_INSURANCE (BHYT), 2023-S1 ')).toBe('health insurance bhyt 2023 s1');
    expect(foldedWords(' - ')).toEqual([]);
  });

  it('leaves only plain letters and single spaces of any Vietnamese text', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        expect(fold(text)).toMatch(/^([a-z]+( [a-z]+)*)?$/);
      }),
    );
  });

  it('does not change when folded again, composed, decomposed or written in capitals', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        const folded = fold(text);
        expect(fold(folded)).toBe(folded);
        expect(fold(text.normalize('NFD'))).toBe(folded);
        expect(fold(text.toUpperCase())).toBe(folded);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('holdsWords', () => {
  it('finds the words of a text, or their beginnings, in any order', () => {
    fc.assert(
      fc.property(vietnamese, fc.infiniteStream(fc.nat(9)), (text, random) => {
        const words = foldedWords(text).map((word) => word.slice(0, 1 + (random.next().value ?? 0)));
        const shuffled = words.map((word, at) => ({ word, at: (at * 7 + 3) % 11 })).sort((a, b) => a.at - b.at);
        expect(
          holdsWords(
            fold(text),
            shuffled.map((s) => s.word),
          ),
        ).toBe(true);
      }),
    );
  });

  it('does not find what only stands inside a word', () => {
    expect(holdsWords(fold('Quận Ba Đình'), ['inh'])).toBe(false);
    expect(holdsWords(fold('Quận Ba Đình'), ['ba', 'vi'])).toBe(false);
  });
});
