import fc from 'fast-check';
import { graphql } from 'graphql';
import { describe, expect, test } from 'vitest';
import { OWNERS, type OwnerName } from '../../schema/subgraphs.js';
import { analysisResolvers } from '../../subgraphs/analysis/index.js';
import type { GraphClient } from '../../subgraphs/core/graph-client.js';
import { subgraphSchema } from '../../subgraphs/core/subgraph-schema.js';
import { type Asked, everything } from './changes-brute.js';
import { type Commit, instant, type ModelIndicator, type Recorded, World } from './changes-model.js';

const INDICATORS: Readonly<Record<string, ModelIndicator>> = {
  POVERTY: { owner: 'programme', frequency: 'S', judged: true },
  DOCTORS: { owner: 'health', frequency: 'S', judged: true },
  BEDS: { owner: 'health', frequency: 'M', judged: true },
  NURSES: { owner: 'health', frequency: 'S', judged: false },
  SCHOOLS: { owner: 'education', frequency: 'A', judged: true },
  JOBS: { owner: 'labour', frequency: 'Q', judged: true, isNew: true },
  INSURED: { owner: 'social-insurance', frequency: 'M', judged: true },
};

interface Listed {
  readonly entries: readonly (Readonly<Record<string, unknown>> & { readonly cursor: string })[];
  readonly errors: readonly { readonly path: unknown; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** The arguments of Query.changes. */
type Arguments = {
  since?: string;
  first?: number;
  after?: string | null;
  indicators?: unknown;
  areas?: unknown;
  kinds?: unknown;
};

const NOBODY = { requestId: 'r', signal: new AbortController().signal };

/** Whom the schema asks, and when: a schema is made once for all worlds. */
let asking: { graph: GraphClient; now: Date };
const today = () => '2026-03-01';
const overGraph = subgraphSchema(
  'analysis',
  analysisResolvers({
    today,
    now: () => asking.now,
    graph: { ask: (query, variables, caller) => asking.graph.ask(query, variables, caller) },
  }),
);
const alone = subgraphSchema('analysis', analysisResolvers({ today, now: () => asking.now, graph: null }));

async function changes(world: World, args: Arguments, graph: GraphClient | null = world.graph): Promise<Listed> {
  const schema = graph ? overGraph : alone;
  const now = new Date(Math.min(Date.parse(instant(0)) + world.now, Date.parse('2026-03-01')));
  asking = { graph: graph ?? world.graph, now };
  const { data, errors = [] } = await graphql({
    schema,
    source: `query ($since: DateTime!, $first: Int!, $after: String, $indicators: [ID!], $areas: [ID!], $kinds: [ChangeKind!]) {
      changes(since: $since, first: $first, after: $after, indicators: $indicators, areas: $areas, kinds: $kinds) {
        cursor kind indicator { code asOf } area { id asOf } period at
        before { value numerator denominator status state } after { value numerator denominator status state }
      }
    }`,
    variableValues: { since: instant(0), first: 50, ...args },
    contextValue: { call: NOBODY },
  });
  const list = (data?.changes ?? []) as Listed['entries'];
  const plain = JSON.parse(JSON.stringify(list)) as Listed['entries'];
  return {
    entries: plain.filter((entry) => entry !== null),
    errors: errors.map(({ path, extensions }) => ({ path, extensions })),
  };
}

/** An entry or what the model expects, in one shape. */
function flat(entry: object) {
  const { indicator, area, before, after, kind, period, at } = entry as Readonly<Record<string, unknown>>;
  const named = (one: unknown, key: string) => (isObject(one) ? one[key] : one) ?? null;
  const none = { value: null, numerator: null, denominator: null, status: null, state: null };
  const side = (one: unknown) => (isObject(one) ? { ...none, ...one } : null);
  const sides = { before: side(before), after: side(after) };
  return { kind, at, period, code: named(indicator, 'code'), area: named(area, 'id'), ...sides };
}

function isObject(one: unknown): one is Readonly<Record<string, unknown>> {
  return typeof one === 'object' && one !== null;
}

/** Asks page by page, as a client does: the last cursor is where to go on, and a page without entries is the end. */
async function page(world: World, args: Arguments, cursor: string | null, first: number) {
  const { entries, errors } = await changes(world, { ...args, first, after: cursor });
  return { entries, errors, cursor: entries.at(-1)?.cursor ?? cursor };
}

const PERIODS = {
  A: ['2023', '2022'],
  S: ['2023-S1', '2023-S2', '2022-S2'],
  Q: ['2023-Q1', '2023-Q2', '2023-Q3'],
  M: ['2023-01', '2023-02', '2023-07', '2022-01'],
};

function figureOf(owner: OwnerName): fc.Arbitrary<Recorded> {
  const own = Object.entries(INDICATORS).filter(([, indicator]) => indicator.owner === owner);
  return fc
    .record({
      own: fc.constantFrom(...own),
      other: fc.boolean(),
      area: fc.constantFrom('CITY-01', 'CITY-01', 'CITY-01', 'DISTRICT-001'),
      at: fc.nat(11),
      value: fc.constantFrom(null, 3, 5, 8, 12),
      status: fc.constantFrom('A' as const, 'A' as const, 'P' as const),
      document: fc.constantFrom('one', 'two'),
    })
    .map(({ own: [indicator, { frequency }], other, area, at, value, status, document }) => {
      const periods = other && frequency === 'S' ? PERIODS.A : PERIODS[frequency];
      const period = periods[at % periods.length] as string;
      return { indicator, area, period, value, status: value === null ? 'O' : status, document };
    });
}

function commitOf(owner: OwnerName): fc.Arbitrary<Omit<Commit, 'at'>> {
  const targets = fc.dictionary(fc.constantFrom(...Object.keys(INDICATORS)), fc.constantFrom(4, 9, 15), { maxKeys: 3 });
  return fc.record({
    owner: fc.constant(owner),
    figures: fc.uniqueArray(figureOf(owner), {
      maxLength: 5,
      selector: ({ indicator, area, period }) => `${indicator} ${area} ${period}`,
    }),
    targets: owner === 'programme' ? targets : fc.constant({}),
  });
}

/** Owners record at ascending instants, each at most once at one instant, several of them at the same one. */
const world = fc
  .array(fc.tuple(fc.subarray([...OWNERS], { minLength: 1 }), fc.integer({ min: 1, max: 3 })), { maxLength: 5 })
  .chain((steps) => {
    let at = 0;
    const commits = steps.flatMap(([owners, later]) => {
      at += later;
      const now = at;
      return owners.map((owner) => commitOf(owner).map((commit): Commit => ({ ...commit, at: now })));
    });
    return fc.tuple(fc.boolean(), fc.tuple(...commits));
  })
  .map(([tellsAll, commits]) => Object.assign(new World(INDICATORS, commits), { tellsAll }));

const KINDS = ['FIRST', 'REVISION', 'WITHDRAWAL', 'STATUS', 'DEFINITION', 'JUDGEMENT'];

const asked: fc.Arbitrary<Asked> = fc.record({
  since: fc.constantFrom(0, 0, 0, 3),
  indicators: fc.option(fc.subarray(Object.keys(INDICATORS)), { freq: 2 }),
  areas: fc.constantFrom(null, null, ['CITY-01'], ['DISTRICT-001'], ['DISTRICT-001', 'CITY-01']),
  kinds: fc.option(fc.subarray(KINDS), { freq: 2 }),
});

const argumentsOf = ({ since, ...filters }: Asked): Arguments => ({ since: instant(since), ...filters });
const sizes = fc.array(fc.constantFrom(1, 1, 2, 3, 7, 200), { minLength: 1, maxLength: 8 });
const RUNS = { numRuns: 40 };
/** Milliseconds: thousands of questions on a busy machine. */
const LONG = 120_000;

describe('the list of changes', () => {
  test(
    'is the same whatever the sizes of its pages, while the owners go on recording',
    async () => {
      const clocks = fc.array(fc.nat(16), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(world, asked, sizes, clocks, async (model, what, firsts, times) => {
          const listed = [];
          const moments = [...times.sort((a, b) => a - b), 1000];
          let cursor: string | null = null;
          for (let turn = 0; moments.length > 0; turn++) {
            model.now = moments[0] as number;
            if (model.now < what.since) {
              moments.shift();
              continue;
            }
            const got = await page(model, argumentsOf(what), cursor, firsts[turn % firsts.length] as number);
            expect(got.errors).toEqual([]);
            listed.push(...got.entries);
            cursor = got.cursor;
            if (got.entries.length === 0 || moments.length > 1) moments.shift();
          }
          expect(listed.map(flat)).toEqual(everything(model, what).map(flat));
        }),
        RUNS,
      );
    },
    LONG,
  );

  test(
    'loses and repeats nothing when owners fall silent and are heard again, and names them',
    async () => {
      const silences = fc.array(fc.subarray([...OWNERS]), { maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(world, asked, sizes, silences, async (model, what, firsts, silent) => {
          const listed = [];
          let cursor: string | null = null;
          for (let turn = 0; ; turn++) {
            model.silent = new Set(silent[turn]);
            const first = firsts[turn % firsts.length] as number;
            const got = await page(model, argumentsOf(what), cursor, first);
            expect(got.errors.map(({ extensions }) => extensions.department).sort()).toEqual([...model.silent].sort());
            for (const { path, extensions } of got.errors) {
              expect(path).toEqual(['changes', expect.any(Number)]);
              expect(extensions.code).toBe('JOURNAL_UNREACHABLE');
            }
            expect(got.entries.length).toBeLessThanOrEqual(first);
            listed.push(...got.entries);
            cursor = got.cursor;
            if (got.entries.length === 0 && turn >= silent.length) break;
          }
          const expected = everything(model, what);
          const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort();
          expect(sorted(listed.map(flat))).toEqual(sorted(expected.map(flat)));
          // Each indicator's own figures, in order; definitions are the programme's.
          for (const code of Object.keys(INDICATORS)) {
            const ofOne = (list: readonly ReturnType<typeof flat>[]) =>
              list.filter((one) => one.code === code && one.kind !== 'JUDGEMENT' && one.kind !== 'DEFINITION');
            expect(ofOne(listed.map(flat))).toEqual(ofOne(expected.map(flat)));
          }
        }),
        RUNS,
      );
    },
    LONG,
  );
});

/** An instant as commits have it. */
const at = (text: string) => Date.parse(text) - Date.parse(instant(0));

const city = (period: string, value: number | null, more: Partial<Recorded> = {}): Recorded => ({
  indicator: 'DOCTORS',
  area: 'CITY-01',
  period,
  value,
  ...more,
});

describe('how a figure changed', () => {
  const before = { numerator: 20, denominator: 4, document: 'one' };
  test.each<[string, Partial<Recorded>, string[]]>([
    ['another value', { value: 6 }, ['REVISION']],
    ['another numerator', { numerator: 21 }, ['REVISION']],
    ['another denominator', { denominator: 5 }, ['REVISION']],
    ['another value and status', { value: 6, status: 'P' }, ['REVISION']],
    ['another status alone', { status: 'P' }, ['STATUS']],
    ['another document alone', { document: 'two' }, []],
    ['no number any more', { value: null, numerator: null, denominator: null, status: 'O' }, ['WITHDRAWAL']],
    ['no value, but its parts', { value: null, denominator: 0, status: 'M' }, ['REVISION']],
  ])('%s', async (_, change, kinds) => {
    const district = { area: 'DISTRICT-001', ...before };
    const model = new World(INDICATORS, [
      { owner: 'health', at: 1, figures: [city('2023-S1', 5, district)] },
      { owner: 'health', at: 2, figures: [city('2023-S1', 5, { ...district, ...change })] },
    ]);
    model.tellsAll = true;
    const { entries } = await changes(model, {});
    expect(entries.map(({ kind }) => kind)).toEqual(['FIRST', ...kinds]);
    expect(entries[0]).toMatchObject({ before: null, after: { value: 5, numerator: 20, denominator: 4, status: 'A' } });
    if (kinds.length > 0)
      expect(entries[1]).toMatchObject({ before: { value: 5 }, area: { id: 'DISTRICT-001', asOf: null } });
  });
});

describe('judgements that turned', () => {
  test('stand behind the change that turned them, once, with both states', async () => {
    const months = ['2023-01', '2023-02', '2023-07'].map((period) => city(period, 6, { indicator: 'BEDS' }));
    const model = new World(INDICATORS, [
      { owner: 'health', at: 1, figures: [city('2023-S1', 5)] },
      { owner: 'health', at: 2, figures: months },
      { owner: 'health', at: 3, figures: [city('2023-S1', 12)] },
    ]);
    const { entries } = await changes(model, { since: instant(2) });
    expect(entries.map(({ kind, period }) => `${kind} ${period}`)).toEqual([
      'FIRST 2023-01',
      'FIRST 2023-02',
      'JUDGEMENT 2023-S1',
      'FIRST 2023-07',
      'JUDGEMENT 2023-S2',
      'REVISION 2023-S1',
      'JUDGEMENT 2023-S1',
    ]);
    expect(entries.at(-1)).toMatchObject({
      indicator: { code: 'DOCTORS', asOf: null },
      area: null,
      before: { state: 'BEHIND', value: null },
      after: { state: 'MET', value: null },
      at: instant(3),
    });
  });

  test.each<[string, string, string[]]>([
    ['a revised base', '2020-S2', ['2020-S2', '2025-S2']],
    ['the half-year that ended last', '2025-S2', ['2025-S2']],
    ['a half-year that has not ended', '2026-S1', ['2026-S1']],
  ])('are those of the figure and of the last half-year that had ended: %s', async (_, period, judged) => {
    const model = new World(INDICATORS, [
      { owner: 'health', at: at('2026-01-31T17:00:00Z'), figures: [city(period, 5), city('2025-S1', 1)] },
      { owner: 'health', at: at('2026-02-10T17:00:00Z'), figures: [city(period, 12)] },
    ]);
    const { entries } = await changes(model, { since: '2026-02-10T17:00:00Z' });
    expect(entries.map((entry) => [entry.kind, entry.period])).toEqual([
      ['REVISION', period],
      ...judged.map((one) => ['JUDGEMENT', one]),
    ]);
  });

  test('are also those of later half-years in which a yearly figure is still the latest one', async () => {
    const model = new World(INDICATORS, [
      { owner: 'education', at: at('2024-02-01T00:00:00Z'), figures: [city('2023', 5, { indicator: 'SCHOOLS' })] },
      { owner: 'education', at: at('2024-08-01T00:00:00Z'), figures: [city('2023', 12, { indicator: 'SCHOOLS' })] },
    ]);
    const { entries } = await changes(model, { since: '2024-08-01T00:00:00Z' });
    expect(entries.map(flat)).toMatchObject([
      { kind: 'REVISION', period: '2023' },
      { kind: 'JUDGEMENT', period: '2023-S2', before: { state: 'BEHIND' }, after: { state: 'MET' } },
      { kind: 'JUDGEMENT', period: '2024-S1', before: { state: 'BEHIND' }, after: { state: 'MET' } },
    ]);
  });

  test.each([
    ['2024-06-30T16:59:59.999Z', '2023-S2'],
    ['2024-06-30T17:00:00.000Z', '2024-S1'],
  ])('a half-year has ended by the days of Hanoi: recorded at %s', async (recorded, ended) => {
    const model = new World(INDICATORS, [{ owner: 'health', at: at(recorded), figures: [city('2022-S1', 12)] }]);
    const { entries } = await changes(model, {});
    expect(entries.map(({ period }) => period)).toEqual(['2022-S1', '2022-S1', ended]);
  });

  test('each stands once, behind the last of the changes that can have turned it, on pages of any size', async () => {
    const model = new World(INDICATORS, [
      {
        owner: 'health',
        at: at('2024-02-01T00:00:00Z'),
        figures: ['2022-S1', '2022-S2', '2024-S1'].map((p) => city(p, 4)),
      },
    ]);
    const expected = [
      'FIRST 2022-S1',
      'JUDGEMENT 2022-S1',
      'FIRST 2022-S2',
      'JUDGEMENT 2022-S2',
      'JUDGEMENT 2023-S2',
      'FIRST 2024-S1',
      'JUDGEMENT 2024-S1',
    ];
    for (const first of [1, 2, 3, 50]) {
      const listed: string[] = [];
      for (let cursor: string | null = null, size = -1; size !== 0; ) {
        const got = await page(model, {}, cursor, first);
        listed.push(...got.entries.map(({ kind, period }) => `${kind} ${period}`));
        cursor = got.cursor;
        size = got.entries.length;
      }
      expect(listed).toEqual(expected);
    }
  });

  test('there was none before the first recording', async () => {
    const model = new World(INDICATORS, [{ owner: 'health', at: 1, figures: [city('2023-S1', 5)] }]);
    const { entries } = await changes(model, {});
    expect(entries[1]).toMatchObject({ kind: 'JUDGEMENT', before: null, after: { state: 'BEHIND' } });
  });

  test('by a change of definition too, for the last half-year that had ended; one code unknown before spoils no other', async () => {
    const jobs = [city('2023-Q1', 8, { indicator: 'JOBS' })];
    const model = new World(INDICATORS, [
      { owner: 'labour', at: 1, figures: jobs },
      { owner: 'health', at: 1, figures: [city('2023-S1', 12)] },
      { owner: 'programme', at: 2, figures: [], targets: { JOBS: 4, DOCTORS: 15 } },
    ]);
    const { entries, errors } = await changes(model, { since: instant(2) });
    expect(errors).toEqual([]);
    expect(entries.map(flat)).toMatchObject([
      { kind: 'DEFINITION', code: 'DOCTORS', area: null, period: null, before: null, after: null },
      { kind: 'JUDGEMENT', code: 'DOCTORS', period: '2023-S1', before: { state: 'MET' }, after: { state: 'BEHIND' } },
      { kind: 'DEFINITION', code: 'JOBS' },
      { kind: 'JUDGEMENT', code: 'JOBS', period: '2023-S1', before: null, after: { state: 'MET' } },
    ]);
  });

  test('an owner whose judgement cannot be told goes no further, and everybody else does', async () => {
    const model = new World(INDICATORS, [
      { owner: 'health', at: 1, figures: [city('2023-S1', 5)] },
      { owner: 'programme', at: 2, figures: [], targets: { DOCTORS: 4 } },
      { owner: 'programme', at: 3, figures: [city('2023-S1', 5, { indicator: 'POVERTY', area: 'DISTRICT-001' })] },
      { owner: 'education', at: 4, figures: [city('2023', 5, { indicator: 'SCHOOLS', area: 'DISTRICT-001' })] },
    ]);
    model.silent = new Set(['health']);
    const { entries, errors } = await changes(model, {});
    expect(entries.map(({ kind, indicator }) => `${kind} ${(indicator as { code: string }).code}`)).toEqual([
      'DEFINITION DOCTORS',
      'FIRST SCHOOLS',
    ]);
    expect(errors).toEqual([
      {
        path: ['changes', 2],
        extensions: expect.objectContaining({ code: 'JOURNAL_UNREACHABLE', department: 'health' }),
      },
    ]);
  });
});

describe('kinds', () => {
  const many = Array.from({ length: 900 }, (_, k) => city('2023-S1', 5, { area: `DISTRICT-${1000 + k}` }));
  const model = new World(INDICATORS, [
    { owner: 'health', at: 1, figures: [city('2023-S1', 5), city('2023-S1', 5, { area: 'DISTRICT-001' }), ...many] },
    { owner: 'health', at: 2, figures: [city('2023-S1', 6), city('2023-S1', 7, { area: 'DISTRICT-001' })] },
    { owner: 'health', at: 3, figures: [city('2023-S2', 12)] },
  ]);

  test.each<[string, unknown, string[]]>([
    ['revisions', ['REVISION'], ['REVISION 2023-S1', 'REVISION 2023-S1']],
    [
      'judgements alone, those that first figures turned too',
      ['JUDGEMENT'],
      ['JUDGEMENT 2023-S1', 'JUDGEMENT 2023-S2'],
    ],
    ['none', [], []],
    ['all', null, ['FIRST 2023-S1', 'JUDGEMENT 2023-S1', 'FIRST 2023-S1']],
  ])('lists only what is asked for: %s', async (_, kinds, expected) => {
    const { entries, errors } = await changes(model, { kinds });
    expect(errors).toEqual([]);
    expect(entries.map(({ kind, period }) => `${kind} ${period}`).slice(0, 3)).toEqual(expected);
  });

  test.each<[string, string[], number]>([
    ['revisions', ['REVISION'], 1],
    ['judgements', ['JUDGEMENT'], 2],
  ])(
    'asks for no first publications that give no entry, and for judgements only when they are listed: %s',
    async (_, kinds, most) => {
      const before = model.asked;
      await changes(model, { kinds });
      expect(model.asked - before).toBe(most);
    },
  );

  test('an owner that cannot be heard is named whatever is asked for', async () => {
    const silent = new World(INDICATORS, model.commits);
    silent.silent = new Set(['labour']);
    const { errors } = await changes(silent, { kinds: [] });
    expect(errors).toMatchObject([{ path: ['changes', 0], extensions: { department: 'labour' } }]);
  });
});

describe('a page', () => {
  test('passes over any number of changes that are not listed', async () => {
    const noise = Array.from({ length: 1200 }, (_, i) => city('2023-S1', 5, { document: String(i) }));
    const model = new World(INDICATORS, [
      { owner: 'health', at: 1, figures: [city('2023-S1', 5)] },
      { owner: 'health', at: 2, figures: noise },
      { owner: 'health', at: 3, figures: [city('2023-S1', 6, { area: 'DISTRICT-001' })] },
    ]);
    const first = await changes(model, { first: 2 });
    const after = first.entries[1]?.cursor as string;
    expect((await changes(model, { first: 1, after })).entries).toMatchObject([{ at: instant(3) }]);
    // Owners pass over them by themselves: no question is spent on them.
    expect(model.asked).toBe(3);
    model.tellsAll = true;
    expect((await changes(model, { first: 1, after })).entries).toMatchObject([{ at: instant(3) }]);
  });

  test('takes two questions to the graph, one without judgements', async () => {
    const one = { owner: 'health', at: 1 } as const;
    const judged = new World(INDICATORS, [{ ...one, figures: [city('2023-S1', 5), city('2023-S2', 5)] }]);
    await changes(judged, {});
    expect(judged.asked).toBe(2);
    const plain = new World(INDICATORS, [{ ...one, figures: [city('2023-S1', 5, { area: 'DISTRICT-001' })] }]);
    await changes(plain, {});
    expect(plain.asked).toBe(1);
  });

  test('compares few instants by one question, for each is asked of all owners concerned', async () => {
    const commits = Array.from({ length: 20 }, (_, i): Commit => {
      return { owner: 'health', at: 3 * i, figures: [city('2023-S2', i % 2 === 0 ? 5 : 12)] };
    });
    const model = new World(INDICATORS, commits);
    const instants: number[] = [];
    const graph: GraphClient = {
      ask: (query, variables, caller) => {
        instants.push(query.split('indicators(codes').length - 1);
        return model.graph.ask(query, variables, caller);
      },
    };
    const { entries } = await changes(model, {}, graph);
    expect(entries).toHaveLength(40);
    expect(Math.max(...instants)).toBe(16);
  });

  test('leaves what by the clock is still to come for a later question', async () => {
    const later = Date.parse('2026-03-01T00:00:00.001Z') - Date.parse(instant(0));
    const model = new World(INDICATORS, [
      { owner: 'health', at: 1, figures: [city('2023-S1', 5, { area: 'DISTRICT-001' })] },
      { owner: 'health', at: later, figures: [city('2023-S1', 6, { area: 'DISTRICT-001' })] },
    ]);
    const { entries, errors } = await changes(model, {});
    expect(entries.map(({ kind }) => kind)).toEqual(['FIRST']);
    expect(errors).toEqual([]);
  });

  test('names a silent owner also when it is full', async () => {
    const model = new World(INDICATORS, [
      { owner: 'education', at: 1, figures: [city('2023', 5, { indicator: 'SCHOOLS', area: 'DISTRICT-001' })] },
    ]);
    model.silent = new Set(['labour']);
    const { entries, errors } = await changes(model, { first: 1 });
    expect(entries).toHaveLength(1);
    expect(errors).toMatchObject([
      { path: ['changes', 1], extensions: { code: 'JOURNAL_UNREACHABLE', department: 'labour' } },
    ]);
  });

  test.each<[string, GraphClient | null]>([
    ['there is none', null],
    ['it cannot be reached', { ask: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1')) }],
  ])('says that the graph could not be asked when %s', async (_, graph) => {
    const { entries, errors } = await changes(new World(INDICATORS, []), {}, graph);
    expect(entries).toEqual([]);
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_FAILED', department: 'analysis' } }]);
  });

  test('leaves the programme unheard when the way to the owners is cut', async () => {
    const extensions = { code: 'SUBGRAPH_UNREACHABLE', department: 'programme' };
    const cut: GraphClient = {
      ask: async () => ({ data: { departments: null }, errors: [{ message: 'x', path: ['departments'], extensions }] }),
    };
    const { errors } = await changes(new World(INDICATORS, []), {}, cut);
    expect(errors).toMatchObject([{ path: ['changes', 0], extensions }]);
  });

  test('asks on behalf of the caller, within a part of the time that is left', async () => {
    const callers: Parameters<GraphClient['ask']>[2][] = [];
    const graph: GraphClient = {
      ask: async (_, __, caller) => {
        callers.push(caller);
        return { data: { departments: [] } };
      },
    };
    const { Query } = analysisResolvers({ today: () => '2026-03-01', now: () => new Date('2026-03-01'), graph });
    const deadline = Date.now() + 100_000;
    await Query.changes(null, { since: instant(0), first: 1 }, { call: { ...NOBODY, deadline } });
    expect(callers).toEqual([{ ...NOBODY, deadline: expect.any(Number) }]);
    expect(callers[0]?.deadline).toBeLessThan(deadline - 30_000);
    expect(callers[0]?.deadline).toBeGreaterThan(deadline - 60_000);
  });
});

describe('what is refused', () => {
  const model = new World(INDICATORS, [{ owner: 'health', at: 1, figures: [city('2023-S1', 5)] }]);

  test.each<[string, Arguments, string]>([
    ['a malformed instant', { since: '2026-02-31T00:00:00Z' }, 'since'],
    ['a day', { since: '2026-01-01' }, 'since'],
    ['the future', { since: '2026-03-01T00:00:01Z' }, 'since'],
    ['no entries', { first: 0 }, 'first'],
    ['too many entries', { first: 201 }, 'first'],
    ['an unknown area', { areas: ['CITY-01', 'DISTRICT-999'] }, 'areas'],
    ['an unknown indicator', { indicators: ['DOCTORS', 'DOKTORS'] }, 'indicators'],
    ['a cursor that is no JSON', { after: 'abc' }, 'after'],
    ['a cursor of another make', { after: Buffer.from('{"v":2}').toString('base64url') }, 'after'],
  ])('%s', async (_, args, argument) => {
    const { errors } = await changes(model, args);
    expect(errors).toMatchObject([{ path: ['changes'], extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });

  test.each<[string, Arguments]>([
    ['another instant', { since: instant(1) }],
    ['other indicators', { indicators: ['DOCTORS', 'BEDS', 'BEDS', 'NURSES'] }],
    ['other areas', { indicators: ['DOCTORS', 'BEDS'], areas: ['CITY-01'] }],
    ['other kinds', { indicators: ['DOCTORS', 'BEDS'], kinds: ['FIRST'] }],
  ])('a cursor of a list with %s', async (_, other) => {
    const { entries } = await changes(model, { indicators: ['BEDS', 'DOCTORS'] });
    const after = entries[0]?.cursor as string;
    expect((await changes(model, { after, ...other })).errors).toMatchObject([{ extensions: { argument: 'after' } }]);
    expect((await changes(model, { after, indicators: ['DOCTORS', 'BEDS'] })).errors).toEqual([]);
  });
});
