import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AREAS } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { JournalStore, NewVintage } from '../../subgraphs/core/journal/contract.js';
import { openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { openStore } from '../../subgraphs/core/journal/sql-store.js';
import { period, periodsBetween } from '../../subgraphs/core/period.js';
import { log, startGateways } from './gateways.js';
import type { Loaded } from './loading.js';
import { type Ground, type Measured, measured, median } from './measure.js';
import { TODAY } from './program.js';

const ROUNDS = 10;
const LOADS = 3;
const MEGABYTE = 1_000_000;

/** How a journal grows, and what it takes to load it at the start. */
export async function growth(ground: Ground): Promise<readonly Measured[]> {
  return [
    ...(await ofTheSample(ground)),
    ...(await ofLoading(ground, '25,000 figures', { months: 68, vintages: 1 })),
    ...(await ofLoading(ground, '25,000 figures, ten vintages of each', { months: 68, vintages: 10 })),
    ...(await ofLoading(ground, '250,000 figures', { months: 680, vintages: 1 })),
  ];
}

/** The sample as it is seeded, and after rounds in which every slice was asked for by itself and nothing had changed. */
async function ofTheSample(ground: Ground): Promise<Measured[]> {
  const budgets = {
    HEALTH_BUDGET: '10000',
    EDUCATION_BUDGET: '10000',
    LABOUR_BUDGET: '10000',
    PROGRAMME_BUDGET: '10000',
  };
  const gateways = await startGateways(ground, budgets);
  try {
    // Social insurance grants too few requests for so many rounds.
    const owners = gateways.owners.filter(({ department }) => department.owner !== 'social-insurance');
    const sizes = async () => sum(await Promise.all(owners.map(({ store }) => store.size())));
    const seeded = await sizes();
    const call = { requestId: 'bench', signal: new AbortController().signal, log };
    let receipts = 0;
    for (const { journal } of owners) {
      const keys = Array.from({ length: ROUNDS }, () => journal.ages()).flat();
      for (const key of keys) receipts += (await journal.refresh([key], call)).taken === 0 ? 1 : 0;
    }
    const { vintages, bytes } = await sizes();
    return [
      measured('figures and vintages in the sample (without social insurance)', seeded.vintages, ''),
      measured('  bytes for each, with indexes and what an empty journal takes', seeded.bytes / seeded.vintages, 'B'),
      measured(`  after ${receipts} refreshes without news: new vintages`, vintages - seeded.vintages, ''),
      measured('  bytes for each refresh without news', (bytes - seeded.bytes) / receipts, 'B'),
    ];
  } finally {
    await gateways.close();
  }
}

type Size = Awaited<ReturnType<JournalStore['size']>>;

function sum(sizes: readonly Size[]): Size {
  return sizes.reduce((a, b) => ({ vintages: a.vintages + b.vintages, bytes: a.bytes + b.bytes }));
}

/** Twelve monthly indicators of all areas. */
interface Extent {
  readonly months: number;
  readonly vintages: number;
}

async function ofLoading(ground: Ground, what: string, extent: Extent): Promise<Measured[]> {
  const url = await ground.database();
  const { vintages, bytes } = await fill(url, extent);
  const loads: Loaded[] = [];
  for (let i = 0; i < LOADS; i++) loads.push(await loadApart(url));
  return [
    measured(`${what}: bytes on disk for each vintage`, bytes / vintages, 'B'),
    measured('  loaded at the start in, median', median(loads.map(({ ms }) => ms)), 'ms'),
    measured('  memory that the process takes for it, median', median(loads.map((l) => l.bytes)) / MEGABYTE, 'MB'),
  ];
}

async function fill(url: string, { months, vintages }: Extent): Promise<Size> {
  const database = await openJournalDatabase({ url, dataDir: '', log });
  try {
    const now = () => TODAY;
    const store = await openStore({ database, owner: 'labour', identity: 'bench', sample: true, now, log });
    for (let vintage = 0; vintage < vintages; vintage++) {
      for (const code of codes()) await store.write((writing) => writing.append(figures(code, months, vintage)));
    }
    return await store.size();
  } finally {
    await database.close();
  }
}

function codes(): string[] {
  const indicators = readCatalogue().ofOwner('labour');
  return indicators.slice(0, 12).map(({ code }) => code);
}

/** As real ones are: a rate with its parts, a document, a place in it. */
function figures(indicator: string, months: number, vintage: number): NewVintage[] {
  const periods = periodsBetween('M', period('2020'), period('2199')).slice(0, months);
  const areas = AREAS.filter(({ level }) => level !== 'COMMUNE');
  return areas.flatMap(({ id: area }, a) =>
    periods.map(({ text }, p): NewVintage => {
      const numerator = 1000 + 7 * a + 3 * p + vintage;
      const denominator = 200_000 + 11 * a;
      return {
        ...{ indicator, area, period: text, value: (100 * numerator) / denominator, numerator, denominator },
        ...{ status: 'A', reason: null, note: null, document: 'bieu-01.xlsx', place: `${indicator}!D${p}` },
        ...{ publishedAt: '2025-07-20T02:00:00.000Z', released: null },
      };
    }),
  );
}

async function loadApart(url: string): Promise<Loaded> {
  const program = fileURLToPath(new URL('./loading.ts', import.meta.url));
  const child = fork(program, [url], { execArgv: [...process.execArgv, '--expose-gc'] });
  const ended = once(child, 'exit');
  const said = await Promise.race([once(child, 'message'), ended]);
  await ended;
  const [loaded] = said as [Loaded];
  if (typeof loaded !== 'object') throw new Error(`Loading a journal ended with code ${loaded}.`);
  return loaded;
}
