import type { FetchNode, PlanNode } from '@apollo/query-planner';
import fc from 'fast-check';
import { OperationTypeNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { Lru } from '../../gateway/executor/lru.js';
import { merge, placesAt, type Tree } from '../../gateway/executor/tree.js';
import { fetchDeadline, wavesOf } from '../../gateway/executor/waves.js';
import type { Question } from '../../gateway/question.js';

const key = fc.constantFrom('a', 'b', 'c');
const { tree } = fc.letrec<{ tree: Tree; value: unknown }>((tie) => ({
  tree: fc.dictionary(key, tie('value'), { noNullPrototype: true, maxKeys: 3 }),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constant(null),
    tie('tree'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));

describe('the answer while it is put together', () => {
  test('is not changed by what it holds already', () => {
    fc.assert(
      fc.property(tree, (given) => {
        const target = structuredClone(given);
        merge(target, structuredClone(given));
        expect(target).toEqual(given);
      }),
    );
  });

  test('does not depend on the order of two fetches that ask different fields', () => {
    fc.assert(
      fc.property(tree, tree, (left, right) => {
        const [one, two]: [Tree, Tree] = [{ entity: [{}] }, { entity: [{}] }];
        merge(one, { entity: [{ l: structuredClone(left) }] });
        merge(one, { entity: [{ r: structuredClone(right) }] });
        merge(two, { entity: [{ r: structuredClone(right) }] });
        merge(two, { entity: [{ l: structuredClone(left) }] });
        expect(one).toEqual(two);
      }),
    );
  });

  test('keeps what one subgraph gave when another one gives null', () => {
    const target: Tree = { area: { id: '1' }, empty: null };
    merge(target, { area: null, empty: { id: '2' } });
    expect(target).toEqual({ area: { id: '1' }, empty: { id: '2' } });
  });

  test('is not led astray by a key that is an object’s own business', () => {
    const target: Tree = {};
    merge(target, JSON.parse('{"__proto__":{"polluted":1},"a":1}'));
    expect([target.polluted, Object.keys(target)]).toEqual([undefined, ['a']]);
  });

  test('knows every place of a path, with its indices, through lists in lists', () => {
    const data = { grid: [[{ n: 1 }, null], null, [], [{ n: 2 }]], other: 1 };
    const places = placesAt(data, ['grid', '@', '@']);
    expect(places.map(({ path, object }) => ({ path, object }))).toEqual([
      { path: ['grid', 0, 0], object: { n: 1 } },
      { path: ['grid', 3, 0], object: { n: 2 } },
    ]);
    expect(placesAt(data, ['other', '@', 'x'])).toEqual([]);
  });
});

describe('the time of a question', () => {
  const fetchNode = (serviceName: string): FetchNode => ({
    kind: 'Fetch',
    serviceName,
    operation: '',
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
  });

  test('leaves each wave time for the ones after it, and all of them time for the answer', () => {
    const [first, second, aside, third] = ['a', 'b', 'c', 'd'].map(fetchNode) as [
      FetchNode,
      FetchNode,
      FetchNode,
      FetchNode,
    ];
    const plan: PlanNode = {
      kind: 'Sequence',
      nodes: [first, { kind: 'Parallel', nodes: [{ kind: 'Flatten', path: ['x'], node: second }, aside] }, third],
    };
    const waves = wavesOf(plan);
    expect(waves.total).toBe(3);
    const { signal } = new AbortController();
    const question = { requestId: 'r', receivedAt: 1000, deadline: 4000, signal } as Question;
    expect([first, second, aside, third].map((node) => fetchDeadline(question, waves, node))).toEqual([
      3300, 3600, 3600, 3900,
    ]);
  });

  test('gives the first of many waves half of it at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (many) => {
        const nodes = Array.from({ length: many }, (_, index) => fetchNode(`s${index}`));
        const waves = wavesOf({ kind: 'Sequence', nodes });
        const question = { receivedAt: 0, deadline: 3000 } as Question;
        const ends = nodes.map((node) => fetchDeadline(question, waves, node));
        expect(ends[0]).toBeGreaterThanOrEqual(1400);
        expect(ends).toEqual([...ends].sort((a, b) => a - b));
        expect(ends.at(-1)).toBeLessThan(3000);
      }),
    );
  });
});

describe('the memory for plans', () => {
  test('never holds more than it may, and forgets what was not asked for longest', () => {
    const memory = new Lru<string, number>(2);
    memory.set('a', 1);
    memory.set('b', 2);
    expect(memory.get('a')).toBe(1);
    memory.set('c', 3);
    expect([memory.size, memory.get('a'), memory.get('b'), memory.get('c')]).toEqual([2, 1, undefined, 3]);
  });
});
