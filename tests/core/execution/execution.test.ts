import fc from 'fast-check';
import {
  buildSchema,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  parse,
} from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { WrittenList } from '../../../schema/written-list.js';
import { compiledExecution } from '../../../subgraphs/core/execution/execution.js';
import { inTurns } from '../../../subgraphs/core/execution/in-turns.js';
import { PASSING, type PassingList } from '../../../subgraphs/core/execution/passing.js';
import { Turns } from '../../../subgraphs/core/turns.js';
import { Chance } from '../../gateway/differential/chance.js';
import { generateQuery } from '../../gateway/differential/queries.js';
import { resolveByChance } from './values.js';

const SDL = `
  type Query { one: Thing  some: [Thing!]!  grid: [[Node]]  strict: Thing!  any: [Any]  nodes: [Node!]  sure: Node!  count: Int }
  scalar Json
  enum Kind { TEA RICE }
  input Filter { kinds: [Kind!] = [TEA]  deeper: Filter }
  interface Node { id: ID!  label(lang: Kind! = TEA): String  next: Node }
  interface Weighed { weight: Float }
  type Thing implements Node & Weighed {
    id: ID!  label(lang: Kind! = TEA): String  next: Thing  weight: Float  sold: Boolean!  kinds: [Kind!]  kind: Kind
    more: Json  rows: [[Int!]!]  parts(first: Int, in: Filter): [Part!]  any: Any!
  }
  type Other implements Node { id: ID!  label(lang: Kind! = TEA): String  next: Node  kind: Kind!  part: Part! }
  type Part implements Weighed { weight: Float  at: String!  of: Node }
  union Any = Thing | Other | Part`;

/** Turns that end as often as they can. */
class ShortTurns extends Turns {
  override isOver(items: number): boolean {
    return items > 0;
  }
}

/** Turns that end at any time, whatever was done. */
class AnyTurns extends Turns {
  readonly #chance = new Chance('turns');

  override isOver(): boolean {
    return this.#chance.below(3) === 0;
  }
}

const schema = buildSchema(SDL);
let world = { seed: 0, faults: 0, unusual: 0 };
resolveByChance(schema, () => world);

/** An error by where it is and what it says; of an object whose type is none of the schema’s each says it in its own words. */
function sign({ message, path }: GraphQLError): string {
  return `${path?.join('.')} ${message.replace(/^(Abstract type "\w+") .*$/, '$1')}`;
}

/** Whether null rose to a place above the path of an error: then nobody has to wait for what else fails below it. */
function isBelowNull(data: unknown, { path = [] }: GraphQLError): boolean {
  let at = data;
  for (const step of path) {
    if (at === null) return true;
    at = (at as Record<string | number, unknown>)[step];
  }
  return false;
}

describe('compiled execution', () => {
  test.each([
    ['in one go', compiledExecution(schema), { faults: 0 }],
    ['in turns of any length', compiledExecution(schema, new AnyTurns()), { faults: 0 }],
    [
      'with lists as text, in turns of any length',
      compiledExecution(schema, new AnyTurns()),
      { faults: 0, unusual: 0.1, writtenBelow: [''] },
    ],
    ['in one go, with failures', compiledExecution(schema), { faults: 0.05 }],
    ['in many turns, with failures', compiledExecution(schema, new ShortTurns()), { faults: 0.05 }],
    ['with lists as text', compiledExecution(schema), { faults: 0, unusual: 0, writtenBelow: [''] }],
    ['with lists as text, of unusual values', compiledExecution(schema), { faults: 0.02, writtenBelow: [''] }],
    [
      'with lists as text, in many turns, with failures',
      compiledExecution(schema, new ShortTurns()),
      { faults: 0.02, unusual: 0.1, writtenBelow: [''] },
    ],
  ])('answers generated questions as GraphQL’s own does, %s', async (_, compiled, how) => {
    const {
      faults,
      unusual = 1,
      writtenBelow = [],
    } = how as { faults: number; unusual?: number; writtenBelow?: string[] };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const chance = new Chance(seed);
        const query = generateQuery(schema, chance, { shadowing: 0, introspection: 0 });
        for (let round = 0; round < 6; round += 1) {
          world = { seed: chance.below(1e9), faults, unusual };
          const { document } = query;
          const given = { document, operationName: null, contextValue: {}, variableValues: query.variables(chance) };
          const own = await execute({ schema, ...given });
          const ours = await compiled({ ...given, writtenBelow });
          expect(JSON.stringify(ours.data), query.text).toBe(JSON.stringify(own.data));
          const counted = ({ data, errors = [] }: ExecutionResult) =>
            errors.filter((error) => !isBelowNull(data, error)).map(sign);
          expect(counted(ours).sort(), query.text).toEqual(counted(own).sort());
          expect(ours.errors === undefined, query.text).toBe(own.errors === undefined);
        }
      }),
      { numRuns: 150 },
    );
  });

  const plain = buildSchema(
    'type Query { list(first: Int! = 3): [Item!]  item: Item } type Item { number: Int!  self: Item }',
  );
  const fields = plain.getQueryType()?.getFields() ?? {};
  const asked = (query: string, variableValues = {}) => ({
    ...{ document: parse(query), operationName: null, contextValue: {}, variableValues },
  });

  test('takes the default of a variable that is not given', async () => {
    if (fields.list) fields.list.resolve = (_, { first }) => Array.from({ length: first }, (_, number) => ({ number }));
    const answer = await compiledExecution(plain)(asked('query ($n: Int! = 2) { list(first: $n) { number } }'));
    expect(answer).toEqual({ data: { list: [{ number: 0 }, { number: 1 }] } });
  });

  test('refuses variables that do not fit, and answers nothing', async () => {
    const answer = await compiledExecution(plain)(asked('query ($n: Int!) { list(first: $n) { number } }', { n: 'x' }));
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.message).toContain('$n');
  });

  test('tells a resolver that takes `info` where it stands, whichever way the list is divided', async () => {
    const paths: unknown[] = [];
    const self = (plain.getType('Item') as GraphQLObjectType).getFields().self;
    if (!self || !fields.list) throw new Error('The schema has no items.');
    fields.list.resolve = (_, { first }) => Array.from({ length: first }, (_, number) => ({ number }));
    self.resolve = (_: unknown, __: unknown, ___: unknown, { path, fieldName }: GraphQLResolveInfo) => {
      paths.push([fieldName, path.key, path.prev?.key, path.prev?.prev?.key]);
      return null;
    };
    await compiledExecution(plain, new ShortTurns())(asked('{ all: list(first: 2) { me: self { number } } }'));
    expect(paths).toEqual([
      ['self', 'me', 0, 'all'],
      ['self', 'me', 1, 'all'],
    ]);
  });

  test('lets others have their turn within a long list', async () => {
    if (fields.list) fields.list.resolve = () => Array.from({ length: 1000 }, (_, number) => ({ number }));
    let turns = 0;
    let done = false;
    const count = () => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const answer = await compiledExecution(plain, new ShortTurns())(asked('{ list { number } }'));
    done = true;
    expect(turns).toBeGreaterThan(10);
    expect(answer.data?.list).toHaveLength(1000);
  });

  describe('a field that begins in turns', () => {
    /** The lists in the order in which their items come. */
    const order: string[] = [];
    const listOf = (name: string) => ({
      *[Symbol.iterator]() {
        for (let number = 0; number < 200; number++) {
          order.push(name);
          yield { number };
        }
      },
    });
    const begun = (_: unknown, { first }: { first: number }) => listOf(`${first}`);
    const question = asked(
      '{ a: list(first: 1) { number } b: list(first: 2) { number } c: list(first: 3) { number } }',
    );

    test.each([[[]], [['']]])(
      'is asked before the items of any list go on, and lists come one after the other, with lists as text below %j',
      async (below) => {
        if (fields.list) {
          fields.list.resolve = inTurns((_: unknown, { first }: { first: number }) => {
            order.push(`asks ${first}`);
            return listOf(`${first}`);
          });
        }
        order.length = 0;
        const { data } = await compiledExecution(plain, new ShortTurns())({ ...question, writtenBelow: below });
        expect(JSON.parse(JSON.stringify(data?.b))).toHaveLength(200);
        const lists = ['1', '2', '3'].flatMap((name) => Array(200).fill(name));
        expect(order).toEqual(['asks 1', 'asks 2', 'asks 3', ...lists]);
      },
    );

    test('belongs to what may ask, with everything that has to come before it', async () => {
      const deep = buildSchema(
        'type Query { outer: [Group!] } type Group { inner: [Item!]  items: [Item!] } type Item { number: Int! }',
      );
      const outer = deep.getQueryType()?.getFields().outer;
      const { inner, items } = (deep.getType('Group') as GraphQLObjectType).getFields();
      if (!outer || !inner || !items) throw new Error('The schema has no groups.');
      const context = {};
      const turns = new ShortTurns();
      let begun = 0;
      outer.resolve = () => Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? { i } : Promise.resolve({ i })));
      items.resolve = () => [{ number: 1 }];
      inner.resolve = inTurns(() => {
        begun += 1;
        return numbers(100);
      });
      const seen: boolean[] = [];
      const look = () => {
        if (begun === 300) return;
        seen.push(turns.isAsking(context));
        setImmediate(look);
      };
      setImmediate(look);
      const { data } = await compiledExecution(
        deep,
        turns,
      )({
        ...{ document: parse('{ outer { items { number } inner { number } } }'), operationName: null },
        ...{ contextValue: context, variableValues: {} },
      });
      expect(data?.outer).toHaveLength(300);
      expect(seen.length).toBeGreaterThan(100);
      expect(new Set(seen)).toEqual(new Set([true]));
    });

    test('begins at once where nobody waited long', () => {
      if (fields.list) fields.list.resolve = inTurns(begun);
      expect(compiledExecution(plain)(asked('{ a: list(first: 1) { number } }'))).not.toBeInstanceOf(Promise);
    });

    test('counts for its turn as several items do', async () => {
      /** Turns of forty items. */
      class CountedTurns extends Turns {
        #items = 0;

        override isOver(items: number): boolean {
          if (this.#items === 0 && items > 0) setImmediate(() => (this.#items = 0));
          this.#items += items;
          return this.#items >= 40;
        }
      }
      let turn = 0;
      const turnOf: number[] = [];
      if (fields.list) {
        fields.list.resolve = inTurns(() => {
          turnOf.push(turn);
          return [];
        });
      }
      const count = () => {
        turn += 1;
        if (turnOf.length < 100) setImmediate(count);
      };
      setImmediate(count);
      const lists = Array.from({ length: 100 }, (_, i) => `list${i}: list { number }`).join(' ');
      await compiledExecution(plain, new CountedTurns())(asked(`{ ${lists} }`));
      expect(turnOf).toHaveLength(100);
      expect(new Set(turnOf).size).toBeGreaterThan(8);
    });

    test('may fail as any other', async () => {
      if (fields.list) {
        fields.list.resolve = inTurns(() => {
          throw new Error('Nothing is there.');
        });
      }
      const { data, errors } = await compiledExecution(plain, new ShortTurns())(question);
      expect(data).toEqual({ a: null, b: null, c: null });
      expect(errors?.map(({ path }) => path)).toEqual([['a'], ['b'], ['c']]);
    });

    test('does not begin when nobody waits any more', async () => {
      let calls = 0;
      const over = new AbortController();
      if (fields.list) {
        fields.list.resolve = inTurns(() => {
          calls += 1;
          over.abort(new Error('over'));
          return [];
        });
      }
      const answer = compiledExecution(plain, new ShortTurns())({ ...question, signal: over.signal });
      await expect(answer).rejects.toThrow('over');
      expect(calls).toBe(1);
    });
  });

  const numbers = (count: number) => Array.from({ length: count }, (_, number) => ({ number }));

  test('answers a list of plain values as text where it may, whichever way it is divided', async () => {
    if (fields.list) fields.list.resolve = () => numbers(200);
    const question = asked('{ list { n: number __typename number } }');
    for (const turns of [new Turns(), new ShortTurns()]) {
      const compiled = compiledExecution(plain, turns);
      const { data } = await compiled({ ...question, writtenBelow: ['list'] });
      expect(data?.list).toBeInstanceOf(WrittenList);
      expect(JSON.parse(JSON.stringify(data))).toEqual((await compiled(question)).data);
    }
  });

  test('has the items of a list that passes them on as one object only where it writes them at once', async () => {
    const made: unknown[] = [];
    function* passing(count: number) {
      const one = { number: -1 };
      for (one.number = 0; one.number < count; one.number++) yield one;
    }
    const list: PassingList<unknown> & { fails: boolean } = {
      fails: false,
      [Symbol.iterator]: () => numbers(100)[Symbol.iterator](),
      *[PASSING]() {
        for (const item of passing(100)) {
          made.push(item);
          yield list.fails && item.number === 70 ? { number: 'none' } : item;
        }
      },
    };
    if (fields.list) fields.list.resolve = () => list;
    const question = asked('{ list { number } }');
    for (const turns of [new Turns(), new ShortTurns()]) {
      const compiled = compiledExecution(plain, turns);
      for (list.fails of [false, true]) {
        const { data } = await compiled({ ...question, writtenBelow: ['list'] });
        expect(data?.list instanceof WrittenList).toBe(!list.fails);
        expect(JSON.parse(JSON.stringify(data?.list))).toEqual(numbers(100));
      }
      made.length = 0;
      expect((await compiled(question)).data?.list).toEqual(numbers(100));
      expect(made).toEqual([]);
    }
  });

  test('answers as text only below the fields that are named', async () => {
    if (fields.list) fields.list.resolve = () => numbers(2);
    const { data } = await compiledExecution(plain)({
      ...asked('{ list { number } other: list { number } }'),
      writtenBelow: ['other'],
    });
    expect(data?.list).toEqual([{ number: 0 }, { number: 1 }]);
    expect(data?.other).toBeInstanceOf(WrittenList);
  });

  test('answers the same document as text everywhere or nowhere, whichever it was asked for before', async () => {
    if (fields.list) fields.list.resolve = () => numbers(2);
    const compiled = compiledExecution(plain);
    const question = asked('{ list { number } }');
    for (const writtenBelow of [[], [''], [], ['']]) {
      const { data } = await compiled({ ...question, writtenBelow });
      expect(data?.list instanceof WrittenList).toBe(writtenBelow.length > 0);
    }
  });

  test('answers a list as values where one of them fails, and the next one as text again', async () => {
    const compiled = compiledExecution(plain, new ShortTurns());
    const question = { ...asked('{ list { number } }'), writtenBelow: ['list'] };
    let items: unknown[] = [...numbers(150), { number: 'none' }];
    if (fields.list) fields.list.resolve = () => items;
    const spend = vi.spyOn(WrittenList.prototype, 'spend');
    const failed = await compiled(question);
    expect(failed.data?.list).toBeNull();
    // The memory of what was written of it is let go.
    expect(spend).toHaveBeenCalledTimes(1);
    spend.mockRestore();
    expect(failed.errors?.map(({ path }) => path)).toEqual([['list', 150, 'number']]);
    items = numbers(150);
    expect((await compiled(question)).data?.list).toBeInstanceOf(WrittenList);
  });

  test.each([[[]], [['list']]])(
    'a list whose items stop coming fails as a whole, with lists as text below %j',
    async (below) => {
      function* items() {
        yield* numbers(150);
        throw new Error('There are no more.');
      }
      if (fields.list) fields.list.resolve = () => ({ [Symbol.iterator]: items });
      const question = { ...asked('{ list { number } item { number } }'), writtenBelow: below };
      for (const turns of [new Turns(), new ShortTurns()]) {
        const { data, errors } = await compiledExecution(plain, turns)(question);
        expect(data).toEqual({ list: null, item: null });
        expect(errors?.map(({ message, path }) => [message, path])).toEqual([['There are no more.', ['list']]]);
      }
    },
  );

  test('loses no item of a list that can be gone through only once', async () => {
    function* items() {
      yield { number: 1 };
      yield { number: 'none' };
      yield { number: 3 };
    }
    const things = buildSchema('type Query { list: [Item] } type Item { number: Int! }');
    const list = things.getQueryType()?.getFields().list;
    if (list) list.resolve = () => items();
    const { data } = await compiledExecution(things)({ ...asked('{ list { number } }'), writtenBelow: ['list'] });
    expect(data).toEqual({ list: [{ number: 1 }, null, { number: 3 }] });
  });

  test('makes the items of a list one after the other, as they are answered', async () => {
    let [made, most, held] = [0, 0, 0];
    function* items() {
      for (const number of [1, 2, 3]) {
        made += 1;
        held += 1;
        most = Math.max(most, held);
        yield {
          get number() {
            held -= 1;
            return number;
          },
        };
      }
    }
    if (fields.list) fields.list.resolve = () => ({ [Symbol.iterator]: items });
    for (const writtenBelow of [[], ['list']]) {
      const { data } = await compiledExecution(plain)({ ...asked('{ list { number } }'), writtenBelow });
      expect(JSON.stringify(data)).toBe('{"list":[{"number":1},{"number":2},{"number":3}]}');
    }
    expect([made, most]).toEqual([6, 1]);
  });

  test('where values come late, asks for them once as text and then no more', async () => {
    let asks = 0;
    if (fields.list) {
      const late = () => {
        asks += 1;
        return Promise.resolve(1);
      };
      fields.list.resolve = () => [{ number: late }, { number: late }];
    }
    const compiled = compiledExecution(plain);
    const question = { ...asked('{ list { number } }'), writtenBelow: ['list'] };
    const answer = { data: { list: [{ number: 1 }, { number: 1 }] } };
    expect(await compiled(question)).toEqual(answer);
    expect(asks).toBe(2);
    expect(await compiled(question)).toEqual(answer);
    expect(asks).toBe(4);
  });

  test('does not answer a long list to its end for nobody', async () => {
    let answered = 0;
    if (fields.list) {
      fields.list.resolve = () =>
        Array.from({ length: 10_000 }, (_, number) => ({
          number: () => {
            answered += 1;
            return number;
          },
        }));
    }
    const over = new AbortController();
    const answer = compiledExecution(plain, new ShortTurns())({ ...asked('{ list { number } }'), signal: over.signal });
    over.abort(new Error('over'));
    await expect(answer).rejects.toThrow('over');
    expect(answered).toBeLessThan(1000);
  });

  test('leaves introspection to GraphQL’s own', async () => {
    const answer = await compiledExecution(plain)(asked('{ __schema { queryType { name } } }'));
    expect(answer.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });
});
