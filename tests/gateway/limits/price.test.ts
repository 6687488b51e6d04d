import { readFileSync } from 'node:fs';
import { getOperationAST, isListType, isNonNullType, isObjectType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { priceList } from '../../../gateway/limits/price-list.js';
import { pricing } from '../../../gateway/limits/pricing.js';
import { areasOn } from '../../../schema/areas/areas.js';
import { projectFile, readProjectFile } from '../../../schema/files.js';
import { question } from '../../support/graph.js';

const supergraphSdl = readProjectFile('schema', 'supergraph.graphql');
const LIMIT = 1_000_000;
const prices = pricing({ supergraphSdl, limit: LIMIT, now: () => new Date('2026-03-01T03:00:00Z') });

function priceOf(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('One operation is needed.');
  return prices.of(document, operation, variables);
}

const ofDoctors = (args: string, fields = 'value') =>
  `{ indicator(code: "DOCTORS") { series { observations${args} { ${fields} } } } }`;

describe('the price of a question', () => {
  test.each([
    ['one value', '{ programme { code } }', 2],
    ['a list, as long as the SDL assumes', '{ departments { code } }', 5 * 2],
    ['a list by the codes that are named', '{ indicators(codes: ["JOBS", "DOCTORS", "JOBS"]) { code } }', 2 * 2],
    ['a page by `first`', '{ departments { source { receipts(first: 7) { at } } } }', 5 * (2 + 7 * 2)],
    ['a page by its default', '{ departments { source { receipts { at } } } }', 5 * (2 + 10 * 2)],
    [
      'once what a list takes however short it is',
      '{ changes(since: "2026-01-01T00:00:00Z", first: 7) { at } }',
      20_000 + 7 * 11,
    ],
    ['figures by areas and periods', ofDoctors('(areas: ["A", "B"], periods: ["2021", "2022", "2023"])'), 2 + 6 * 2],
    ['a level by its areas', ofDoctors('(level: DISTRICT, periods: ["2023"])'), 2 + 30 * 2],
    ['years between two', ofDoctors('(from: "2021", to: "2023", frequency: A)'), 2 + 3 * 2],
    ['half-years between two', ofDoctors('(from: "2021-S2", to: "2023-06", frequency: S)'), 2 + 4 * 2],
    ['months, where the frequency is not said', ofDoctors('(from: "2023-Q2", to: "2023")'), 2 + 9 * 2],
    ['all months until the end of this year, where nothing is said', ofDoctors(''), 2 + 84 * 2],
    ['each item of a breakdown', ofDoctors('(periods: ["2023"], breakdown: "SEX")'), 2 + 6 * 2],
    ['what is dear by its weight', '{ indicator(code: "JOBS") { assessment { state } } }', 1 + 101],
    [
      'fragments where they are used',
      '{ ...F a: programme { ...P } } fragment F on Query { programme { ...P } } fragment P on Programme { code }',
      4,
    ],
    ['nothing for what is skipped', '{ departments @skip(if: true) { code } programme { code } }', 2],
  ])('counts %s', (_title, query, price) => {
    expect(priceOf(query)).toBe(price);
  });

  test('is counted anew for other variables, and when time has passed', () => {
    let now = new Date('2026-12-31T03:00:00Z');
    const moving = pricing({ supergraphSdl, limit: LIMIT, now: () => now });
    const document = parse(`query ($areas: [ID!]) ${ofDoctors('(areas: $areas)')}`);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('One operation is needed.');
    const priceFor = (areas: string[]) => moving.of(document, operation, { areas });
    expect([priceFor(['A']), priceFor(['A']), priceFor(['A', 'B'])]).toEqual([2 + 84 * 2, 2 + 84 * 2, 2 + 2 * 84 * 2]);
    now = new Date('2027-01-02T03:00:00Z');
    expect(priceFor(['A', 'B'])).toBe(2 + 2 * 96 * 2);
  });

  test('counts what variables say, and what is included by them', () => {
    const query = `query ($areas: [ID!], $with: Boolean!) ${ofDoctors('(areas: $areas, periods: ["2023"])', 'value status @include(if: $with)')}`;
    expect(priceOf(query, { areas: ['A', 'B', 'C'], with: false })).toBe(2 + 3 * 2);
    expect(priceOf(query, { areas: ['A', 'B', 'C'], with: true })).toBe(2 + 3 * 3);
    expect(priceOf(query, { areas: 'A', with: false })).toBe(2 + 2);
  });

  test('counts the areas of a day where figures are brought to it', () => {
    const communes = areasOn('COMMUNE', '2025-07-01').length;
    const periods = 'level: COMMUNE, periods: ["2023"]';
    expect(priceOf(ofDoctors(`(${periods}, boundaries: "2025-07-01")`))).toBe(2 + communes * 2);
  });

  test('counts the areas of a level that stood at the end of each period', () => {
    const [of2023, of2025] = ['2023-12-31', '2025-12-31'].map((day) => areasOn('COMMUNE', day).length);
    expect([of2023, of2025]).toEqual([526, 126]);
    expect(priceOf(ofDoctors('(level: COMMUNE, periods: ["2023"])'))).toBe(2 + 526 * 2);
    expect(priceOf(ofDoctors('(level: COMMUNE, periods: ["2023", "2025", "2025"])'))).toBe(2 + (526 + 126) * 2);
    expect(priceOf(ofDoctors('(level: COMMUNE, from: "2023", to: "2023", frequency: A)'))).toBe(2 + (526 + 126) * 2);
    const judged =
      'query ($periods: [String!]) { indicators(codes: ["DOCTORS"]) { assessments(level: COMMUNE, periods: $periods) { state } } }';
    const each = (priceOf(judged, { periods: ['2025-S2'] }) - 1) / 126;
    expect(priceOf(judged, { periods: ['2023-S1'] })).toBe(1 + 526 * each);
    expect(priceOf(judged)).toBe(priceOf(judged, { periods: ['2025-S2'] }));
  });

  test('takes an interface at its dearest type', () => {
    const priced = priceList(supergraphSdl);
    const series = priced.schema.getType('Series');
    if (!series || !('getFields' in series) || isObjectType(series)) throw new Error('Series is an interface.');
    expect(priced.of(series as never, 'headline').every(({ size }) => size?.assumedSize === 84)).toBe(true);
  });

  test.each([
    [
      'the largest field for one indicator',
      ofDoctors('(level: COMMUNE, from: "2020", to: "2021")', 'area { id } period value'),
    ],
    [
      '4,185 observations: 27 indicators in 31 areas and 5 periods',
      `{ indicators { series { observations(areas: ${JSON.stringify(Array.from({ length: 31 }, (_, n) => `DISTRICT-${n}`))}, periods: ["2021", "2022", "2023", "2024", "2025"]) { area { id name code } period value numerator denominator status sample } } } }`,
    ],
    [
      '200,000 observations',
      '{ indicators { series { observations(level: COMMUNE, boundaries: "2025-07-01", from: "2020", to: "2024", frequency: M) { period value } } } }',
    ],
  ])('leaves %s within the default limit', (_title, query) => {
    expect(priceOf(query)).toBeLessThanOrEqual(LIMIT);
  });

  const questions = readFileSync(projectFile('tests', 'graph', 'questions.graphql'), 'utf8');
  test.each([...questions.matchAll(/^query (\w+)/gm)].map(([, name]) => name as string))(
    'leaves the first users’ question %s far within it',
    (name) => {
      expect(priceOf(question(name))).toBeLessThan(LIMIT / 10);
    },
  );
});

describe('a question that is too expensive', () => {
  const refusalOf = (query: string) => {
    try {
      priceOf(query);
    } catch (error) {
      return error as { message: string; extensions: Record<string, unknown> };
    }
    throw new Error('It was not refused.');
  };

  test('is told what it asked, what is allowed, which list costs most and by what to narrow it', () => {
    const { message, extensions } = refusalOf(
      '{ programme { code } all: indicators { series { mine: observations(level: COMMUNE) { value period status } } } }',
    );
    expect(extensions).toMatchObject({ code: 'TOO_EXPENSIVE', asked: 2 + 30 * (2 + 20_000 * 4), allowed: LIMIT });
    expect(message).toMatch(/Asked: 2,400,062; allowed: 1,000,000\..*"all\.series\.mine", up to 20,000 entries/);
    expect(message).toContain('narrow it by `level`, `areas`, `periods`, `from`, `to`, `frequency`');
    expect(extensions.messageVi).toContain('2,400,062');
  });

  test('is told to ask for less below a list that no argument narrows', () => {
    const query = `{ departments { indicators { owner { indicators { owner { indicators { owner { indicators { owner { indicators { code } } } } } } } } } } }`;
    expect(refusalOf(query).message).toContain('ask for less below it');
  });
});

describe('the sizes that the SDL states', () => {
  const { schema, of } = priceList(supergraphSdl);

  test('are stated for every list that clients see', () => {
    const silent = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !type.name.startsWith('join__'))
      .flatMap((type) =>
        Object.values((type as { getFields(): Record<string, { name: string; type: unknown }> }).getFields())
          .filter(({ type: of }) => isListType(isNonNullType(of) ? of.ofType : of))
          .map(({ name }) => ({ type, name })),
      )
      .filter(({ type, name }) => {
        const [price] = of(type as never, name);
        return price?.size?.assumedSize == null && price?.size?.slicingArguments.length === 0;
      });
    expect(silent.map(({ type, name }) => `${type.name}.${name}`)).toEqual([]);
  });
});
