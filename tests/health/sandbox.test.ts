import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AREAS } from '../../schema/areas/areas.js';
import type { DepartmentSource, Sandbox } from '../../subgraphs/core/department.js';
import { lastDay, period } from '../../subgraphs/core/period.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { health } from '../../subgraphs/health/index.js';
import { block, call, catalogue, log } from './setting.js';

let sandbox: Sandbox;
let source: DepartmentSource;

beforeAll(async () => {
  sandbox = await health.startSandbox({ port: 0, dataDir: '', catalogue, log });
  source = await health.open(health.parse(sandbox.variables, { catalogue }), { catalogue, log });
});

afterAll(async () => {
  await source.close();
  await sandbox.close();
});

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.variables.HEALTH_URL}${path}`, {
    headers: { Authorization: `ApiToken ${sandbox.variables.HEALTH_TOKEN}` },
  });
  return { status: answer.status, body: await answer.json() };
}

const DX = 'dimension=dx:HaNoiDoct01';
const OU = 'dimension=ou:HaNoiCity01';
const PE = 'dimension=pe:2023S1';

describe('the sandbox holds the sample', () => {
  test('every figure with a value comes through the source as it is in the sample, in one question', async () => {
    sandbox.asked.length = 0;
    const sample = sampleOf(catalogue)('health').filter((figure) => figure.value !== null);
    const periods = [...new Set(sample.map((figure) => figure.period))];
    const all = block(
      catalogue.seriesOf('health').map((i) => i.code),
      AREAS.map((a) => a.id),
      periods,
    );
    const found = new Map(
      (await source.figures([all], call())).map((f) => [`${f.indicator} ${f.area} ${f.period}`, f]),
    );
    expect(found.size).toBe(sample.length);
    for (const figure of sample) {
      const { value, numerator, denominator, note } =
        found.get(`${figure.indicator} ${figure.area} ${figure.period}`) ?? {};
      expect({ ...figure, value, numerator, denominator }).toEqual(figure);
      expect(note).toBeNull();
    }
    expect(sandbox.asked).toEqual(['GET /api/analytics.json']);
  });

  test('reports: the city completes with its last district, and somebody is late at some time', async () => {
    const late: string[] = [];
    for (const year of [2020, 2021, 2022, 2023, 2024]) {
      for (const text of [`${year}-S1`, `${year}-S2`]) {
        const submissions = await source.submissions(period(text), call());
        const whole = submissions.find((s) => s.area === null);
        const districts = submissions.filter((s) => s.area !== null);
        expect(districts).toHaveLength(30);
        expect(whole?.on).toBe(
          districts
            .map((s) => s.on)
            .sort()
            .at(-1),
        );
        const due = Date.parse(lastDay(period(text))) + health.dueDays * 86_400_000;
        late.push(...districts.filter((s) => Date.parse(s.on) > due).map((s) => `${s.area} ${text}`));
      }
    }
    expect(late.length).toBeGreaterThan(0);
    expect(late.length).toBeLessThan(30);
    expect((await source.submissions(period('2025-S2'), call())).length).toBe(1 + 126);
  });
});

describe('the sandbox speaks as DHIS2 does', () => {
  test.each([
    ['', 'E7101'],
    [`${OU}&${PE}`, 'E7102'],
    [`${DX}&${OU}`, 'E7104'],
    [`${DX}&${DX}&${OU}&${PE}`, 'E7111'],
    [`dimension=dx:Unknown0001&${OU}&${PE}`, 'E7124'],
    [`${DX}&dimension=ou:Unknown0001&${PE}`, 'E7124'],
    [`${DX}&${OU}&dimension=pe:2023-S1`, 'E7124'],
    [`${DX}&${OU}&${PE}&dimension=xy:a`, 'E7125'],
  ])('the question "%s" is refused with 409 and %s', async (query, errorCode) => {
    const { status, body } = await get(`/api/analytics.json?${query}`);
    expect(status).toBe(409);
    expect(body).toMatchObject({ httpStatus: 'Conflict', httpStatusCode: 409, status: 'ERROR', errorCode });
  });

  test('a grid has headers, rows of texts, its size, and names unless these are declined', async () => {
    const { body } = await get(`/api/analytics.json?dimension=dx:HaNoiDoct01;Unknown0001&${OU}&${PE}`);
    expect(body).toMatchObject({
      headers: [{ name: 'dx', meta: true }, { name: 'ou' }, { name: 'pe' }, { name: 'value', valueType: 'NUMBER' }],
      rows: [['HaNoiDoct01', 'HaNoiCity01', '2023S1', expect.stringMatching(/^\d+(\.\d)?$/)]],
      width: 4,
      height: 1,
      metaData: { items: { HaNoiCity01: { name: 'Thành phố Hà Nội' } }, dimensions: { dx: ['HaNoiDoct01'] } },
    });
    expect((await get(`/api/analytics.json?${DX}&${OU}&${PE}&skipMeta=true`)).body).not.toHaveProperty('metaData');
  });

  test('the parts of a value are there when they are asked for, and blank for a data element', async () => {
    const { body } = await get(
      `/api/analytics?dimension=dx:HaNoiTele01&${OU}&${PE}&includeNumDen=true&skipRounding=true`,
    );
    const number = expect.stringMatching(/^\d+\.0$/);
    expect(body).toMatchObject({
      rows: [['HaNoiTele01', 'HaNoiCity01', '2023S1', number, '', '', '', '', '']],
      width: 9,
    });
  });

  test('lists of objects come in pages unless these are declined', async () => {
    expect((await get('/api/organisationUnits?fields=id')).body).toMatchObject({ pager: { total: 157, pageSize: 50 } });
    expect((await get('/api/indicators.json?fields=id,name&filter=id:in:[HaNoiDoct01]&paging=false')).body).toEqual({
      indicators: [{ id: 'HaNoiDoct01', name: 'Số bác sỹ trên một vạn dân' }],
    });
  });

  test('a stranger gets 401 in its form, and an unknown path 404', async () => {
    const stranger = await fetch(`${sandbox.variables.HEALTH_URL}/api/system/info`);
    expect(stranger.status).toBe(401);
    expect(await stranger.json()).toMatchObject({ httpStatus: 'Unauthorized', status: 'ERROR' });
    expect((await get('/api/nothing')).status).toBe(404);
  });
});

describe('the sandbox as a program', () => {
  test('says in one sentence that its port is taken', async () => {
    const port = Number(new URL(sandbox.variables.HEALTH_URL ?? '').port);
    await expect(health.startSandbox({ port, dataDir: '', catalogue, log })).rejects.toThrow(
      `The sandbox of health cannot listen on 127.0.0.1:${port}: another program does already.`,
    );
  });

  test('ends at once although a client keeps its connection, and may be ended twice', async () => {
    const other = await health.startSandbox({ port: 0, dataDir: '', catalogue, log });
    const client = await health.open(health.parse(other.variables, { catalogue }), { catalogue, log });
    await client.ping(call());
    const halfway = connect(Number(new URL(other.variables.HEALTH_URL ?? '').port), '127.0.0.1');
    halfway.on('error', () => undefined);
    halfway.write('GET /api/system/info HTTP/1.1\r\n');
    await client.ping(call());
    await other.close();
    await other.close();
    await expect(client.ping(call())).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    await client.close();
  });
});
