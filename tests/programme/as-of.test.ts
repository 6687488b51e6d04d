import { execute, parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AREA_LIST } from '../../schema/areas/areas.js';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import { catalogueOfTexts } from '../../subgraphs/core/catalogue-files.js';
import { programme } from '../../subgraphs/programme/index.js';
import { modelJournal, modelStore } from '../core/journal/model.js';
import { type AgencyFolder, agencyFolder, ask, BEGIN, catalogue, type Subgraph, subgraphOn } from './stage.js';

const THEN = '2026-03-01T03:00:00.000Z';
const LATER = '2026-03-02T03:00:00.000Z';

let folder: AgencyFolder;
beforeEach(async () => {
  folder = await agencyFolder();
});
afterEach(() => folder.remove());

async function data(subgraph: Subgraph, query: string) {
  const { data, errors } = await ask(subgraph, query);
  expect(errors).toBeUndefined();
  return data;
}

/** A journal of a start on a catalogue and a folder, and how to start on it later. */
async function recorded(own: Catalogue = catalogue, on: AgencyFolder = folder) {
  const journal = modelJournal();
  await subgraphOn(on, { journal, catalogue: own, now: () => new Date(THEN) });
  return { journal, later: () => subgraphOn(folder, { journal, now: () => new Date(LATER) }) };
}

/** The catalogue with one text of a file replaced by another. */
function edited(file: string, from: string | RegExp, to: string): Catalogue {
  const text = catalogue.files[file] ?? '';
  const replaced = text.replace(from, to);
  if (replaced === text) throw new Error(`${file} does not hold ${from}`);
  return catalogueOfTexts('test', { ...catalogue.files, [file]: replaced });
}

/** Every value of `asOf` in an answer. */
function instants(answer: unknown): unknown[] {
  if (answer === null || typeof answer !== 'object') return [];
  return Object.entries(answer).flatMap(([name, value]) => (name === 'asOf' ? [value] : instants(value)));
}

const EVERYTHING = (argument: string) => `
  fragment Keys on Indicator { code asOf series { asOf } owner { source { asOf } indicators { asOf series { asOf } } }
    tasks { indicators { asOf } } }
  fragment Place on Area { id asOf parent { asOf } }
  { programme${argument} { asOf indicators { ...Keys } supportingIndicators { ...Keys } difficulties { indicators { ...Keys } }
      practices { area { ...Place } indicator { ...Keys } } tasks { indicators { ...Keys } } }
    indicators${argument} { ...Keys }
    indicator${argument.replace('(', '(code: "DOCTORS", ') || '(code: "DOCTORS")'} { ...Keys }
    areas${argument} { ...Place }
    area${argument.replace('(', '(id: "DISTRICT-001", ') || '(id: "DISTRICT-001")'} { ...Place } }`;

describe('the instant of a question', () => {
  test('stands in the key of everything that it leads to, in one form', async () => {
    const subgraph = await subgraphOn(folder);
    const answer = await data(subgraph, EVERYTHING('(asOf: "2025-12-31T17:00:00+07:00")'));
    expect(answer.programme.practices).toHaveLength(4);
    const found = instants(answer);
    expect(found.length).toBeGreaterThan(1500);
    expect(new Set(found)).toEqual(new Set(['2025-12-31T10:00:00.000Z']));
  });

  test('is null in every key of a question about now, also after others were asked about', async () => {
    const subgraph = await subgraphOn(folder);
    await data(subgraph, EVERYTHING('(asOf: "2025-12-31T00:00:00Z")'));
    const answer = await data(subgraph, EVERYTHING(''));
    expect(
      new Set(instants([answer, await data(subgraph, '{ departments { source { asOf } indicators { asOf } } }')])),
    ).toEqual(new Set([null]));
  });

  test.each([
    'programme(asOf: $) { code }',
    'indicators(asOf: $) { code }',
    'indicator(code: "JOBS", asOf: $) { code }',
    'areas(asOf: $) { id }',
    'area(id: "CITY-01", asOf: $) { id }',
  ])('in the future, before the records and none at all is refused by %s', async (field) => {
    const subgraph = await subgraphOn(folder);
    const refusal = async (asOf: string) => {
      const { errors } = await ask(subgraph, `{ ${field.replace('$', JSON.stringify(asOf))} }`);
      return errors?.map((error) => error.extensions);
    };
    expect(await refusal('2026-03-01T03:00:01Z')).toEqual([{ code: 'BAD_USER_INPUT', argument: 'asOf' }]);
    expect(await refusal('2023-02-29T00:00:00Z')).toEqual([{ code: 'BAD_USER_INPUT', argument: 'asOf' }]);
    expect(await refusal('2021-03-17T01:00:00Z')).toMatchObject([
      { code: 'NOT_YET_RECORDED', department: 'programme', recordsBegin: BEGIN },
    ]);
  });
});

test('a question about now is answered without a single promise', async () => {
  const { schema } = await subgraphOn(folder);
  const document = parse(`{ programme { code asOf name declared { met } practices { area { id parent { id } } }
    indicators { code name target { value } owner { code source { owner } } series { indicator asOf } tasks { state } } }
    indicator(code: "JOBS") { code } areas { id } area(id: "CITY-01") { id } }`);
  const answer = execute({ schema, document });
  expect(answer).not.toBeInstanceOf(Promise);
  expect(answer).toMatchObject({ data: { programme: { indicators: { length: 27 } } } });
});

test.each<[string, number, string | undefined]>([
  ['2021-06-30T16:59:59.999Z', 0, undefined],
  ['2021-06-30T17:00:00.000Z', 1, '2021-S1'],
  ['2025-12-31T16:59:59.999Z', 9, '2025-S1'],
  ['2025-12-31T17:00:00.000Z', 10, '2025-S2'],
  ['2031-01-01T00:00:00.000Z', 10, '2025-S2'],
])('at %s %i half-years of the programme have ended in Hanoi, the last one %s', async (now, count, last) => {
  const { programme: told } = await data(
    await subgraphOn(folder, { now: () => new Date(now) }),
    '{ programme { halfYears } }',
  );
  expect(told.halfYears).toHaveLength(count);
  expect(told.halfYears.at(-1)).toBe(last);
  expect(told.halfYears).toEqual([...told.halfYears].sort());
});

test('half-years that ended later are not among those of then', async () => {
  const journal = modelJournal();
  const spring = '2023-03-01T03:00:00.000Z';
  await subgraphOn(folder, { journal, now: () => new Date(spring) });
  const later = await subgraphOn(folder, { journal, now: () => new Date(LATER) });
  const told = await data(later, `{ then: programme(asOf: "${spring}") { halfYears } programme { halfYears } }`);
  expect([told.then.halfYears.at(-1), told.programme.halfYears.at(-1)]).toEqual(['2022-S2', '2025-S2']);
});

describe('the definitions of then', () => {
  test('give the target of then, and now the target of now', async () => {
    const { later } = await recorded(edited('targets.csv', /(,DOCTORS,.*?)15@2021-03/, '$114.5@2021-03'));
    const subgraph = await later();
    const answer = await data(
      subgraph,
      `{ old: indicator(code: "DOCTORS", asOf: "${THEN}") { target { value } } now: indicator(code: "DOCTORS") { target { value } }
         programme(asOf: "${THEN}") { indicators { code target { value } } } }`,
    );
    expect(answer).toMatchObject({ old: { target: { value: 14.5 } }, now: { target: { value: 15 } } });
    expect(answer.programme.indicators[16]).toEqual({ code: 'DOCTORS', target: { value: 14.5 } });
  });

  test('have the owner of then, with the types that lead to it', async () => {
    const moved = edited('targets.csv', /(\d+,UNEMPLOYMENT,[^,]*,)labour/, '$1programme');
    const { later } = await recorded(moved);
    const fields = '{ owner { code source { __typename } } series { __typename } }';
    const answer = await data(
      await later(),
      `{ old: indicator(code: "UNEMPLOYMENT", asOf: "${THEN}") ${fields} now: indicator(code: "UNEMPLOYMENT") ${fields} }`,
    );
    const of = (code: string, prefix: string) => ({
      owner: { code, source: { __typename: `${prefix}Source` } },
      series: { __typename: `${prefix}Series` },
    });
    expect(answer).toEqual({ old: of('programme', 'Programme'), now: of('labour', 'Labour') });
  });

  test('do not know an indicator that came later: it is refused by its code and nothing as a reference', async () => {
    const before = await agencyFolder();
    await before.edit('responsible.csv', /^POPULATION,.*\n/gm, '');
    const { journal } = await recorded(edited('supporting.csv', /^POPULATION,.*\n/m, ''), before);
    await before.remove();
    const subgraph = await subgraphOn(folder, { journal, now: () => new Date(LATER) });
    const refused = await ask(subgraph, `{ indicator(code: "POPULATION", asOf: "${THEN}") { code } }`);
    expect(refused.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'code' });
    const { _entities } = await data(
      subgraph,
      `{ _entities(representations: [{ __typename: "Indicator", code: "POPULATION", asOf: "${THEN}" },
         { __typename: "Indicator", code: "POPULATION" }, { __typename: "Indicator", code: "JOBS", asOf: "${THEN}" }])
         { ... on Indicator { code asOf } } }`,
    );
    expect(_entities).toEqual([null, { code: 'POPULATION', asOf: null }, { code: 'JOBS', asOf: THEN }]);
  });

  test('have the papers and the responsibilities of then', async () => {
    const { later } = await recorded();
    await folder.edit('difficulties.csv', 'grows slowly', 'grows fast');
    await folder.edit('agencies.csv', 'SYT,Sở Y tế', 'SYT,Sở Y tế Hà Nội');
    await folder.edit('programme.csv', '2021,2025', '2021,2026');
    const answer = await data(
      await later(),
      `fragment Told on Programme { endYear difficulties { text(lang: EN) } indicators { responsible { name } } }
       { old: programme(asOf: "${THEN}") { ...Told } now: programme { ...Told } }`,
    );
    const doctors = (programme: { indicators: { responsible: { name: string } }[] }) =>
      programme.indicators[16]?.responsible.name;
    expect(answer.old).toMatchObject({
      endYear: 2025,
      difficulties: [{ text: expect.stringContaining('slowly') }, {}],
    });
    expect(answer.now).toMatchObject({ endYear: 2026, difficulties: [{ text: expect.stringContaining('fast') }, {}] });
    expect([doctors(answer.old), doctors(answer.now)]).toEqual(['Sở Y tế', 'Sở Y tế Hà Nội']);
  });

  test('have the areas of then: in lists, by id, as parents, in practices and as references', async () => {
    const journal = modelJournal();
    const then = AREA_LIST.replace('Quận Tây Hồ', 'Quận Hồ Tây').replace(/^DISTRICT,001,.*\n/m, '');
    const { definitionFiles, parse: read } = programme;
    const own = definitionFiles?.(read({ PROGRAMME_FILES: folder.path }, { catalogue })) ?? {};
    const store = modelStore({ journal, now: () => new Date(THEN) });
    await store.write((writing) => writing.define({ ...catalogue.files, ...own, 'areas.csv': then }));
    const subgraph = await subgraphOn(folder, { journal, now: () => new Date(LATER) });
    const asOf = `asOf: "${THEN}"`;
    const answer = await data(
      subgraph,
      `{ old: areas(${asOf}) { id } now: areas { id } found: areas(search: "ho tay", codes: ["003"], ${asOf}) { name parent { name asOf } }
         programme(${asOf}) { practices { area { name asOf } } }
         _entities(representations: [{ __typename: "Area", id: "DISTRICT-001", ${asOf} }, { __typename: "Area", id: "DISTRICT-003", ${asOf} },
           { __typename: "Area", id: "DISTRICT-003" }]) { ... on Area { name asOf } } }`,
    );
    expect(answer.old).toEqual(answer.now.filter(({ id }: { id: string }) => id !== 'DISTRICT-001'));
    expect(answer.found).toEqual([{ name: 'Quận Hồ Tây', parent: { name: 'Thành phố Hà Nội', asOf: THEN } }]);
    expect(answer.programme.practices[1]).toEqual({ area: { name: 'Quận Hồ Tây', asOf: THEN } });
    expect(answer._entities).toEqual([null, { name: 'Quận Hồ Tây', asOf: THEN }, { name: 'Quận Tây Hồ', asOf: null }]);
    const { errors } = await ask(subgraph, `{ area(id: "DISTRICT-001", ${asOf}) { id } }`);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'id' });
  });

  test('that this release cannot read are an error, and now is answered', async () => {
    const journal = modelJournal();
    const store = modelStore({ journal, now: () => new Date(THEN) });
    await store.write((writing) => writing.define({ ...catalogue.files, 'areas.csv': AREA_LIST }));
    const subgraph = await subgraphOn(folder, { journal, now: () => new Date(LATER) });
    const { errors } = await ask(subgraph, `{ programme(asOf: "${THEN}") { code } }`);
    expect(errors?.[0]?.message).toContain('programme.csv: cannot be read');
    expect(await data(subgraph, '{ programme { code } }')).toEqual({ programme: { code: '08-CTr/TU' } });
  });
});

describe('what was not known then', () => {
  const papers = async (subgraph: Subgraph, asOf: string) =>
    await data(
      subgraph,
      `{ programme(asOf: "${asOf}") { declared { published met } documents { number } tasks { text(lang: EN) }
           difficulties { period } practices { period } } indicator(code: "POOR_HOUSEHOLDS", asOf: "${asOf}") { declared { state } } }`,
    );

  test('are reports that were published later, as exactly as that is known', async () => {
    await folder.edit('reports.csv', '2023-S1,2023,18', '2023-S1,2023-08-01,18');
    const subgraph = await subgraphOn(folder);
    const met = async (asOf: string) =>
      (await papers(subgraph, asOf)).programme.declared.map((declared: { met: number }) => declared.met);
    expect(await met('2023-05-31T16:59:59Z')).toEqual([]);
    expect(await met('2023-05-31T17:00:00Z')).toEqual([14]);
    expect(await met('2023-07-31T16:59:59Z')).toEqual([14]);
    expect(await met('2023-07-31T17:00:00Z')).toEqual([14, 18]);
    expect(await met('2024-12-31T16:59:59Z')).toEqual([14, 18]);
    expect(await met('2024-12-31T17:00:00Z')).toEqual([14, 18, 26]);
  });

  test('is what such reports say of single indicators; without a day the beginning of their period counts', async () => {
    const subgraph = await subgraphOn(folder);
    const states = async (asOf: string) =>
      (await papers(subgraph, asOf)).indicator.declared.map((declared: { state: string }) => declared.state);
    expect(await states('2022-12-31T16:59:59Z')).toEqual([]);
    expect(await states('2023-08-01T00:00:00Z')).toEqual(['GOOD_RESULT']);
    expect(await states('2024-06-30T16:59:59Z')).toEqual(['GOOD_RESULT']);
    expect(await states('2024-06-30T17:00:00Z')).toEqual(['GOOD_RESULT', 'MET']);
  });

  test('are documents issued, tasks given, difficulties and practices told of later', async () => {
    await folder.append('documents.csv', 'X,PLAN,9/KH,,UBND,2023-02-15,2023-S1');
    await folder.append('tasks.csv', 'X,Việc,A task,,,2023-02-15,2023,,,');
    const subgraph = await subgraphOn(folder);
    const count = async (asOf: string) => {
      const { documents, tasks, difficulties, practices } = (await papers(subgraph, asOf)).programme;
      return [documents.length, tasks.length, difficulties.length, practices.length];
    };
    expect(await count('2022-12-31T16:59:59Z')).toEqual([0, 0, 0, 0]);
    expect(await count('2022-12-31T17:00:00Z')).toEqual([10, 3, 2, 0]);
    expect(await count('2023-02-14T16:59:59Z')).toEqual([10, 3, 2, 0]);
    expect(await count('2023-02-14T17:00:00Z')).toEqual([11, 4, 2, 0]);
    expect(await count('2023-07-31T17:00:00Z')).toEqual([11, 4, 2, 4]);
  });

  test('stands in an answer about now, whatever its day', async () => {
    await folder.append('documents.csv', 'X,PLAN,9/KH,,UBND,2027-02-15,2027-S1');
    const { programme } = await data(await subgraphOn(folder), '{ programme { documents { issuedOn } } }');
    expect(programme.documents).toHaveLength(11);
  });
});

test('without a period the last half-year that had ended on that day counts, and a task is overdue by that day', async () => {
  await folder.append('tasks.csv', 'X,Việc,Task,SYT,,2021-01-05,2021,2024-06-30,OPEN,DOCTORS');
  const { later } = await recorded();
  const asked = (argument: string) =>
    `{ indicator(code: "SCHOOL_MILK"${argument}) { target { withdrawn } } programme${argument.replace(/, (.+)/, '($1)')} { tasks { state } } }`;
  const subgraph = await later();
  const of = async (asOf: string | null) => {
    const { indicator, programme } = await data(subgraph, asked(asOf === null ? '' : `, asOf: "${asOf}"`));
    return [indicator.target.withdrawn, programme.tasks.at(-1).state];
  };
  expect(await of(null)).toEqual([true, 'OVERDUE']);
  expect(await of(THEN)).toEqual([true, 'OVERDUE']);
  const backdated = await subgraphOn(folder);
  const then = async (asOf: string) => (await data(backdated, asked(`, asOf: "${asOf}"`))) as Record<string, never>;
  expect(await then('2024-06-30T16:59:59Z')).toMatchObject({
    indicator: { target: { withdrawn: false } },
    programme: { tasks: [{}, {}, {}, { state: 'OPEN' }] },
  });
  expect(await then('2024-06-30T17:00:00Z')).toMatchObject({
    programme: { tasks: [{}, {}, {}, { state: 'OVERDUE' }] },
  });
  expect(await then('2025-06-30T16:59:59Z')).toMatchObject({ indicator: { target: { withdrawn: false } } });
  expect(await then('2025-06-30T17:00:00Z')).toMatchObject({ indicator: { target: { withdrawn: true } } });
});
