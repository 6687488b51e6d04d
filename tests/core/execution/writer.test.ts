import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { WrittenList } from '../../../schema/written-list.js';
import { Chunk } from '../../../subgraphs/core/execution/chunk.js';
import { borrowed, giveBack, type Writer } from '../../../subgraphs/core/execution/writer.js';

// From the first chunk on: they share one timer.
vi.useFakeTimers();
afterAll(() => {
  vi.useRealTimers();
});

const repeated = (most: number) =>
  fc.tuple(fc.string({ minLength: 1, maxLength: 1 }), fc.integer({ min: 1, max: most })).map(([a, n]) => a.repeat(n));
/** Texts of all lengths: many fill a chunk together, and some need one of their own. */
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 9, arbitrary: repeated(20_000) },
  { weight: 1, arbitrary: repeated(90_000) },
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('write' as const), at: fc.nat(1), text }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('give' as const), at: fc.nat(1), list: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('spend' as const), list: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('drop' as const), at: fc.nat(1) }) },
);

test('a list keeps its text until it is spent, whoever writes, spends and gives back meanwhile', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150, size: 'max' }), (steps) => {
      const writers: { writer: Writer; pending: string[] }[] = [0, 1].map(() => ({
        ...{ writer: borrowed(), pending: [] },
      }));
      const lists: { list: WrittenList; items: string[] }[] = [0, 1, 2, 3, 4, 5].map(() => ({
        ...{ list: new WrittenList(), items: [] },
      }));
      for (const one of steps) {
        const at = writers['at' in one ? one.at : 0] as (typeof writers)[0];
        const into = lists['list' in one ? one.list : 0] as (typeof lists)[0];
        if (one.what === 'write') {
          at.writer.json(Buffer.from(','));
          at.writer.text(one.text);
          at.pending.push(one.text);
        } else if (one.what === 'give') {
          at.writer.giveTo(into.list);
          into.items.push(...at.pending.splice(0));
        } else if (one.what === 'spend') {
          into.list.spend();
          Object.assign(into, { list: new WrittenList(), items: [] });
        } else {
          giveBack(at.writer);
          Object.assign(at, { writer: borrowed(), pending: [] });
        }
        for (const { list, items } of lists) expect(list.values()).toEqual(items.map(wellFormed));
      }
      for (const { writer } of writers) giveBack(writer);
    }),
    { numRuns: 100 },
  );
});

test.each([[1], [70], [500]])('lists are written into the same chunks again and again, %i texts at a time', (texts) => {
  const chunks = new Set<ArrayBufferLike>();
  for (let i = 0; i < 100; i++) {
    const writer = borrowed();
    const list = new WrittenList();
    for (let n = 0; n < texts; n++) writer.text('x'.repeat(1000));
    writer.giveTo(list);
    // What is not given to a list is forgotten.
    for (let n = 0; n < 2; n++) writer.text('y'.repeat(40_000));
    giveBack(writer);
    for (const { buffer } of list.pieces) chunks.add(buffer);
    list.spend();
  }
  // Those that a list needs, the one that is written into, and those that tests before have left.
  expect(chunks.size).toBeLessThan(20);
});

/** UTF-8 has no halves of surrogate pairs; JSON tells them by escapes. */
function wellFormed(text: string): unknown {
  return JSON.parse(JSON.stringify(text));
}

describe('a chunk', () => {
  /** The chunks that are used again, taken until there is none left. */
  function usedAgain(): Set<Chunk> {
    const taken = [Chunk.of(0)];
    const before = new Set<Chunk>();
    for (let one = taken[0] as Chunk; known.has(one); one = Chunk.of(0)) before.add(one);
    return before;
  }
  const known = new Set<Chunk>();

  test('is used again when all who held it have let it go, and not before', () => {
    const chunk = Chunk.of(0).held();
    chunk.letGo();
    known.add(chunk);
    expect(usedAgain()).not.toContain(chunk);
    chunk.letGo();
    expect(usedAgain()).toContain(chunk);
  });

  test('is not kept for long where nobody needs it', () => {
    const chunk = Chunk.of(0);
    known.add(chunk);
    chunk.letGo();
    vi.advanceTimersByTime(60_000);
    expect(usedAgain()).not.toContain(chunk);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of a size of its own has room for what is written, and is used once', () => {
    const chunk = Chunk.of(100_000);
    expect(chunk.bytes.length).toBeGreaterThanOrEqual(100_000);
    known.add(chunk);
    chunk.letGo();
    expect(usedAgain()).not.toContain(chunk);
  });
});
