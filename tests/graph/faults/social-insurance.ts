import { period } from '../../../subgraphs/core/period.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';
import { Faults } from '../../../subgraphs/core/table.js';
import { periodCode } from '../../../subgraphs/social-insurance/codes.js';
import { DEFAULT_MAPPING, readMapping } from '../../../subgraphs/social-insurance/mapping.js';
import { startPlatform } from '../../../subgraphs/social-insurance/sandbox/platform.js';
import type { Statistic } from '../../../subgraphs/social-insurance/statistics.js';
import { catalogue, log } from '../../labour/drop-folder.js';
import { withBody } from '../../social-insurance/front.js';
import { type Case, IN_FUTURE, type Matrix, SECRET } from './fault.js';
import { type HttpSystem, httpCases, httpSystem } from './http-system.js';

const FIGURES = '/v1/statistics/search';
const TOKEN = '/oauth/token';
const CLIENT_SECRET = 'between-you-and-me-4711';
const mapping = readMapping(DEFAULT_MAPPING, catalogue, new Faults());

/** Changes the pages of figures. */
function pages(change: (page: Page) => Page) {
  return (system: HttpSystem) =>
    system.spoil(({ route, reply }) =>
      route.includes(FIGURES) && reply.status === 200
        ? withBody(reply, (body) => change(body as unknown as Page))
        : reply,
    );
}

interface Page {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly items: readonly Statistic[];
}

/** Changes the city's figure of an indicator in the first half of 2023. */
function cell(indicator: string, change: (item: Statistic) => Statistic) {
  const code = mapping.indicators.get(indicator)?.code;
  const city = mapping.areas.get('CITY-01');
  const text = periodCode(period('2023-S1'));
  const isIt = (item: Statistic) => item.indicator === code && item.area === city && item.period === text;
  return pages((page) => ({ ...page, items: page.items.map((item) => (isIt(item) ? change(item) : item)) }));
}

const only = (indicator: string) => (c: { indicator: string; period: string }) =>
  c.indicator === indicator && c.period === '2023-S1';

const SPOILT = { indicator: '', area: '', period: '', numerator: 'internal-host-7', denominator: null, rate: null };

/** The figure with another numerator, and the rate that it makes. */
function counted(item: Statistic, numerator: number): Statistic {
  const rate = Math.round((10_000 * numerator) / (item.denominator ?? 0)) / 100;
  return { ...item, numerator, rate };
}

const CASES: Case<HttpSystem>[] = [
  ...httpCases(FIGURES),
  {
    ...{ fault: '401 then token renewed', how: 'the token is revoked, a new one serves', outcome: 'answers' },
    breaks: (system) => {
      let revoked = true;
      system.spoil(({ route, reply }) => {
        if (route.includes(TOKEN)) revoked = false;
        return revoked ? { ...reply, status: 401, body: JSON.stringify({ message: SECRET }) } : reply;
      });
    },
  },
  {
    ...{ fault: '401 for good', how: 'tokens are given out, and none is taken' },
    outcome: { fails: 'SOURCE_UNAUTHORIZED' },
    breaks: (system) =>
      system.spoil(({ route, reply }) => (route.includes(TOKEN) ? reply : { ...reply, status: 401, body: SECRET })),
  },
  {
    ...{ fault: 'empty', how: 'no items' },
    outcome: { holds: 'FEWER_AREAS', cells: () => true, isEmpty: true },
    breaks: pages((page) => ({ ...page, total: 0, items: [] })),
  },
  {
    ...{ fault: 'half of the pages', how: 'the last ones come without items' },
    outcome: { fails: 'SOURCE_UNREADABLE' },
    breaks: pages((page) => (page.page > 1 ? { ...page, items: [] } : page)),
  },
  {
    ...{ fault: 'half of the pages', how: 'it speaks of half as many' },
    outcome: { holds: 'FEWER_AREAS', cells: 'some' },
    breaks: pages((page) => ({ ...page, total: 100 * Math.ceil(page.total / 200) })),
  },
  {
    ...{ fault: 'spoilt', how: 'one number that is none' },
    outcome: { fails: 'SOURCE_UNREADABLE' },
    breaks: pages((page) => ({ ...page, items: [SPOILT as unknown as Statistic, ...page.items.slice(1)] })),
  },
  {
    ...{ fault: 'spoilt', how: 'a printed rate that its parts do not make' },
    outcome: { holds: 'UNREADABLE', cells: only('PENSION'), wrong: ['12.34'] },
    breaks: cell('PENSION', (item) => ({ ...item, rate: 12.34 })),
  },
  {
    ...{ fault: 'wrong figures', how: 'a part larger than its whole' },
    outcome: { holds: 'NUMERATOR_ABOVE_DENOMINATOR', cells: only('PENSION'), wrong: ['98765432'] },
    breaks: cell('PENSION', (item) => counted(item, 98765432)),
  },
  {
    ...{ fault: 'wrong figures', how: 'a step that is not plausible' },
    outcome: { holds: 'JUMP', cells: only('PENSION') },
    breaks: cell('PENSION', (item) => counted(item, Math.round((item.numerator ?? 0) / 3))),
  },
  {
    ...{ fault: 'wrong figures', how: 'the city is not the sum of its districts' },
    outcome: { holds: 'SUM_OF_DISTRICTS', cells: only('UNEMPLOYMENT_INSURANCE') },
    breaks: cell('UNEMPLOYMENT_INSURANCE', (item) => counted(item, (item.numerator ?? 0) + 77)),
  },
  {
    ...{ fault: 'clock skew', how: 'a figure that says it was published in years' },
    outcome: { holds: 'PUBLISHED_IN_FUTURE', cells: only('PENSION'), wrong: ['2031-09-09'] },
    breaks: cell('PENSION', (item) => ({ ...item, updatedAt: IN_FUTURE })),
  },
];

export const SOCIAL_INSURANCE: Matrix<HttpSystem> = {
  department: 'social-insurance',
  rows: [
    ...CASES,
    { fault: 'database gone', why: 'it lies behind the service, which then answers 500' },
    { fault: 'workbook locked', why: 'there are no workbooks' },
  ],
  unasked: catalogue.ofOwner('social-insurance').map(({ code }) => ({ indicator: code, frequency: 'A' })),
  spare: catalogue.ofOwner('social-insurance').map(({ code }) => ({ indicator: code, frequency: 'Q' })),
  open: async () => {
    // The sandbox's own budget is that of a real service: the matrix asks far more often than anybody.
    const figures = sampleOf(catalogue)('social-insurance');
    const options = { port: 0, catalogue, figures, budget: 1_000_000, clientSecret: CLIENT_SECRET, log };
    const platform = await startPlatform(options);
    return httpSystem(platform.variables.SOCIAL_INSURANCE_URL ?? '', {
      variables: (url) => ({
        ...platform.variables,
        SOCIAL_INSURANCE_URL: url,
        SOCIAL_INSURANCE_SAMPLE: 'true',
        SOCIAL_INSURANCE_BUDGET: '99999',
      }),
      secrets: [CLIENT_SECRET],
      close: () => platform.close(),
    });
  },
};
