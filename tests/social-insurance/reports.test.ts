import { describe, expect, it } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { parsePeriod, period } from '../../subgraphs/core/period.js';
import { withBody } from './front.js';
import { DISTRICTS, figuresFor, HALVES, stage } from './stage.js';

const EVERYWHERE = [{ indicators: ['PENSION'], areas: [CITY, ...DISTRICTS], periods: HALVES }];

describe('the reports of a period', () => {
  it('are those of the districts and, as the whole department, of the city', async () => {
    const { source, sandbox, call } = await stage({ figures: figuresFor(EVERYWHERE) });
    const reports = await source.submissions(period('2023-S1'), call);
    expect(reports.map(({ area }) => area).sort()).toEqual([...DISTRICTS.map(({ id }) => id), null].sort());
    expect(new Set(reports.map((report) => report.period))).toEqual(new Set(['2023-S1']));
    const last = reports
      .filter(({ area }) => area)
      .map(({ on }) => on)
      .sort()
      .at(-1);
    expect(reports.find(({ area }) => area === null)?.on).toBe(last);
    expect(sandbox.asked).toEqual(['POST /oauth/token', 'GET /v1/submissions page 1']);
  });

  it('are none of a period without figures', async () => {
    const { source, call } = await stage({ figures: figuresFor(EVERYWHERE) });
    expect(await source.submissions(period('2019'), call)).toEqual([]);
  });

  it('are in the sample mostly in time, and some of them late', async () => {
    const { source, call } = await stage({ figures: figuresFor(EVERYWHERE) });
    const late = { some: 0, all: 0 };
    for (const half of HALVES) {
      for (const { area, on } of await source.submissions(half, call)) {
        if (area === null) continue;
        late.all += 1;
        const end = Date.parse(half.part === 1 ? `${half.year}-06-30` : `${half.year}-12-31`);
        if (Date.parse(on) - end > 15 * 86_400_000) late.some += 1;
      }
    }
    expect(late.some).toBeGreaterThan(0);
    expect(late.some).toBeLessThan(late.all / 20);
  });

  it('leave out units that are no areas of the graph', async () => {
    const { source, call } = await stage({
      figures: figuresFor(EVERYWHERE),
      spoil: ({ route, reply }) =>
        route.includes('submissions')
          ? withBody(reply, (body) => ({
              ...body,
              total: 1,
              items: [{ area: 'BHXH-TW', receivedOn: '2023-07-01' }],
            }))
          : reply,
    });
    expect(await source.submissions(period('2023-S1'), call)).toEqual([]);
  });
});

describe('a probe', () => {
  it('says which system answers, what is mapped and what is missing', async () => {
    const { source, sandbox, call } = await stage();
    const report = await source.probe(call);
    expect(report.system).toMatch(/bảo hiểm xã hội.*1\.0/);
    expect(report.mapped).toHaveLength(readCatalogue().seriesOf('social-insurance').length);
    expect([report.missing, report.refused]).toEqual([[], []]);
    await source.ping(call);
    expect(sandbox.asked).toEqual(['POST /oauth/token', 'GET /v1/metadata', 'GET /v1/metadata']);
  });

  it('names the codes that the system does not know', async () => {
    const spoil = ({ route, reply }: Parameters<NonNullable<Parameters<typeof stage>[0]>['spoil'] & object>[0]) =>
      route.includes('metadata')
        ? withBody(reply, (body) => ({ ...body, indicators: [], areas: [{ code: 'HN' }] }))
        : reply;
    const { source, call } = await stage({ spoil });
    const report = await source.probe(call);
    expect(report.mapped).toEqual([]);
    expect(report.refused).toHaveLength(readCatalogue().seriesOf('social-insurance').length + DISTRICTS.length + 126);
    expect(report.refused[0]?.what).toBe('HEALTH_INSURANCE (BHYT_BAOPHU)');
  });
});

it('every period of the graph has a code of its own at the source', async () => {
  const texts = ['2023', '2023-S1', '2023-S2', '2023-Q1', '2023-Q4', '2023-01', '2023-12'];
  const { periodCode } = await import('../../subgraphs/social-insurance/codes.js');
  const codes = texts.map((text) => periodCode(parsePeriod(text) ?? period(text)));
  expect(codes).toEqual(['2023', '2023H1', '2023H2', '2023Q1', '2023Q4', '202301', '202312']);
});
