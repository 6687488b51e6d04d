import { z } from 'zod';
import { CITY } from '../../schema/areas/areas.js';
import type { Call, DepartmentSource, ProbeReport, SourceContext } from '../core/department.js';
import type { Block, SourceFigure, Submission } from '../core/figure.js';
import type { Period } from '../core/period.js';
import { OWNER } from './budget.js';
import { type Client, openClient } from './client.js';
import { type Clock, systemClock } from './clock.js';
import { periodCode } from './codes.js';
import type { Mapping } from './mapping.js';
import { allPages, PAGE_SIZE } from './pages.js';
import type { SocialInsuranceSettings } from './settings.js';
import { STATISTIC, searchOf } from './statistics.js';

const COUNT = z.number().int().nonnegative();
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ page: COUNT, size: COUNT, total: COUNT, items: z.array(item).max(PAGE_SIZE) });

const STATISTICS_PAGE = pageOf(STATISTIC);
const SUBMISSIONS_PAGE = pageOf(z.object({ area: z.string(), receivedOn: z.iso.date() }));
const CODES = z.array(z.object({ code: z.string() }));
const METADATA = z.object({
  name: z.string().max(200),
  version: z.string().max(50),
  indicators: CODES,
  areas: CODES,
});

/** More reports of one period than there are units of the insurance in the country. */
const SUBMISSIONS_AT_MOST = 5_000;

/** Opens the department's system; nothing is asked yet. */
export function openSource(
  settings: SocialInsuranceSettings,
  context: SourceContext,
  clock: Clock = systemClock,
): DepartmentSource {
  const { mapping } = settings;
  const client = openClient(settings, clock);
  return {
    figures: (blocks, call) => figures(client, mapping, blocks, context, call),
    submissions: (period, call) => submissions(client, mapping, period, call),
    probe: (call) => probe(client, mapping, context, call),
    async ping({ signal }) {
      await client.get('/v1/metadata', [], METADATA, signal);
    },
    budgetLeft: () => client.budgetLeft(),
    async close() {
      client.close();
    },
  };
}

async function figures(
  client: Client,
  mapping: Mapping,
  blocks: readonly Block[],
  { catalogue }: SourceContext,
  { signal }: Call,
): Promise<SourceFigure[]> {
  const search = searchOf(blocks, mapping);
  if (search.cells === 0) return [];
  const items = await allPages(
    (page, ended) => {
      const body = { queries: search.queries, page, size: PAGE_SIZE };
      return client.post('/v1/statistics/search', body, STATISTICS_PAGE, ended);
    },
    search.cells,
    signal,
  );
  return search.figures(items, catalogue);
}

async function submissions(client: Client, mapping: Mapping, period: Period, { signal }: Call): Promise<Submission[]> {
  const areas = new Map([...mapping.areas].map(([id, code]) => [code, id]));
  const items = await allPages(
    (page, ended) => {
      const query = [
        ['period', periodCode(period)],
        ['page', String(page)],
        ['size', String(PAGE_SIZE)],
      ] as const;
      return client.get('/v1/submissions', query, SUBMISSIONS_PAGE, ended);
    },
    SUBMISSIONS_AT_MOST,
    signal,
  );
  return items.flatMap(({ area, receivedOn }) => {
    const id = areas.get(area);
    // The source knows units that are no areas of the graph. The city's own report is that of the whole department.
    return id ? [{ area: id === CITY.id ? null : id, period: period.text, on: receivedOn }] : [];
  });
}

async function probe(
  client: Client,
  mapping: Mapping,
  { catalogue }: SourceContext,
  { signal }: Call,
): Promise<ProbeReport> {
  const metadata = await client.get('/v1/metadata', [], METADATA, signal);
  const known = new Set(metadata.indicators.map(({ code }) => code));
  const knownAreas = new Set(metadata.areas.map(({ code }) => code));
  const why = 'the service does not list this code';
  const named = [...mapping.indicators.values()];
  const areas = [...mapping.areas].map(([id, code]) => ({ id, code }));
  return {
    system: `${metadata.name}, ${metadata.version}`,
    mapped: named.filter(({ code }) => known.has(code)).map(({ id }) => id),
    missing: catalogue
      .ofOwner(OWNER)
      .map(({ code }) => code)
      .filter((code) => !mapping.indicators.has(code)),
    refused: [
      ...named.filter(({ code }) => !known.has(code)),
      ...areas.filter(({ code }) => !knownAreas.has(code)),
    ].map(({ id, code }) => ({ what: `${id} (${code})`, why })),
  };
}
