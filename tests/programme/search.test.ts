import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AREAS } from '../../schema/areas/areas.js';
import { areasAsked } from '../../subgraphs/programme/area-search.js';
import { indicatorsAsked } from '../../subgraphs/programme/indicator-search.js';
import { definedAreas, programmeModel } from '../../subgraphs/programme/model.js';
import { question } from '../support/graph.js';
import { type AgencyFolder, agencyFolder, ask, catalogue, type Subgraph, subgraphOn } from './stage.js';

const NOTHING = {
  programme: { code: 'P', name: { vi: '', en: '' }, startYear: 2021, endYear: 2025, issuedOn: null, note: null },
  responsibilities: [],
  reports: [],
  declarations: [],
  documents: [],
  tasks: [],
  difficulties: [],
  practices: [],
  projects: [],
};
const model = programmeModel({ asOf: null, catalogue, definitions: NOTHING, areas: definedAreas(AREAS) });

/** A text as somebody types it who has no Vietnamese keyboard, or another one: marks off or parted, case and order any. */
const typed = (text: string) =>
  fc
    .tuple(
      fc.shuffledSubarray(text.split(/[^\p{L}\p{N}]+/u).filter(Boolean), { minLength: 1 }),
      fc.constantFrom(
        (word: string) => word,
        (word: string) => word.toUpperCase(),
        (word: string) => word.normalize('NFD'),
        (word: string) =>
          word
            .normalize('NFD')
            .replace(/[\u0300-\u036f]/g, '')
            .replaceAll('đ', 'd')
            .replaceAll('Đ', 'D'),
      ),
      fc.constantFrom(' ', '  ', ', '),
    )
    .map(([words, write, gap]) => words.map(write).join(gap));

describe('the search', () => {
  test('an abbreviation finds what spells it out, and the words in full find what abbreviates them', () => {
    const codes = (search: string) => indicatorsAsked(model, { search }).map((row) => row.code);
    expect(codes('bao hiem xa hoi')).toContain('COMPULSORY_SOCIAL_INSURANCE');
    expect(codes('BHYT')).toContain('HEALTH_INSURANCE');
  });

  test('finds an indicator by any words of its name in either language, or of its code', () => {
    const cases = fc
      .constantFrom(...catalogue.indicators)
      .chain((indicator) =>
        fc
          .constantFrom(indicator.name.vi, indicator.name.en, indicator.code.replaceAll('_', ' '))
          .chain((text) => typed(text).map((search) => ({ indicator, search }))),
      );
    fc.assert(
      fc.property(cases, ({ indicator, search }) => {
        expect(indicatorsAsked(model, { search }).map((row) => row.code)).toContain(indicator.code);
      }),
      { numRuns: 500 },
    );
  });

  test('finds an area by any words of its name', () => {
    const cases = fc.constantFrom(...AREAS).chain((area) => typed(area.name.vi).map((search) => ({ area, search })));
    fc.assert(
      fc.property(cases, ({ area, search }) => {
        expect(areasAsked(model, { search }).map((row) => row.area.id)).toContain(area.id);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps the order of the list, and finds no more with more words', () => {
    const words = fc.array(fc.constantFrom('tỷ', 'lệ', 'bao', 'hiem', 'dan', 'social', 'health', 'x'), {
      minLength: 1,
    });
    const all = model.indicators.map((row) => row.code);
    fc.assert(
      fc.property(words, fc.constantFrom('ho', 'y', 'insurance'), (some, more) => {
        const found = indicatorsAsked(model, { search: some.join(' ') }).map((row) => row.code);
        const fewer = indicatorsAsked(model, { search: [...some, more].join(' ') }).map((row) => row.code);
        expect(found).toEqual(all.filter((code) => found.includes(code)));
        expect(found).toEqual(expect.arrayContaining(fewer));
      }),
    );
  });

  test('does not take the inside of a word for the word', () => {
    expect(indicatorsAsked(model, { search: 'mployment' })).toEqual([]);
    expect(areasAsked(model, { search: 'ba dinh' }).map((row) => row.area.code)).toEqual(['001', '00004']);
  });
});

describe('asked through the graph', () => {
  let folder: AgencyFolder;
  let subgraph: Subgraph;
  beforeAll(async () => {
    folder = await agencyFolder();
    subgraph = await subgraphOn(folder);
  });
  afterAll(async () => {
    await folder?.remove();
  });

  test('Vietnamese text without its diacritics finds the indicator and the district', async () => {
    expect(await ask(subgraph, question('Search'))).toEqual({
      data: {
        indicators: [
          { code: 'HEALTH_INSURANCE', name: 'Tỷ lệ bao phủ bảo hiểm y tế' },
          expect.objectContaining({ code: 'SOCIAL_ASSISTANCE', name: expect.stringContaining('BHYT') }),
        ],
        areas: [
          { id: 'DISTRICT-001', name: 'Quận Ba Đình', level: 'DISTRICT' },
          { id: 'COMMUNE-00004-2025-07-01', name: 'Phường Ba Đình', level: 'COMMUNE' },
        ],
      },
    });
  });

  test('areas are found by level, code and day, with what they belong to', async () => {
    const { data } = await ask(
      subgraph,
      `{ all: areas { id } gone: areas(level: DISTRICT, on: "2025-07-01") { id } standing: areas(on: "2025-06-30") { id }
         some: areas(level: DISTRICT, codes: ["277", "001"]) { id name(lang: EN) validFrom validTo parent { id parent { id } } tile { row column } }
         one: area(id: "CITY-01") { name tile { row } validTo } }`,
    );
    expect(data).toMatchObject({ all: { length: 683 }, gone: [], standing: { length: 1 + 30 + 526 } });
    const parent = { id: 'CITY-01', parent: null };
    expect(data.some).toEqual([
      {
        id: 'DISTRICT-001',
        name: 'Ba Dinh',
        validFrom: null,
        validTo: '2025-06-30',
        parent,
        tile: { row: 2, column: 5 },
      },
      {
        id: 'DISTRICT-277',
        name: 'Chuong My',
        validFrom: null,
        validTo: '2025-06-30',
        parent,
        tile: { row: 5, column: 2 },
      },
    ]);
    expect(data.one).toEqual({ name: 'Thành phố Hà Nội', tile: null, validTo: null });
  });

  test.each([
    ['{ indicator(code: "DOCTOR") { code } }', 'code', 'DOCTORS'],
    ['{ indicator(code: "BEDS") { code } }', 'code', 'HOSPITAL_BEDS'],
    ['{ indicators(codes: ["DOCTORS", "UNEMPLOYMNET"]) { code } }', 'codes', 'UNEMPLOYMENT'],
    ['{ indicators(owner: "labor") { code } }', 'owner', 'labour'],
    ['{ indicators(search: " - ") { code } }', 'search', 'letter'],
    ['{ areas(search: "") { id } }', 'search', 'letter'],
    ['{ areas(level: CITY, codes: ["001"]) { id } }', 'codes', 'areas(level: CITY)'],
    ['{ areas(codes: ["999"]) { id } }', 'codes', 'areas'],
    ['{ area(id: "DISTRICT-1") { id } }', 'id', 'DISTRICT-001'],
    ['{ indicator(code: "JOBS") { target(period: "2023-H1") { value } } }', 'period', '2023-S1'],
    ['{ indicator(code: "JOBS") { responsible(period: "1/2023") { code } } }', 'period', '2023-S1'],
    ['{ indicator(code: "JOBS") { declared(period: "") { state } } }', 'period', '2023-S1'],
    ['{ programme { documents(period: "mid-2023") { kind } } }', 'period', '2023-S1'],
  ])('%s is refused, naming the argument and what is allowed', async (query, argument, allowed) => {
    const { errors } = await ask(subgraph, query);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(errors?.[0]?.message).toContain(allowed);
  });

  test('a refusal suggests at most three codes, and none where nothing is near', async () => {
    const near = await ask(subgraph, '{ indicator(code: "INSURANCE") { code } }');
    expect(near.errors?.[0]?.message.match(/[A-Z]+_INSURANCE/g)).toHaveLength(3);
    const far = await ask(subgraph, '{ indicator(code: "zzzzzzzzzzzz") { code } }');
    expect(far.errors?.[0]?.message).not.toContain('nearest');
  });
});
