import { readdirSync, readFileSync } from 'node:fs';
import { program } from '../../support/program.js';
import { type Ground, median } from '../measure.js';
import type { Asker } from './child.js';
import { type Figure, shown } from './figures.js';
import { bodyOf, QUESTIONS } from './questions.js';

const REQUESTS = 10_000;
const CONNECTIONS = 4;

/** `npm start` as a user starts it, twice in each folder: when it answers, and what it takes after a day's work. */
export async function started(ground: Ground, asker: Asker, rounds: number): Promise<Figure[]> {
  const times = { first: [] as number[], later: [] as number[] };
  let resident = Number.NaN;
  let folder = '';
  for (let start = 0; start < 2 * rounds; start++) {
    const isFirst = start % 2 === 0;
    if (isFirst) folder = await ground.folder();
    const began = performance.now();
    const running = program('npm', ['start'], { DATA_DIR: folder, PORT: '0' });
    try {
      const [, url = ''] = await running.prints(/answers at (http:\S+)/);
      times[isFirst ? 'first' : 'later'].push((performance.now() - began) / 1000);
      if (start === 2 * rounds - 1) {
        const bodies = await mixed(url);
        await asker.load({ url, bodies, connections: CONNECTIONS, atLeast: { requests: REQUESTS, ms: 0 } });
        resident = residentOf(running.process.pid as number) / 1e6;
      }
    } finally {
      await running.interrupt();
    }
  }
  return [
    {
      figure: 'ready after npm start, built, sandbox included',
      values: times.later,
      ...{ unit: 's', bound: 'at most', must: 5, aim: 2.5 },
      note: `the first start in a folder, which makes the databases and fills them: ${shown(median(times.first))} s`,
    },
    {
      figure: `resident after ${REQUESTS.toLocaleString('en')} mixed requests, all processes of npm start`,
      values: [resident],
      ...{ unit: 'MB', bound: 'at most', must: 350, aim: 250 },
      note: 'npm, node and PostgreSQL; pages that processes share are counted once for each',
    },
  ];
}

/** Every indicator and half-year once for each, and the large questions among them: most are asked for the first time. */
async function mixed(url: string): Promise<string[]> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: '{"query":"{ programme { halfYears indicators { code } } }"}',
  });
  const { data } = (await response.json()) as { data: { programme: Asked } };
  const { indicators, halfYears } = data.programme;
  const bodies = indicators.flatMap(({ code }) =>
    halfYears.map((period) => JSON.stringify({ query: ONE, variables: { code, period } })),
  );
  const large = (Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]).filter((name) => name !== 'many').map(bodyOf);
  return bodies.flatMap((body, index) =>
    index % 10 === 0 ? [body, large[(index / 10) % large.length] as string] : [body],
  );
}

interface Asked {
  readonly indicators: readonly { readonly code: string }[];
  readonly halfYears: readonly string[];
}

const ONE = `query One($code: String!, $period: String!) {
  indicator(code: $code) {
    name unit
    assessment(period: $period) { state sentence }
    series { observations(level: DISTRICT, periods: [$period]) {
      area { code name } period value status changeOnYear provenance { document place publishedAt }
    } }
  }
}`;

/** Bytes of a process and all that came of it: what it started itself, and databases that stand beside it. */
function residentOf(root: number): number {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap(statusOf);
  const of = new Set([root]);
  for (let before = -1; before !== of.size; ) {
    before = of.size;
    for (const { pid, parent } of all) if (of.has(parent)) of.add(pid);
  }
  return all.filter(({ pid }) => of.has(pid)).reduce((sum, { resident }) => sum + resident, 0);
}

function statusOf(pid: string) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return [{ pid: Number(pid), parent: number('PPid'), resident: number('VmRSS') * 1024 }];
  } catch (error) {
    // The process ended between the listing and the look.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
