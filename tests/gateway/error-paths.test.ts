import { GraphQLError } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, type Asked, gatewayOver, inProcess } from './asking.js';
import { type Resolvers, type SmallSubgraph, smallSchemas } from './small-graph.js';

let gateway: Asked;
afterEach(() => gateway?.close());

async function ask(query: string, replaced: Partial<Record<SmallSubgraph, Resolvers>>): Promise<Answer> {
  gateway = await gatewayOver(inProcess(smallSchemas(replaced)));
  return gateway.ask(query);
}

const silent = (department: string) => () => {
  throw new GraphQLError('10.0.0.7 said: no', { extensions: { code: 'SOURCE_TIMEOUT', department, host: '10.0.0.7' } });
};
const northFails = { north: { NorthSeries: { headline: silent('north') } } };
const paths = ({ errors }: Answer) => errors?.map(({ path }) => path?.join('.'));

describe('an error of a subgraph', () => {
  test('stands at the entity it is about, found through other types and nulls in the list', async () => {
    const answer = await ask('{ found { __typename ... on Item { series { headline { value } } } } }', northFails);
    // Of found, 0 is item 2 (south), 3 and 6 are item 1 (north); 1, 4 and 5 are of other types, 2 is null.
    expect(paths(answer)).toEqual(['found.3.series.headline', 'found.6.series.headline']);
    expect(answer.data?.found).toMatchObject([
      { series: { headline: [{ value: 2 }, { value: 4 }] } },
      {},
      null,
      { series: { headline: null } },
      {},
      {},
      { series: { headline: null } },
    ]);
  });

  test('stands at every place of an entity that was asked for once', async () => {
    const answer = await ask('{ grid { keeper { name } } items { owner_: keeper { name } } }', {
      people: { Keeper: { name: silent('people') } },
    });
    expect(paths(answer)).toEqual([
      'grid.0.0.keeper.name',
      'grid.3.0.keeper.name',
      'grid.3.1.keeper.name',
      'grid.3.2.keeper.name',
      'items.0.owner_.name',
      'items.1.owner_.name',
      'items.2.owner_.name',
    ]);
    expect(answer.data?.items).toEqual([{ owner_: null }, { owner_: null }, { owner_: null }, { owner_: null }]);
  });

  test('carries the catalogue’s text in two languages, the code and the department, and nothing else', async () => {
    const { errors } = await ask('{ item(id: "1") { series { headline { at } } } }', northFails);
    expect(errors).toEqual([
      {
        message:
          "The system of north did not answer in time. Other departments' figures are not affected; ask again later.",
        path: ['item', 'series', 'headline'],
        extensions: {
          code: 'SOURCE_TIMEOUT',
          department: 'north',
          messageVi: expect.stringContaining('không trả lời kịp thời hạn'),
        },
      },
    ]);
  });

  test('in a field that only a requirement asked for ends where the client’s question ends', async () => {
    const answer = await ask('{ items { id verdict: mark } }', northFails);
    expect(paths(answer)).toEqual(['items.0', 'items.2']);
    expect(answer.data?.items).toMatchObject([
      { verdict: 'TEA 0 unavailable' },
      { verdict: 'RICE 2.5 2+4' },
      { verdict: 'TEA null unavailable' },
      {},
    ]);
  });

  test('is listed once when many parts of one unasked list failed', async () => {
    const answer = await ask('{ shop { total } }', northFails);
    expect(paths(answer)).toEqual(['shop']);
    expect(answer.data).toEqual({ shop: { total: 2 * 2 } });
  });

  test('below an asked field with an alias keeps the alias', async () => {
    const answer = await ask('{ s: items { t: series { u: label } } }', {
      north: { NorthSeries: { label: silent('north') } },
    });
    expect(paths(answer)).toEqual(['s.0.t.u', 's.2.t.u']);
  });

  test('under a name that the planner had to change has the client’s name', async () => {
    const answer = await ask('{ found { ... on Item { id } ... on Keeper { debt } ... on Item { debt } } }', {
      shop: { Keeper: { debt: silent('shop') } },
    });
    expect(paths(answer)).toEqual(['found.1.debt', 'found.5.debt']);
  });

  test('of a reference that could not be resolved stands at the fields asked of it', async () => {
    const answer = await ask('{ items { keeper { mail name boss { name } } } }', {
      people: {
        Keeper: {
          __resolveReference: async ({ mail }) => (mail === 'binh@x' ? silent('people')() : { mail, name: 'n' }),
        },
      },
    });
    expect(paths(answer)?.sort()).toEqual(['items.1.keeper.boss', 'items.1.keeper.name']);
  });

  test('makes its parents null as the types demand, without a second error', async () => {
    const answer = await ask('{ strict { id price } items { id } }', { shop: { Item: { price: silent('shop') } } });
    expect(answer.data).toBeNull();
    expect(paths(answer)).toEqual(['strict.price']);
  });

  test('of a code that is not in the catalogue is replaced, and the log has it', async () => {
    const { errors } = await ask('{ item(id: "1") { name } }', {
      shop: {
        Item: {
          name: () => {
            throw new Error('connect ECONNREFUSED 10.0.0.7:5432');
          },
        },
      },
    });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['item', 'name'], extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(JSON.stringify(errors)).not.toContain('10.0.0.7');
    expect(gateway.log.join()).toContain('10.0.0.7:5432');
  });

  test('that refuses an argument in the agreed form passes with its sentence, any other text does not', async () => {
    const refusing = (message: string) => ({
      north: {
        NorthSeries: {
          points: () => {
            throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument: 'last' } });
          },
        },
      },
    });
    const query = '{ item(id: "1") { series { ... on NorthSeries { points(last: 9) { at } } } } }';
    const good = 'Argument "last": 9 cannot be used; at most 5.';
    expect((await ask(query, refusing(good))).errors?.[0]).toMatchObject({
      message: good,
      path: ['item', 'series', 'points'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'last' },
    });
    await gateway.close();
    const { errors } = await ask(query, refusing('http://10.0.0.7/ said no'));
    expect(errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
  });
});

describe('what no subgraph reported', () => {
  test('a null where none may be is an error of ours with its path, and a line in the log', async () => {
    const { data, errors } = await ask('{ items { keeper { mail name } } }', {
      people: { Keeper: { __resolveReference: () => null } },
    });
    expect(data?.items).toEqual([{ keeper: null }, { keeper: null }, { keeper: null }, { keeper: null }]);
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.code])).toEqual(
      [0, 1, 2].map((index) => [`items.${index}.keeper.name`, 'INTERNAL_SERVER_ERROR']),
    );
    expect(gateway.log.join()).toContain('an answer of wrong shape');
  });

  test('a value that clients cannot see is null with an error', async () => {
    const { data, errors } = await ask('{ item(id: "1") { id kind } }', { shop: { Item: { kind: () => 'SECRET' } } });
    expect(data).toEqual({ item: { id: '1', kind: null } });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['item', 'kind'], 'INTERNAL_SERVER_ERROR'],
    ]);
    expect(JSON.stringify(errors)).not.toContain('SECRET');
  });
});
