import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonBytes, lastJsonBytes, WrittenList } from '../../schema/written-list.js';

/** The same value twice: with lists as their own text, in some pieces, and without. */
interface Twice {
  readonly written: unknown;
  readonly plain: unknown;
}

function listOf(items: readonly unknown[], pieces: number): WrittenList {
  const list = new WrittenList();
  const size = Math.ceil(items.length / pieces) || 1;
  for (let from = 0; from < items.length; from += size) {
    const texts = items.slice(from, from + size).map((item) => `,${JSON.stringify(item)}`);
    list.add(Buffer.from(texts.join('')));
  }
  return list;
}

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);
const value = fc.letrec<{ any: Twice }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf.map((one): Twice => ({ written: one, plain: one })),
    fc
      .tuple(
        fc.array(fc.dictionary(fc.string(), leaf, { maxKeys: 3 }), { maxLength: 9 }),
        fc.integer({ min: 1, max: 4 }),
      )
      .map(([items, pieces]): Twice => ({ written: listOf(items, pieces), plain: items })),
    fc
      .array(tie('any'), { maxLength: 4 })
      .map((all): Twice => ({ written: all.map(({ written }) => written), plain: all.map(({ plain }) => plain) })),
    fc.array(fc.tuple(fc.string(), tie('any')), { maxLength: 4 }).map(
      (all): Twice => ({
        written: Object.fromEntries(all.map(([key, { written }]) => [key, written])),
        plain: Object.fromEntries(all.map(([key, { plain }]) => [key, plain])),
      }),
    ),
  ),
})).any;

test('a value that holds lists with their own text is the text of the same value without', () => {
  fc.assert(
    fc.property(value, ({ written, plain }) => {
      expect(jsonBytes(written).toString()).toBe(JSON.stringify(plain));
      expect(jsonBytes([written, written], '\n').toString()).toBe(`${JSON.stringify([plain, plain])}\n`);
      // Whoever does not know of them finds values.
      expect(JSON.stringify(written)).toBe(JSON.stringify(plain));
    }),
  );
});

test('what cannot be written is thrown, and lists are values again for whoever comes next', () => {
  const list = listOf([1], 1);
  const unfit = {
    list,
    fails: {
      toJSON: () => {
        throw new Error('No text.');
      },
    },
  };
  expect(() => jsonBytes(unfit)).toThrow('No text.');
  expect(JSON.stringify(list)).toBe('[1]');
});

test('what is written for the last time is the same text; its lists let go of their memory once, and cannot be read again', () => {
  let held = 0;
  const list = new WrittenList();
  for (const item of [1, 2]) {
    const bytes = Buffer.from(`,${item}`);
    const letGo = () => {
      bytes.fill('!');
      held -= 1;
    };
    list.add(bytes, { letGo });
    held += 1;
  }
  const value = { list, again: [list] };
  expect(lastJsonBytes(value, '\n').toString()).toBe('{"list":[1,2],"again":[[1,2]]}\n');
  expect(held).toBe(0);
  for (const read of [() => list.pieces, () => list.values(), () => [...list], () => jsonBytes(value)]) {
    expect(read).toThrow('spent');
  }
  expect(() => list.add(Buffer.from(',3'))).toThrow('spent');
  list.spend();
  expect(held).toBe(0);
});
