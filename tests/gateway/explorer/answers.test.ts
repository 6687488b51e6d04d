import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHELF } from '../../../gateway/explorer/shelf/index.js';
import { readProjectFile } from '../../../schema/files.js';
import { type Answer, type TestGraph, testGraph } from '../../support/graph.js';
import { shelfText } from './shelf-text.js';

/** A row of the table, by the names of its columns. */
type Row = Readonly<Record<string, string>>;

const SHELF_BY_NAME = new Map(SHELF.map((entry) => [entry.name, entry]));

describe('the answers to the worked questions, in the sample', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    // A busy machine may take its time; what is held here is what is answered.
    graph = await testGraph({ DEADLINE_MS: '20000', SOURCE_DEADLINE_MS: '15000' });
  });
  afterAll(() => graph?.close());

  function send(name: string, changed: Record<string, unknown>, accept: string): Promise<Response> {
    const variables = { ...SHELF_BY_NAME.get(name)?.variables, ...changed };
    return fetch(graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: shelfText(name), variables }),
    });
  }

  /** The answer as an analyst downloads it: rows by the columns' names, of which the common beginning is left off. */
  async function rowsOf(name: string, below: string, changed: Record<string, unknown> = {}): Promise<Row[]> {
    const response = await send(name, changed, 'text/csv');
    const text = await response.text();
    expect(response.headers.get('content-type'), text).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('x-errors'), text).toBeNull();
    const shorten = (header: string[]) => header.map((column) => column.replace(below, ''));
    return parse(text, { bom: true, columns: shorten });
  }

  const column = (rows: readonly Row[], name: string): string[] =>
    rows.map((row) => row[name] ?? `there is no column ${name}, only ${Object.keys(row).join(' ')}`);
  const numbers = (rows: readonly Row[], name: string) => column(rows, name).map(Number);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const distinct = (values: readonly string[]) => [...new Set(values)];

  test('18 of 27 targets are met at mid-2023, exactly those expected', async () => {
    const rows = await rowsOf('where-it-stands', 'programme.indicators.');
    expect(numbers(rows, 'number')).toEqual(Array.from({ length: 27 }, (_, at) => at + 1));
    expect(distinct(column(rows, 'programme.summary.met'))).toEqual(['18']);
    expect(distinct(column(rows, 'programme.summary.total'))).toEqual(['27']);
    const { indicators } = await graph.answer('{ indicators { number code } }');
    const codeOf = new Map(indicators.map(({ number, code }: Record<string, unknown>) => [String(number), code]));
    const met = rows
      .filter((row) => row['assessment.state']?.startsWith('MET'))
      .map((row) => codeOf.get(row.number ?? ''));
    const states = readProjectFile('tests', 'core', 'sample', 'expected-states-2023-S1.csv');
    const expected = [...states.matchAll(/^(\w+),yes$/gm)].map(([, code]) => code);
    expect(met.sort()).toEqual(expected.sort());
    expect(rows[16]).toMatchObject({
      name: 'Số bác sỹ trên một vạn dân',
      hard: 'true',
      'owner.name': 'Sở Y tế',
      'target.value': '15',
      'target.evidence': 'PUBLISHED',
      'assessment.state': 'BEHIND',
    });
  });

  test('each target has its figure of the period with source and status, or the reason why there is none', async () => {
    const rows = await rowsOf('figures-of-a-period', 'indicators.');
    expect(numbers(rows, 'number')).toEqual(Array.from({ length: 27 }, (_, at) => at + 1));
    const figure = (row: Row, name: string) => row[`series.observations.${name}`] ?? '';
    const without = rows.filter((row) => figure(row, 'value') === '');
    expect(column(without, 'number')).toEqual(expect.arrayContaining(['1', '19']));
    for (const row of rows) {
      expect(figure(row, 'reason') === '', `${row.name}`).toBe(figure(row, 'value') !== '');
      if (figure(row, 'value') === '') continue;
      expect(figure(row, 'provenance.system')).toBe(row['series.source.name']);
      expect([figure(row, 'period'), figure(row, 'status')]).toEqual(['2023-S1', 'A']);
      const told = figure(row, 'provenance.publishedAt');
      expect(told === '' ? row['series.source.name'] : told).toMatch(/^2023-0[78]|DHIS2/);
    }
  });

  test('1,555 doctors are missing, and what else the hard targets lack', async () => {
    const rows = await rowsOf('hard-targets', 'indicators.');
    expect(
      rows.map((row) => [
        row.number,
        row['assessment.state'],
        row['assessment.missing.value'],
        row['responsible.name'],
      ]),
    ).toEqual([
      ['17', 'BEHIND', '1555', 'Sở Y tế'],
      ['18', 'BEHIND', '1532346', 'Sở Y tế'],
      ['23', 'MOVING_AWAY', '206749', 'Sở Giáo dục và Đào tạo'],
    ]);
    for (const row of rows) {
      const perYear = Number(row['assessment.neededPerYear.value']);
      // Two and a half years are left.
      expect(Math.abs(perYear * 2.5 - Number(row['assessment.missing.value']))).toBeLessThan(2.5);
    }
  });

  test('a report of June 2023 declares 14 met, the figures say 18', async () => {
    const rows = await rowsOf('declared-and-computed', 'programme.differences.');
    expect(rows.map((row) => [row.report, row.kind, row.declaredCount, row.computedCount])).toEqual([
      ['Tin báo chí tháng 6/2023', 'MET', '14', '18'],
      ['Tin báo chí tháng 6/2023', 'ON_SCHEDULE', '9', '2'],
    ]);
  });

  test('on 1 August 2023 18 of 27 were known to be met, a month before no figure of the half-year was', async () => {
    const rows = await rowsOf('what-we-knew', 'programme.');
    expect(distinct(rows.map((row) => `${row['summary.met']}/${row['summary.total']}`))).toEqual(['18/27']);
    expect(column(rows, 'indicators.assessment.latest.period')).toContain('2023-S1');
    const before = await rowsOf('what-we-knew', 'programme.', { asOf: '2023-07-02T00:00:00+07:00' });
    expect(before).toHaveLength(27);
    expect(column(before, 'indicators.assessment.latest.period')).not.toContain('2023-S1');
  });

  test('since the beginning of 2026 figures of the second half-year came, and judgements turned with them', async () => {
    const rows = await rowsOf('what-changed', 'changes.');
    expect(rows.length).toBeLessThan(200);
    expect(column(rows, 'at')).toEqual([...column(rows, 'at')].sort());
    expect(rows[0]?.at && rows[0].at >= '2025-12-31T17:00').toBe(true);
    expect(distinct(column(rows, 'kind'))).toEqual(expect.arrayContaining(['FIRST', 'JUDGEMENT']));
    for (const row of rows) {
      if (row.kind === 'JUDGEMENT') expect(row['after.state']).not.toBe(row['before.state']);
      else expect(row['area.name']).toBe('Thành phố Hà Nội');
    }
    const water = 'Tỷ lệ người dân nông thôn được cung cấp nước sạch';
    expect(rows).toContainEqual(
      expect.objectContaining({ kind: 'JUDGEMENT', 'indicator.name': water, period: '2025-S2', 'after.state': 'MET' }),
    );
  });

  test('revisions of five years are found among tens of thousands of first figures, and judgements that turned in one', async () => {
    const revised = await rowsOf('what-changed', 'changes.', {
      since: '2021-01-01T00:00:00Z',
      areas: null,
      kinds: ['REVISION'],
    });
    expect(distinct(column(revised, 'kind'))).toEqual(['REVISION']);
    expect(distinct(column(revised, 'area.name')).length).toBeGreaterThan(5);
    const turned = await rowsOf('what-changed', 'changes.', { since: '2025-07-01T00:00:00Z', kinds: ['JUDGEMENT'] });
    expect(turned.length).toBeGreaterThan(5);
    for (const row of turned) expect(row['after.state']).not.toBe(row['before.state']);
  });

  test('doctors per 10,000 people over twelve half-years, with the change on the year and where each figure stands', async () => {
    const rows = await rowsOf('trend-of-an-indicator', 'indicator.series.headline.');
    expect(column(rows, 'period')).toEqual(
      [2020, 2021, 2022, 2023, 2024, 2025].flatMap((year) => [`${year}-S1`, `${year}-S2`]),
    );
    const values = numbers(rows, 'value');
    for (const [at, row] of rows.entries()) {
      expect(values[at]).toBeCloseTo(Number(row.numerator) / Number(row.denominator), 9);
      expect(row['provenance.system']).toBe(row['indicator.series.source.name']);
      if (at < 2) expect(row.changeOnYear).toBe('');
      else expect(Number(row.changeOnYear)).toBeCloseTo(Number(values[at]) - Number(values[at - 2]), 9);
    }
    expect(distinct(column(rows, 'indicator.target.value'))).toEqual(['15']);
  });

  test('the jobs of May 2025 were 21,445 at first and 21,451 in the end', async () => {
    const rows = await rowsOf('vintages-of-a-figure', 'indicator.series.observations.');
    expect(distinct(column(rows, 'period'))).toEqual([1, 2, 3, 4, 5, 6].map((month) => `2025-0${month}`));
    const may = rows.filter(({ period }) => period === '2025-05');
    expect(may.map((row) => [row['vintages.value'], row['vintages.status']])).toEqual([
      ['21445', 'P'],
      ['21451', 'A'],
    ]);
    expect(column(may, 'vintages.recordedAt').map((at) => at.slice(0, 10))).toEqual(['2025-06-11', '2025-07-26']);
  });

  test('at the pace up to mid-2023 doctors would not reach 15', async () => {
    const rows = await rowsOf('where-it-leads', 'indicator.projection.points.');
    expect(column(rows, 'period')).toEqual(['2023-S2', '2024-S1', '2024-S2', '2025-S1', '2025-S2']);
    for (const row of rows) {
      expect(Number(row.low)).toBeLessThan(Number(row.value));
      expect(Number(row.value)).toBeLessThan(Number(row.high));
      expect(row.status).toBe('F');
    }
    expect(Number(rows.at(-1)?.high)).toBeLessThan(Number(rows[0]?.['indicator.target.value']));
  });

  test('30 districts with the figures of four systems, two of them withheld', async () => {
    const rows = await rowsOf('one-row-per-district', 'areas.');
    expect(distinct(column(rows, 'code'))).toHaveLength(30);
    const fields = {
      'health.doctorsPer10000': /DHIS2/,
      'education.nationalStandardRate': /Sở Giáo dục/,
      'labour.poorHouseholdRate': /Sở Lao động/,
      'socialInsurance.healthInsuranceCoverage': /bảo hiểm xã hội/,
    };
    const withheld: (string | undefined)[] = [];
    for (const [field, system] of Object.entries(fields)) {
      for (const row of rows) {
        if (row[`${field}.status`] === 'Q') withheld.push(row.name);
        expect(row[`${field}.value`] === '', `${row.name} ${field}`).toBe(row[`${field}.status`] === 'Q');
        expect(row[`${field}.provenance.system`]).toMatch(system);
        expect(row[`${field}.provenance.publishedAt`]).toMatch(field.startsWith('health.') ? /^$/ : /^2023-07/);
      }
    }
    expect(withheld).toEqual(['Quận Hoàn Kiếm', 'Quận Tây Hồ']);
  });

  test('health insurance judged in 30 districts at the ends of two half-years', async () => {
    const rows = await rowsOf('judgements-by-district', 'indicator.assessments.');
    expect(distinct(column(rows, 'area.name'))).toHaveLength(30);
    expect(rows).toHaveLength(60);
    for (const row of rows) {
      expect(row['target.value']).toBe('95');
      const met = String(row.state).startsWith('MET');
      expect(Number(row['latest.value']) >= 94.995, row['area.name']).toBe(met);
      expect(Number(row['missing.value']) > 0).toBe(!met);
    }
  });

  test('districts of 2024 and communes of today have the same doctors; as one table that is refused', async () => {
    const { data } = (await (await send('two-geographies', {}, 'application/json')).json()) as Answer;
    const { districts, communes } = data.indicator.series;
    expect([districts.length, communes.length]).toEqual([30, 126]);
    const doctors = (rows: { numerator: number }[]) => sum(rows.map(({ numerator }) => numerator));
    expect(doctors(communes)).toBeCloseTo(doctors(districts), 6);
    expect(communes.every(({ movedBy }: { movedBy: string | null }) => movedBy === 'AREA')).toBe(true);
    expect(districts.every(({ movedBy }: { movedBy: string | null }) => movedBy === null)).toBe(true);
    const refused = await send('two-geographies', {}, 'text/csv');
    const { errors = [] } = (await refused.json()) as Answer;
    expect([refused.status, errors[0]?.extensions.code]).toEqual([406, 'NOT_A_TABLE']);
    expect(errors[0]?.message).toContain('"indicator.series.districts" and "indicator.series.communes"');
  });

  test('the doctors of mid-2023 in the 126 communes of today, as an estimate', async () => {
    const rows = await rowsOf('communes-of-today', 'indicator.series.observations.');
    expect(distinct(column(rows, 'area.name'))).toHaveLength(126);
    expect(distinct(column(rows, 'status'))).toEqual(['E']);
    for (const row of rows) {
      expect(Number(row.value)).toBeCloseTo(Number(row.numerator) / Number(row.denominator), 9);
    }
    const city = await graph.answer(
      '{ indicator(code: "DOCTORS") { series { observations(level: CITY, periods: ["2023-S1"]) { numerator } } } }',
    );
    expect(sum(numbers(rows, 'numerator'))).toBeCloseTo(city.indicator.series.observations[0].numerator, 6);
  });

  test('each commune of today with all former ones, none of which is left out', async () => {
    const rows = await rowsOf('what-became-of-communes', 'areas.');
    expect(distinct(column(rows, 'code'))).toHaveLength(126);
    const { areas } = await graph.answer('{ areas(level: COMMUNE, on: "2025-06-30") { code } }');
    const former = areas.map(({ code }: { code: string }) => code);
    expect(distinct(column(rows, 'predecessors.area.code')).sort()).toEqual([...former].sort());
    expect(distinct(column(rows, 'predecessors.area.parent.name'))).toHaveLength(30);
    const baDinh = rows.filter(({ name }) => name === 'Phường Ba Đình');
    expect(column(baDinh, 'predecessors.area.name')).toContain('Phường Trúc Bạch');
  });

  test('women and men add up to everybody', async () => {
    const rows = await rowsOf('women-and-men', 'indicator.series.observations.');
    expect(column(rows, 'breakdown.item.name')).toEqual(['Nữ', 'Nam', 'Nữ', 'Nam']);
    const whole = await graph.answer(
      '{ indicator(code: "HEALTH_INSURANCE") { series { observations(level: CITY, periods: ["2022-S2", "2023-S1"]) { period numerator denominator } } } }',
    );
    for (const { period, numerator, denominator } of whole.indicator.series.observations) {
      const both = rows.filter((row) => row.period === period);
      expect([sum(numbers(both, 'numerator')), sum(numbers(both, 'denominator'))]).toEqual([numerator, denominator]);
    }
    expect(distinct(column(rows, 'partsDiffer'))).toEqual(['']);
  });

  test('27 targets with all their values: 13 assumed and 3 of other plans at first, jobs raised, school milk withdrawn', async () => {
    const rows = await rowsOf('history-of-targets', 'indicators.');
    const first = rows.filter((row) => row['targets.from'] === '2021-03');
    expect(distinct(column(first, 'number'))).toHaveLength(27);
    const evidence = column(first, 'targets.evidence');
    expect(['ASSUMED', 'OTHER_PLAN'].map((kind) => evidence.filter((one) => one === kind).length)).toEqual([13, 3]);
    const of = (number: string) => rows.filter((row) => row.number === number);
    expect(column(of('2'), 'targets.value')).toEqual(['160000', '165000']);
    expect(of('23').map((row) => [row['targets.value'], row['targets.withdrawn']])).toEqual([
      ['95', 'false'],
      ['', 'true'],
    ]);
  });

  test('the targets of labour went to the department of home affairs, those of health stayed', async () => {
    const rows = await rowsOf('who-is-responsible', 'indicators.');
    expect(rows).toHaveLength(27);
    expect(rows[0]).toMatchObject({ 'formerly.name': 'Sở Lao động - Thương binh và Xã hội', 'now.name': 'Sở Nội vụ' });
    expect(rows[16]).toMatchObject({
      'formerly.name': 'Sở Y tế',
      'now.name': 'Sở Y tế',
      'owner.source.state': 'ANSWERING',
    });
  });

  test('four of five departments were late for mid-2023, with the districts that kept them waiting', async () => {
    const rows = await rowsOf('who-is-late', 'departments.');
    expect(distinct(column(rows, 'name'))).toHaveLength(5);
    for (const row of rows) {
      const { 'source.reported.due': due = '', 'source.reported.on': on = '' } = row;
      expect(row['source.reported.late']).toBe(String(on > due));
      const waited = row['source.reported.areas.on'] ?? '';
      expect(waited > due).toBe(row['source.reported.late'] === 'true');
    }
    const inTime = rows.filter((row) => row['source.reported.late'] === 'false');
    expect(inTime.map((row) => [row.name, row['source.reported.areas.area.name']])).toEqual([
      ['Bảo hiểm xã hội thành phố Hà Nội', ''],
    ]);
  });

  test('how complete and how late each department and each of its indicators is', async () => {
    const rows = await rowsOf('reporting-quality', 'departments.');
    expect(distinct(column(rows, 'name'))).toHaveLength(5);
    expect(rows.length).toBeGreaterThan(25);
    const told = (row: Row, name: string) => row[`source.quality.indicators.${name}`] ?? '';
    for (const row of rows) {
      expect(told(row, 'indicator.name'), told(row, 'indicator.code')).not.toBe('');
      const share = (100 * Number(told(row, 'reported'))) / Number(told(row, 'expected'));
      expect(Number(told(row, 'completeness'))).toBeCloseTo(share, 9);
      expect(told(row, 'daysLate') === '').toBe(row.name === 'Sở Y tế');
    }
  });

  test('five systems of the sample answer and hold nothing back', async () => {
    const rows = await rowsOf('state-of-the-sources', 'departments.');
    expect(column(rows, 'code')).toEqual(['programme', 'health', 'education', 'labour', 'social-insurance']);
    expect(
      distinct(rows.map((row) => [row['source.state'], row['source.sample'], row['source.quarantined']].join())),
    ).toEqual(['ANSWERING,true,0']);
    expect(distinct(column(rows, 'source.lastError.code'))).toEqual(['']);
  });

  test('what is in quarantine is told by reason, never with its number', async () => {
    const rows = await rowsOf('quarantine', 'departments.');
    expect(rows.map((row) => [row['source.quarantined'], row['source.quarantine.reason']])).toEqual(
      Array(5).fill(['0', '']),
    );
    expect(Object.keys(rows[0] ?? {}).filter((name) => /value|numerator|denominator/.test(name))).toEqual([]);
  });

  test('health insurance is found without its diacritics', async () => {
    const rows = await rowsOf('search', 'indicators.');
    expect(column(rows, 'code')).toContain('HEALTH_INSURANCE');
    expect(rows.map((row) => row['series.source.state'])).toEqual(rows.map(() => 'ANSWERING'));
    expect(await rowsOf('search', 'indicators.', { text: 'BAO HIEM Y TE' })).toEqual(rows);
    expect(await rowsOf('search', 'indicators.', { text: 'thu vien' })).toEqual([]);
  });
});
