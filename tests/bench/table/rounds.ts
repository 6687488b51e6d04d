import type { Loaded } from './load-main.js';
import { bodyOf, QUESTIONS, type QuestionName } from './questions.js';
import { answers, type Row, type Servers, type Target } from './servers.js';

/** What one server did with one question in one round. */
export interface Sample {
  /** Milliseconds of an answer: the median of the round. */
  readonly ms: number;
  /** Requests in a second. */
  readonly rate: number;
  /** Milliseconds of processor for a request: of the server, and of the server and all that it asks. */
  readonly cpuMs: number;
  readonly cpuAllMs: number;
  /** Bytes of the server's memory after the round. */
  readonly rss: number;
  readonly requests: number;
}

/** Of one server and one question: a sample of each round. */
export interface Cell {
  readonly row: Row;
  readonly question: QuestionName;
  readonly samples: readonly Sample[];
}

/** How long a server is asked one question in a round: both are reached. */
const LENGTH: Readonly<Record<QuestionName, { readonly requests: number; readonly ms: number }>> = {
  dashboard: { requests: 10, ms: 1000 },
  districts: { requests: 10, ms: 700 },
  cells: { requests: 10, ms: 1000 },
  many: { requests: 1, ms: 0 },
  tiny: { requests: 100, ms: 700 },
};
/**
 * Rounds to warm up, in which nothing is counted: a server that answers a hundred requests in one still compiles what it runs
 * after several, and the first question meets all that the others share.
 */
const WARM_UP: Readonly<Record<QuestionName, number>> = { dashboard: 8, districts: 2, cells: 4, many: 2, tiny: 4 };

/** Every question of every server by turns, so that whatever else the machine does meets all alike. */
export async function inRounds(servers: Servers, rounds: number, say: (text: string) => void): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const question of Object.keys(QUESTIONS) as QuestionName[]) {
    say(`asking: ${question}`);
    const rows = [...servers.targets].filter(([row]) => answers(row, question));
    const samples = new Map<Row, Sample[]>(rows.map(([row]) => [row, []]));
    for (let round = -WARM_UP[question]; round < rounds; round++) {
      for (const [row, target] of round % 2 === 0 ? rows : rows.toReversed()) {
        const sample = await sampleOf(servers, target, question);
        if (round >= 0) samples.get(row)?.push(sample);
      }
    }
    for (const [row] of rows) cells.push({ row, question, samples: samples.get(row) ?? [] });
  }
  return cells;
}

async function sampleOf(servers: Servers, { server, behind, url }: Target, question: QuestionName): Promise<Sample> {
  const { connections } = QUESTIONS[question];
  await server.usage();
  await behind?.usage();
  const load = { url: url(question), bodies: [bodyOf(question)], connections, atLeast: LENGTH[question] };
  const loaded = await servers.asker.load(load);
  const own = await server.usage();
  const others = await behind?.usage();
  const { requests, ms } = loaded;
  return {
    ms: middle(loaded),
    rate: (1000 * requests) / ms,
    cpuMs: own.cpuMs / requests,
    cpuAllMs: (own.cpuMs + (others?.cpuMs ?? 0)) / requests,
    rss: own.rss,
    requests,
  };
}

function middle({ times }: Loaded): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
