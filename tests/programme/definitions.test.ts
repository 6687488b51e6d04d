import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { question } from '../support/graph.js';
import { type AgencyFolder, agencyFolder, ask, catalogue, type Subgraph, subgraphOn } from './stage.js';

let folder: AgencyFolder;
let subgraph: Subgraph;

beforeAll(async () => {
  folder = await agencyFolder();
  subgraph = await subgraphOn(folder);
});

afterAll(async () => {
  await folder?.remove();
});

async function data(query: string) {
  const { data, errors } = await ask(subgraph, query);
  expect(errors).toBeUndefined();
  return data;
}

describe('the list of targets', () => {
  test('holds the 27 in their order: 15 of social security, then 12 of welfare', async () => {
    const { indicators } = await data('{ indicators { number code group } }');
    expect(indicators.map((i: { number: number }) => i.number)).toEqual(Array.from({ length: 27 }, (_, i) => i + 1));
    expect(indicators.filter((i: { group: string }) => i.group === 'SOCIAL_SECURITY')).toHaveLength(15);
    expect(indicators[5].code).toBe('HEALTH_INSURANCE');
  });

  test('names three hard targets', async () => {
    const { indicators } = await data('{ indicators(hard: true) { code } }');
    expect(indicators).toEqual([{ code: 'DOCTORS' }, { code: 'HEALTH_MANAGEMENT' }, { code: 'SCHOOL_MILK' }]);
  });

  test('gives the indicators asked for by code in the order asked, supporting ones too, each once', async () => {
    const { indicators } = await data('{ indicators(codes: ["POPULATION", "DOCTORS", "POPULATION"]) { code number } }');
    expect(indicators).toEqual([
      { code: 'POPULATION', number: null },
      { code: 'DOCTORS', number: 17 },
    ]);
  });

  test('keeps the supporting indicators apart unless they are asked for', async () => {
    const answer = await data(`{
      only: indicators(supporting: true) { rule targets { value } }
      group: indicators(group: SUPPORTING) { code }
      programme { supportingIndicators { code } }
    }`);
    const supporting = catalogue.indicators.filter((i) => i.number === null).map(({ code }) => ({ code }));
    expect(answer.only).toHaveLength(supporting.length);
    expect(answer.only[0]).toEqual({ rule: null, targets: [] });
    expect(answer.group).toEqual(supporting);
    expect(answer.programme.supportingIndicators).toEqual(supporting);
  });

  test('filters by owner, and every owner lists its own', async () => {
    const answer = await data('{ indicators(owner: "programme") { code } departments { code indicators { code } } }');
    expect(answer.indicators.map((i: { code: string }) => i.code)).toEqual([
      'MOUNTAIN_COMMUNES',
      'CLEAN_WATER',
      'CREMATION',
      'CULTURAL_FAMILIES',
    ]);
    expect(answer.departments.map((d: { code: string }) => d.code)).toEqual([
      'programme',
      'health',
      'education',
      'labour',
      'social-insurance',
    ]);
    const listed = answer.departments.flatMap((d: { indicators: unknown[] }) => d.indicators);
    expect(listed).toHaveLength(catalogue.indicators.length);
  });

  test('speaks Vietnamese unless asked for English', async () => {
    const { indicator } = await data(
      '{ indicator(code: "DOCTORS") { vi: name en: name(lang: EN) unit(lang: EN) definition definitionEn: definition(lang: EN) } }',
    );
    expect(indicator).toEqual({
      vi: 'Số bác sỹ trên một vạn dân',
      en: 'Doctors per 10,000 people',
      unit: 'per 10,000 people',
      definition: expect.stringMatching(/^Bác sỹ, so với .*dân.*\.$/),
      definitionEn: expect.stringMatching(/^Doctors, over population.*\.$/),
    });
  });

  test('hands figures and sources to the owner by the names of their types', async () => {
    const { indicator } = await data(`{ indicator(code: "HEALTH_INSURANCE") {
      series { __typename indicator asOf } owner { code name source { __typename owner } } } }`);
    expect(indicator).toEqual({
      series: { __typename: 'SocialInsuranceSeries', indicator: 'HEALTH_INSURANCE', asOf: null },
      owner: {
        code: 'social-insurance',
        name: 'Bảo hiểm xã hội thành phố Hà Nội',
        source: { __typename: 'SocialInsuranceSource', owner: 'social-insurance' },
      },
    });
  });
});

describe('the target in force', () => {
  const target = async (code: string, period?: string) => {
    const argument = period ? `(period: "${period}")` : '';
    return (await data(`{ indicator(code: "${code}") { target${argument} { value upper withdrawn evidence } } }`))
      .indicator.target;
  };

  test.each([
    ['POOR_HOUSEHOLDS', '2023-S1', { value: 0.1, upper: null, withdrawn: false, evidence: 'ASSUMED' }],
    ['POOR_HOUSEHOLDS', '2024-S1', { value: 0.01, upper: null, withdrawn: false, evidence: 'PUBLISHED' }],
    ['POOR_HOUSEHOLDS', '2024-01', { value: 0.01, upper: null, withdrawn: false, evidence: 'PUBLISHED' }],
    ['POOR_HOUSEHOLDS', '2023-12', { value: 0.1, upper: null, withdrawn: false, evidence: 'ASSUMED' }],
    ['HOSPITAL_BEDS', '2023-S1', { value: 30, upper: 35, withdrawn: false, evidence: 'PUBLISHED' }],
    ['HOSPITAL_BEDS', '2024', { value: 35, upper: null, withdrawn: false, evidence: 'PUBLISHED' }],
    ['SCHOOL_MILK', '2024', { value: 95, upper: null, withdrawn: false, evidence: 'ASSUMED' }],
    ['SCHOOL_MILK', '2025', { value: null, upper: null, withdrawn: true, evidence: 'ASSUMED' }],
    // A version counts from the month in which it comes into force, so the half-year that ends later has it.
    ['DOCTORS', '2021-S1', { value: 15, upper: null, withdrawn: false, evidence: 'PUBLISHED' }],
    ['DOCTORS', '2021-02', null],
    ['POPULATION', '2023', null],
  ])('of %s in %s', async (code, period, expected) => {
    expect(await target(code, period)).toEqual(expected);
  });

  test('is that of the last half-year that has ended, when no period is given', async () => {
    expect(await target('SCHOOL_MILK')).toMatchObject({ withdrawn: true });
  });
});

describe('who answers for an indicator', () => {
  test('was the agency of the catalogue until the departments were reorganised', async () => {
    for (const { code, agency } of catalogue.indicators) {
      const { indicator } = await data(
        `{ indicator(code: "${code}") { responsible(period: "2023-S1") { name en: name(lang: EN) note } } }`,
      );
      expect(indicator.responsible, code).toEqual({ name: agency.vi, en: agency.en, note: null });
    }
  });

  test('follows the reorganisation, and says that this was not verified', async () => {
    const { indicator } = await data(`{ indicator(code: "POOR_HOUSEHOLDS") {
      before: responsible(period: "2025-02") { code } after: responsible(period: "2025-03") { code note(lang: EN) }
      now: responsible { code } } }`);
    expect(indicator).toEqual({
      before: { code: 'SLDTBXH' },
      after: { code: 'SNNMT', note: expect.stringContaining('not checked') },
      now: { code: 'SNNMT' },
    });
  });
});

describe('what was declared', () => {
  test('stands beside the targets as each report gave it, oldest first, unknown parts null', async () => {
    const { programme } = await data(question('Standing'));
    expect(programme).toMatchObject({ code: '08-CTr/TU', declared: { length: 3 }, indicators: { length: 27 } });
    expect(programme.declared).toEqual([
      { report: 'Tin báo chí tháng 6/2023', publishedOn: null, met: 14, total: 27 },
      { report: 'Hội nghị sơ kết giữa năm 2023', publishedOn: null, met: 18, total: 27 },
      {
        report: 'Tin báo chí năm 2025 về hơn bốn năm thực hiện Chương trình',
        publishedOn: null,
        met: 26,
        total: 26,
      },
    ]);
  });

  test('says when it was published as exactly as that is known, and what does not add up', async () => {
    const { programme } = await data(
      '{ programme { declared { published exceeded onSchedule hard note(lang: EN) } } }',
    );
    expect(programme.declared).toMatchObject([
      { published: '2023-06', exceeded: null, onSchedule: 9, hard: 3, note: expect.stringContaining('26') },
      { published: '2023', exceeded: null, onSchedule: null, hard: 3 },
      { published: '2025', exceeded: 10 },
    ]);
  });

  test('has a day of publication only where the day is known', async () => {
    const own = await agencyFolder();
    await own.edit('reports.csv', '2023-S1,2023-06,14', '2023-S1,2023-06-28,14');
    const dated = await subgraphOn(own);
    const answer = await ask(dated, '{ programme { declared { published publishedOn } } }');
    expect(answer.data.programme.declared).toEqual([
      { published: '2023-06-28', publishedOn: '2023-06-28' },
      { published: '2023', publishedOn: null },
      { published: '2025', publishedOn: null },
    ]);
    await own.remove();
  });

  test('of single indicators only where a report says so', async () => {
    const { indicators } = await data('{ indicators { code declared(period: "2023-S1") { state } } }');
    const declared = indicators.flatMap((i: { code: string; declared: { state: string }[] }) =>
      i.declared.map(({ state }) => `${i.code} ${state}`),
    );
    expect(declared).toEqual([
      'POOR_HOUSEHOLDS GOOD_RESULT',
      'NEAR_POOR_HOUSEHOLDS GOOD_RESULT',
      'MOUNTAIN_COMMUNES GOOD_RESULT',
      'DOCTORS HARD',
      'HEALTH_MANAGEMENT HARD',
      'SCHOOL_MILK HARD',
    ]);
  });

  test('of an indicator in all reports, oldest first, when no period is given', async () => {
    const { indicator } = await data('{ indicator(code: "POOR_HOUSEHOLDS") { declared { state period } } }');
    expect(indicator.declared).toEqual([
      { state: 'GOOD_RESULT', period: '2023-S1' },
      { state: 'MET', period: '2024-S2' },
    ]);
  });
});

describe('the papers', () => {
  test('are four resolutions and six plans of which nothing more is known, two difficulties, four practices', async () => {
    const { programme } = await data(question('Papers'));
    const unknown = { number: null, title: null, issuedOn: null };
    const resolution = { kind: 'RESOLUTION', issuedBy: 'Hội đồng nhân dân thành phố Hà Nội', ...unknown };
    const plan = { kind: 'PLAN', issuedBy: 'Ủy ban nhân dân thành phố Hà Nội', ...unknown };
    expect(programme.documents).toEqual([...Array(4).fill(resolution), ...Array(6).fill(plan)]);
    expect(
      programme.difficulties.map((d: { indicators: { code: string }[] }) => d.indicators.map((i) => i.code)),
    ).toEqual([
      ['COMPULSORY_SOCIAL_INSURANCE', 'VOLUNTARY_SOCIAL_INSURANCE', 'HEALTH_INSURANCE'],
      ['HEALTH_RECORDS', 'TELEMEDICINE_POINTS', 'ELECTRONIC_RECORD_HOSPITALS'],
    ]);
    expect(programme.practices.map((p: { area: { name: string } }) => p.area.name)).toEqual([
      'Huyện Mê Linh',
      'Quận Tây Hồ',
      'Quận Hoàn Kiếm',
      'Huyện Chương Mỹ',
    ]);
    expect(programme.practices[0].indicator).toEqual({ code: 'HEALTH_MANAGEMENT' });
  });

  test('of a period are those of periods inside it', async () => {
    const { programme } = await data(`{ programme { year: documents(period: "2023") { kind }
      quarter: documents(period: "2023-Q2") { kind } later: difficulties(period: "2024") { text } } }`);
    expect(programme).toMatchObject({ year: { length: 10 }, quarter: [], later: [] });
  });

  test('give the tasks about the hard targets, with what is not known as null', async () => {
    const { indicators } = await data(question('HardTargets'));
    expect(indicators).toHaveLength(3);
    expect(indicators[1]).toMatchObject({ code: 'HEALTH_MANAGEMENT', target: { value: 98 }, tasks: { length: 2 } });
    for (const { responsible, tasks } of indicators) {
      expect(responsible.name).toMatch(/^Sở /);
      expect(tasks[0]).toEqual({
        text: expect.stringContaining('chỉ tiêu khó'),
        lead: null,
        with: [],
        given: null,
        due: null,
        state: null,
      });
    }
  });

  test('name who leads a task and who takes part, where a report says so', async () => {
    const { programme } = await data(
      '{ programme { tasks { lead { code } with { code } indicators { code } period } } }',
    );
    expect(programme.tasks[1]).toEqual({
      lead: { code: 'SYT' },
      with: [{ code: 'SNV' }],
      indicators: [],
      period: '2023',
    });
  });

  test('say of investment projects that neither titles nor costs are known', async () => {
    const { programme } = await data(
      '{ programme { projects { sector } culture: projects(sector: CULTURE) { name cost startYear note(lang: EN) } } }',
    );
    expect(programme.projects).toHaveLength(3);
    expect(programme.culture).toEqual([
      {
        name: expect.stringContaining('văn hóa'),
        cost: null,
        startYear: null,
        note: expect.stringContaining('not known'),
      },
    ]);
  });
});

describe('a task with a day', () => {
  test('is overdue once it is open after that day, and never when done', async () => {
    const edited = await agencyFolder();
    const row = (code: string, due: string, state: string) =>
      `${code},Việc,Task,SYT,,2025-01-05,2025,${due},${state},DOCTORS`;
    await edited.append('tasks.csv', row('A', '2026-02-28', 'OPEN'));
    await edited.append('tasks.csv', row('B', '2026-03-01', 'OPEN'));
    await edited.append('tasks.csv', row('C', '2026-02-28', 'DONE'));
    const running = await subgraphOn(edited);
    const answer = await ask(running, '{ programme { tasks { given state } } }');
    expect(answer.data.programme.tasks.slice(3)).toEqual([
      { given: '2025-01-05', state: 'OVERDUE' },
      { given: '2025-01-05', state: 'OPEN' },
      { given: '2025-01-05', state: 'DONE' },
    ]);
    await edited.remove();
  });
});

describe('an entity that comes back with an instant', () => {
  test('has it in every key, for itself and for the figures below, in one form', async () => {
    const { _entities } = await data(`{ _entities(representations: [
      { __typename: "Indicator", code: "DOCTORS", asOf: "2023-08-01T00:00:00Z" },
      { __typename: "Programme", code: "08-CTr/TU", asOf: "2023-08-01T00:00:00Z" }
    ]) { ... on Indicator { asOf series { asOf } } ... on Programme { startYear indicators { asOf series { asOf } } } } }`);
    const asOf = '2023-08-01T00:00:00.000Z';
    const then = { asOf, series: { asOf } };
    expect(_entities).toEqual([then, { startYear: 2021, indicators: Array(27).fill(then) }]);
  });
});
