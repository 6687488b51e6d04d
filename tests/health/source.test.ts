import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DepartmentSource, Sandbox } from '../../subgraphs/core/department.js';
import { period } from '../../subgraphs/core/period.js';
import { serve } from '../../subgraphs/health/sandbox/server.js';
import { storeOf } from '../../subgraphs/health/sandbox/store.js';
import { block, call, catalogue, FIGURES, log, mapping, sourceAt } from './setting.js';

let sandbox: Sandbox;
let source: DepartmentSource;
const more: DepartmentSource[] = [];

beforeAll(async () => {
  sandbox = await serve(storeOf(FIGURES, mapping, catalogue), { port: 0, log });
  source = sourceAt(sandbox.variables.HEALTH_URL ?? '');
});

afterEach(async () => {
  sandbox.asked.length = 0;
  for (const one of more.splice(0)) await one.close();
});

afterAll(async () => {
  await source.close();
  await sandbox.close();
});

function sandboxSource(change: Parameters<typeof sourceAt>[1]): DepartmentSource {
  const made = sourceAt(sandbox.variables.HEALTH_URL ?? '', change);
  more.push(made);
  return made;
}

describe('figures', () => {
  test('of several blocks are one question to the source', async () => {
    const blocks = [
      block(['DOCTORS', 'TELEMEDICINE_POINTS'], ['CITY-01'], ['2023-S1']),
      block(['DOCTORS'], ['DISTRICT-001', 'DISTRICT-002'], ['2023-S1', '2023']),
      block(['LIFE_EXPECTANCY'], ['CITY-01'], ['2022']),
    ];
    const figures = await source.figures(blocks, call());
    expect(figures.map((f) => `${f.indicator} ${f.area} ${f.period}`).sort()).toEqual([
      'DOCTORS CITY-01 2023-S1',
      'DOCTORS DISTRICT-001 2023-S1',
      'DOCTORS DISTRICT-002 2023-S1',
      'LIFE_EXPECTANCY CITY-01 2022',
      'TELEMEDICINE_POINTS CITY-01 2023-S1',
    ]);
    expect(sandbox.asked).toEqual(['GET /api/analytics.json']);
  });

  test('come through DHIS2 exactly as they were put in, whatever is asked for, and nothing else', async () => {
    const some = (values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 5 });
    const blocks = fc.array(
      fc.record({
        indicators: some([...mapping.items.keys()]),
        areas: some(['CITY-01', 'DISTRICT-001', 'DISTRICT-002', 'DISTRICT-282']),
        periods: some(['2022', '2023', '2023-S1', '2023-Q2', '2023-06']),
      }),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(blocks, async (asked) => {
        const figures = await source.figures(
          asked.map((b) => block(b.indicators, b.areas, b.periods)),
          call(),
        );
        const expected = FIGURES.filter(
          (f) =>
            f.value !== null &&
            asked.some(
              (b) => b.indicators.includes(f.indicator) && b.areas.includes(f.area) && b.periods.includes(f.period),
            ),
        );
        const bare = (f: (typeof FIGURES)[number] | (typeof figures)[number]) => ({
          cell: `${f.indicator} ${f.area} ${f.period}`,
          numbers: [f.value, f.numerator, f.denominator, f.status],
        });
        const byCell = (a: { cell: string }, b: { cell: string }) => a.cell.localeCompare(b.cell);
        expect(figures.map(bare).sort(byCell)).toEqual(expected.map(bare).sort(byCell));
      }),
      { numRuns: 60 },
    );
  });

  test('say where they come from', async () => {
    const [figure] = await source.figures([block(['DOCTORS'], ['CITY-01'], ['2023-S1'])], call());
    expect(figure).toMatchObject({
      document: 'Số bác sỹ trên một vạn dân',
      place: 'dx HaNoiDoct01, ou HaNoiCity01, pe 2023S1',
      publishedAt: null,
    });
  });

  test('that nothing in the mapping names are not asked for at all', async () => {
    expect(await source.figures([block(['SCHOOLS'], ['CITY-01'], ['2023'])], call())).toEqual([]);
    expect(await source.figures([], call())).toEqual([]);
    expect(sandbox.asked).toEqual([]);
  });

  test('with a zero denominator, like any that nobody reported, are not in the list', async () => {
    expect(await source.figures([block(['HEALTH_RECORDS'], ['DISTRICT-002'], ['2023-S1'])], call())).toEqual([]);
  });
});

describe('a mapping that does not fit the source', () => {
  const wrong = (code: string, uid: string) => {
    const item = mapping.items.get(code);
    if (!item) throw new Error(code);
    return { ...mapping, items: new Map([...mapping.items, [code, { ...item, uid }]]) };
  };

  test('is refused where nothing in it is known', async () => {
    const changed = sandboxSource({ mapping: wrong('DOCTORS', 'AbcdefghijK') });
    const question = changed.figures([block(['DOCTORS'], ['CITY-01'], ['2023-S1'])], call());
    await expect(question).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
      detail: 'GET /api/analytics.json: HTTP 409, E7124',
    });
  });

  test('is named in the log where part of it is known, and the known part is served', async () => {
    const changed = sandboxSource({ mapping: wrong('DOCTORS', 'AbcdefghijK') });
    const warn = vi.fn();
    const figures = await changed.figures(
      [block(['DOCTORS', 'TELEMEDICINE_POINTS'], ['CITY-01'], ['2023-S1'])],
      call({ log: { debug: log.debug, info: log.info, error: log.error, child: log.child, warn } }),
    );
    expect(figures.map((f) => f.indicator)).toEqual(['TELEMEDICINE_POINTS']);
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ what: ['DOCTORS (AbcdefghijK)'] }), expect.any(String));
  });

  test('is listed by the probe: mapped, missing and refused', async () => {
    const items = new Map([...wrong('DOCTORS', 'AbcdefghijK').items].filter(([code]) => code !== 'HOSPITAL_BEDS'));
    const units = new Map([...mapping.units, ['DISTRICT-001', 'AbcdefghijL']]);
    const report = await sandboxSource({ mapping: { ...mapping, items, units } }).probe(call());
    expect(report.system).toMatch(/^DHIS2 2\./);
    expect(report.mapped).not.toContain('DOCTORS');
    expect(report.mapped).toHaveLength(mapping.items.size - 2);
    expect(report.missing).toEqual(['HOSPITAL_BEDS']);
    expect(report.refused.map((one) => one.what)).toEqual(['DOCTORS = AbcdefghijK', 'DISTRICT-001 = AbcdefghijL']);
  });
});

describe('a probe of the sandbox', () => {
  test('finds everything that the default mapping names, and that it names everything', async () => {
    const report = await source.probe(call());
    expect(report.mapped.toSorted()).toEqual(
      catalogue
        .seriesOf('health')
        .map((i) => i.code)
        .toSorted(),
    );
    expect(report).toMatchObject({ missing: [], refused: [] });
  });
});

describe('submissions', () => {
  test('are the completed data sets: the districts by id, the city for the whole department', async () => {
    const submissions = await source.submissions(period('2023-S1'), call());
    expect(submissions.map((s) => s.area)).toEqual([null, 'DISTRICT-001', 'DISTRICT-002']);
    for (const { on } of submissions) expect(on).toMatch(/^2023-07-\d\d$/);
    const [city, ...districts] = submissions.map((s) => s.on);
    expect(city).toBe(districts.toSorted().at(-1));
    expect(sandbox.asked).toEqual(['GET /api/completeDataSetRegistrations.json']);
  });

  test('of a period without any are none, and of a frequency without a data set nothing is asked', async () => {
    expect(await source.submissions(period('2019'), call())).toEqual([]);
    sandbox.asked.length = 0;
    expect(await source.submissions(period('2023-06'), call())).toEqual([]);
    expect(sandbox.asked).toEqual([]);
  });
});

test('a wrong token is refused', async () => {
  const stranger = sandboxSource({ token: 'd2pat_other' });
  await expect(stranger.ping(call())).rejects.toMatchObject({ code: 'SOURCE_UNAUTHORIZED' });
  await source.ping(call());
});
