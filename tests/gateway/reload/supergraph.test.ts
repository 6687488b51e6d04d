import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { FIRST, supergraphOf, teaSchemas, WITH_LEAVES } from './tea-house.js';

const first = supergraphOf(FIRST);
const withLeaves = supergraphOf(WITH_LEAVES);
const NAMES = '{ teas { name grows } }';
const LEAVES = '{ teas { leaves } }';
const named = {
  teas: [
    { name: 'lotus', grows: 'Tây Hồ' },
    { name: 'shan', grows: 'Hà Giang' },
  ],
};

describe('a new supergraph', () => {
  let gateway: Asked;
  /** Holds the guide's answers until it is called. */
  let held: { readonly asked: Promise<void>; readonly answer: () => void } | null = null;
  let onAsked: () => void = () => {};
  let gate: Promise<void> = Promise.resolve();

  function hold(): NonNullable<typeof held> {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      onAsked = resolve;
    });
    gate = new Promise<void>((resolve) => {
      answer = resolve;
    });
    held = { asked, answer };
    return held;
  }

  beforeEach(async () => {
    const schemas = teaSchemas(async () => {
      onAsked();
      await gate;
    });
    gateway = await gatewayOver(inProcess(schemas), { supergraphSdl: first, registered: [NAMES], priceLimit: 100_000 });
  });
  afterEach(async () => {
    held?.answer();
    await gateway.close();
  });

  const refusals = () =>
    gateway.log.map((line) => JSON.parse(line)).flatMap(({ level, fault }) => (level === 50 && fault ? [fault] : []));

  test('is answered from the moment that it is in use, and the log says so', async () => {
    expect((await gateway.ask(LEAVES)).errors).toHaveLength(1);
    expect(await gateway.reload(withLeaves)).toBe('taken');
    expect(await gateway.ask(LEAVES)).toMatchObject({ data: { teas: [{ leaves: 'whole' }, { leaves: 'broken' }] } });
    expect(gateway.log.join()).toContain('A new supergraph is in use.');
  });

  test('fails no question that comes while it is taken up', async () => {
    let done = false;
    const reloading = gateway.reload(withLeaves).finally(() => {
      done = true;
    });
    const answers = [];
    // The last ones come after it.
    while (!done || answers.length % 10 !== 0) answers.push(await gateway.ask(NAMES));
    expect(await reloading).toBe('taken');
    expect(answers.length).toBeGreaterThan(5);
    for (const { data, errors } of answers) expect({ data, errors }).toEqual({ data: named, errors: undefined });
  });

  test('leaves a question under way on the one that it began with, though that has what this one lacks', async () => {
    await gateway.reload(withLeaves);
    const { asked, answer } = hold();
    const underWay = gateway.ask('{ teas { leaves grows } }');
    await asked;
    expect(await gateway.reload(first)).toBe('taken');
    expect((await gateway.ask(LEAVES)).errors).toHaveLength(1);
    answer();
    expect(await underWay).toMatchObject({
      data: {
        teas: [
          { leaves: 'whole', grows: 'Tây Hồ' },
          { leaves: 'broken', grows: 'Hà Giang' },
        ],
      },
    });
  });

  test('brings its own prices', async () => {
    const dear = FIRST.house?.replace('teas: [Tea!]!', 'teas: [Tea!]! @listSize(assumedSize: 90000)') ?? '';
    expect((await gateway.ask(NAMES)).errors).toBeUndefined();
    expect(await gateway.reload(supergraphOf({ ...FIRST, house: dear }))).toBe('taken');
    expect((await gateway.ask(NAMES)).errors?.map(({ extensions }) => extensions?.code)).toEqual(['TOO_EXPENSIVE']);
  });

  test('that is the one in use changes nothing', async () => {
    expect(await gateway.reload(first)).toBe('unchanged');
    expect(gateway.log.join()).not.toContain('A new supergraph');
  });

  const none = { ...FIRST, shop: 'type Query { shops: [String] }' };
  const noName = { ...FIRST, house: FIRST.house?.replace('name: String!', '') ?? '' };
  const noSuch = { ...FIRST, guide: FIRST.guide?.replace('grows', 'height: Int grows') ?? '' };
  const asText = { ...FIRST, guide: FIRST.guide?.replace('grows: String', 'grows: String!') ?? '' };
  test.each([
    ['is no GraphQL', 'type Query {', [/cannot be loaded/]],
    ['is no supergraph', 'type Query { teas: Int }', [/cannot be loaded/]],
    [
      'names a subgraph that is not joined',
      supergraphOf(none),
      [/subgraph "shop", which is not joined; joined are house, guide/],
    ],
    ['asks a subgraph for a field that it does not have', supergraphOf(noSuch), [/subgraph "guide" has no Tea.height/]],
    [
      'has another type for a field than its subgraph',
      supergraphOf(asText),
      [/subgraph "guide" has another type of Tea.grows: String, not String!/],
    ],
    [
      'does not answer an operation of ours any more',
      supergraphOf(noName),
      [/does not answer "{ teas { name grows } }": Cannot query field "name"/],
    ],
  ])('that %s is refused with a line in the log, and the one in use stays', async (_why, sdl, lines) => {
    expect(await gateway.reload(sdl)).toBe('refused');
    expect(refusals()).toEqual(lines.map((line) => expect.stringMatching(line)));
    expect(await gateway.ask(NAMES)).toMatchObject({ data: named });
  });

  test('is taken up after one that was refused; of two at once the later one stays', async () => {
    const outcomes = await Promise.all([gateway.reload('type'), gateway.reload(withLeaves), gateway.reload(first)]);
    expect(outcomes).toEqual(['refused', 'taken', 'taken']);
    expect((await gateway.ask(LEAVES)).errors).toHaveLength(1);
  });

  test('that lacks what clients asked lately is taken up, and the log says what they will meet', async () => {
    await gateway.reload(withLeaves);
    await gateway.ask(LEAVES);
    expect(await gateway.reload(first)).toBe('taken');
    const warned = gateway.log.map((line) => JSON.parse(line)).filter(({ level }) => level === 40);
    expect(warned).toMatchObject([{ operations: 1, why: [expect.stringContaining('Cannot query field "leaves"')] }]);
  });
});
