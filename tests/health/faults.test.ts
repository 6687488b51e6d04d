import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { DepartmentSource } from '../../subgraphs/core/department.js';
import { SourceError } from '../../subgraphs/core/errors.js';
import type { SourceFigure } from '../../subgraphs/core/figure.js';
import { period } from '../../subgraphs/core/period.js';
import { type LoopbackServer, loopbackServer, send } from './loopback-server.js';
import { block, call, sourceAt, TOKEN } from './setting.js';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function dhis2(listener: RequestListener): Promise<{ source: DepartmentSource; server: LoopbackServer }> {
  const server = await loopbackServer(listener);
  const source = sourceAt(server.url);
  open.push(source, server);
  return { source, server };
}

type Cells = readonly (string | number | null)[];
const HEADERS = ['dx', 'ou', 'pe', 'value', 'numerator', 'denominator', 'factor', 'multiplier', 'divisor'];
const DOCTORS: Cells = ['HaNoiDoct01', 'HaNoiCity01', '2023S1', '14.1', '11937', '8466000', '10000', '10000', '1'];
const POINTS: Cells = ['HaNoiTele01', 'HaNoiCity01', '2023S1', '43', '', '', '', '', ''];

function grid(rows: readonly Cells[], change: Record<string, unknown> = {}): string {
  const headers = HEADERS.map((name) => ({ name, column: name, meta: false }));
  return JSON.stringify({ headers, rows, width: 9, height: rows.length, ...change });
}

/** A row of telemedicine points with other cells at some places. */
function points(change: Readonly<Record<number, string | number | null>>): Cells {
  return POINTS.map((cell, i) => (i in change ? (change[i] ?? null) : cell));
}

async function ask(body: string): Promise<SourceFigure[]> {
  const { source } = await dhis2((_, response) => send(response, 200, body));
  return source.figures([block(['DOCTORS', 'TELEMEDICINE_POINTS'], ['CITY-01'], ['2023-S1'])], call());
}

async function failure(question: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await question.catch((reason: unknown) => reason);
  if (!(error instanceof SourceError)) throw new Error('the question did not fail as it should');
  expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(TOKEN);
  return error;
}

describe('an answer', () => {
  test('is read by the names of its headers, not by their places', async () => {
    const order = [8, 3, 2, 6, 0, 5, 1, 4, 7];
    const headers = order.map((i) => ({ name: HEADERS[i] }));
    const rows = [DOCTORS, POINTS].map((row) => order.map((i) => row[i]));
    expect(await ask(grid([], { headers, rows, height: 2 }))).toEqual(await ask(grid([DOCTORS, POINTS])));
  });

  test('carries a rate with its parts, the denominator in the unit of the catalogue', async () => {
    const [doctors, telemedicine] = await ask(grid([DOCTORS, POINTS]));
    expect(doctors).toMatchObject({
      value: 11_937 / 846.6,
      numerator: 11_937,
      denominator: 846.6,
      status: 'A',
      note: null,
    });
    expect(telemedicine).toMatchObject({ value: 43, numerator: 43, denominator: null, status: 'A' });
  });

  test('that contradicts its own parts keeps the published value and says so', async () => {
    const [figure] = await ask(grid([DOCTORS.with(3, '15.0')]));
    expect(figure).toMatchObject({ value: 15, numerator: 11_937, denominator: 846.6 });
    expect(figure?.note).toContain('14.1');
  });

  test.each([
    ['empty', ''],
    ['of spaces', '  '],
    ['null', null],
  ])('with a value that is blank (%s) is missing, never 0', async (_, blank) => {
    const [figure] = await ask(grid([points({ 3: blank })]));
    expect(figure).toMatchObject({ value: null, numerator: null, status: 'O', reason: 'BLANK_AT_SOURCE' });
  });

  test('with a denominator of zero does not apply', async () => {
    const [figure] = await ask(grid([DOCTORS.with(3, '0').with(4, '0').with(5, '0')]));
    expect(figure).toMatchObject({ value: null, status: 'M', reason: 'DOES_NOT_APPLY' });
  });

  test('without rows is no figures', async () => {
    expect(await ask(grid([], { width: 0 }))).toEqual([]);
  });

  test.each([
    ['43.5', 43.5],
    ['1.0E3', 1000],
    ['-2', -2],
    ['0', 0],
    [7, 7],
  ])('with the number %s is that number', async (text, value) => {
    expect((await ask(grid([points({ 3: text })])))[0]?.value).toBe(value);
  });
});

describe('an answer is unreadable as a whole', () => {
  test.each<[string, string]>([
    ...['abc', '1.234,5', '12 000', 'NaN', 'Infinity', '0x10', '1e999', '+5', '.5'].map((text): [string, string] => [
      `with "${text}" for a number`,
      grid([DOCTORS, points({ 3: text })]),
    ]),
    ['with a number that is no number below the line', grid([DOCTORS.with(5, 'many')])],
    ['with a rate without parts', grid([DOCTORS.with(4, '')])],
    ['with a factor of zero', grid([DOCTORS.with(6, '0')])],
    ['with a row that is too short', grid([DOCTORS.slice(0, 8)])],
    ['with a row that is too long', grid([[...DOCTORS, 'x']])],
    ['with a row that is none', grid([DOCTORS], { rows: [null] })],
    ['with a cell twice', grid([POINTS, POINTS])],
    ['about another indicator', grid([points({ 0: 'HaNoiBeds01' })])],
    ['about another unit', grid([points({ 1: 'HaNoiDis001' })])],
    ['about another period', grid([points({ 2: '2022S1' })])],
    ['with names instead of identifiers', grid([points({ 0: 'Telemedicine', 1: 'Ha Noi' })])],
    ['with fewer rows than it says', grid([POINTS], { height: 2 })],
    ['without headers', grid([POINTS], { headers: undefined })],
    [
      'without the header of a column',
      grid([POINTS], { headers: HEADERS.map((name) => ({ name: name.replace('factor', 'x') })) }),
    ],
    [
      'with a header twice',
      grid([POINTS], { headers: HEADERS.map((name) => ({ name: name.replace('divisor', 'value') })) }),
    ],
    ['without rows', grid([], { rows: undefined })],
    ['that is a list', '[]'],
    ['that is null', 'null'],
    ['that is cut off', grid([DOCTORS]).slice(0, -20)],
  ])('%s', async (_, body) => {
    expect((await failure(ask(body))).code).toBe('SOURCE_UNREADABLE');
  });
});

describe('a DHIS2', () => {
  const blocks = [block(['DOCTORS'], ['CITY-01'], ['2023-S1'])];
  const conflict = (errorCode: unknown) =>
    JSON.stringify({ httpStatusCode: 409, status: 'ERROR', message: 'secret table', errorCode });

  test.each<[string, RequestListener, string]>([
    ['answers 500', (_, response) => send(response, 500, '{}'), 'SOURCE_FAILED'],
    ['answers 401', (_, response) => send(response, 401, '{"httpStatusCode":401}'), 'SOURCE_UNAUTHORIZED'],
    [
      'sends its log-in page',
      (_, response) => send(response, 200, '<html>', { 'Content-Type': 'text/html' }),
      'SOURCE_UNREADABLE',
    ],
    ['sends to its log-in page', (_, response) => send(response, 302, '', { Location: '/login' }), 'SOURCE_UNREADABLE'],
    ['hangs up', (request) => request.socket.destroy(), 'SOURCE_UNREACHABLE'],
    ['takes no more questions', (_, response) => send(response, 429, '{}'), 'SOURCE_RATE_LIMITED'],
  ])('that %s fails with the right code, for every kind of question', async (_, listener, code) => {
    const { source } = await dhis2(listener);
    expect((await failure(source.figures(blocks, call()))).code).toBe(code);
    expect((await failure(source.submissions(period('2023-S1'), call()))).code).toBe(code);
    expect((await failure(source.ping(call()))).code).toBe(code);
    expect((await failure(source.probe(call()))).code).toBe(code);
  });

  test.each([
    ['E7124', 'SOURCE_REFUSED', 'GET /api/analytics.json: HTTP 409, E7124'],
    ['E7131', 'SOURCE_FAILED', 'GET /api/analytics.json: HTTP 409, E7131'],
    ['secret', 'SOURCE_REFUSED', 'GET /api/analytics.json: HTTP 409, no error code'],
    [undefined, 'SOURCE_REFUSED', 'GET /api/analytics.json: HTTP 409, no error code'],
  ])('that answers 409 with %s refuses or failed, and only its error code is kept', async (told, code, detail) => {
    const { source } = await dhis2((_, response) => send(response, 409, conflict(told)));
    expect(await failure(source.figures(blocks, call()))).toMatchObject({ code, detail });
  });

  test('that hangs is let go when the question is aborted', async () => {
    const leave = new AbortController();
    const { source, server } = await dhis2(() => leave.abort());
    expect((await failure(source.figures(blocks, call({ signal: leave.signal })))).code).toBe('SOURCE_TIMEOUT');
    expect(server.requests).toHaveLength(1);
  });

  test('that is another service altogether is unreadable', async () => {
    const { source } = await dhis2((_, response) => send(response, 200, '{"ok":true}'));
    expect((await failure(source.figures(blocks, call()))).code).toBe('SOURCE_UNREADABLE');
    expect((await failure(source.ping(call()))).code).toBe('SOURCE_UNREADABLE');
  });

  test('is not asked a question longer than it takes', async () => {
    const { source, server } = await dhis2((_, response) => send(response, 200, grid([])));
    const months = Array.from(
      { length: 1_000 },
      (_, i) => `${1900 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
    );
    const error = await failure(source.figures([block(['DOCTORS'], ['CITY-01'], months)], call()));
    expect(error.code).toBe('SOURCE_REFUSED');
    expect(server.requests).toHaveLength(0);
  });

  test('is asked in its own words: identifiers, periods, parts, no rounding', async () => {
    const { source, server } = await dhis2((_, response) => send(response, 200, grid([])));
    await source.figures(
      [block(['DOCTORS', 'HOSPITAL_BEDS'], ['CITY-01'], ['2023', '2023-S1', '2023-Q2', '2023-06'])],
      call(),
    );
    expect(server.requests[0]?.headers.authorization).toBe(`ApiToken ${TOKEN}`);
    expect(server.requests[0]?.url).toBe(
      '/api/analytics.json?dimension=dx:HaNoiBeds01;HaNoiDoct01&dimension=ou:HaNoiCity01' +
        '&dimension=pe:2023;202306;2023Q2;2023S1&includeNumDen=true&skipRounding=true&outputIdScheme=UID',
    );
  });
});

describe('registrations', () => {
  const asked = async (body: unknown) => {
    const { source } = await dhis2((_, response) => send(response, 200, JSON.stringify(body)));
    return source.submissions(period('2023-S1'), call());
  };
  const one = (change: object = {}) => ({
    period: '2023S1',
    dataSet: 'HaNoiSetS01',
    organisationUnit: 'HaNoiDis001',
    date: '2023-07-10',
    ...change,
  });

  test.each([
    ['2023-07-10', '2023-07-10'],
    ['2023-07-10T18:30:00.000', '2023-07-10'],
    ['2023-07-10T18:30:00.000+0000', '2023-07-11'],
    ['2023-07-10T00:00:00.000+0700', '2023-07-10'],
    ['2023-07-10T18:30:00Z', '2023-07-11'],
  ])('of %s came in on the day in Hanoi, %s', async (date, on) => {
    expect(await asked({ completeDataSetRegistrations: [one({ date })] })).toEqual([
      { area: 'DISTRICT-001', period: '2023-S1', on },
    ]);
  });

  test('count with the last of a unit; units that are not mapped and taken back ones are left out', async () => {
    const list = [
      one(),
      one({ date: '2023-07-12' }),
      one({ organisationUnit: 'Hospital001' }),
      one({ organisationUnit: { id: 'HaNoiDis002' }, completed: false }),
    ];
    expect(await asked({ completeDataSetRegistrations: list })).toEqual([
      { area: 'DISTRICT-001', period: '2023-S1', on: '2023-07-12' },
    ]);
  });

  test('in the form of older versions are read too', async () => {
    const old = one({ period: { id: '2023S1' }, organisationUnit: { id: 'HaNoiCity01' } });
    expect(await asked({ completeDataSetRegistrations: [old] })).toEqual([
      { area: null, period: '2023-S1', on: '2023-07-10' },
    ]);
  });

  test('of none are an empty object', async () => {
    expect(await asked({})).toEqual([]);
  });

  test.each([
    ['a list', []],
    ['text for registrations', { completeDataSetRegistrations: 'none' }],
    ['text for one of them', { completeDataSetRegistrations: ['x'] }],
    ['no date', { completeDataSetRegistrations: [one({ date: undefined })] }],
    ['a date that is none', { completeDataSetRegistrations: [one({ date: '10/07/2023' })] }],
    ['a day that is none', { completeDataSetRegistrations: [one({ date: '2023-13-10' })] }],
    ['another period', { completeDataSetRegistrations: [one({ period: '2022S1' })] }],
    ['no unit', { completeDataSetRegistrations: [one({ organisationUnit: null })] }],
  ])('with %s are unreadable', async (_, body) => {
    expect((await failure(asked(body))).code).toBe('SOURCE_UNREADABLE');
  });
});
