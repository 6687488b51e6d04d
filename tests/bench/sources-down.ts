import { setTimeout } from 'node:timers/promises';
import type { Graph } from '../../gateway/graph.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { ask, question } from '../support/questions.js';
import { type Outage, type Systems, startSystems } from './breakable.js';
import { byTurns, type Ground, type Measured, measured, median, quantile, timed } from './measure.js';
import { Clock, startProgram } from './program.js';

const STANDING = question('Standing');
const ROUNDS = 300;
const HOUR_MS = 3_600_000;
/** The department's deadline, as it is by default. */
const DEADLINE_MS = 2500;
/** Milliseconds between questions while a source is not yet left alone: it takes three failures, each in its own time. */
const PACE_MS = 100;
const LONGEST_MS = 120_000;

/** The program, its clock, and the systems behind it. */
interface Program {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly systems: Systems;
  close(): Promise<void>;
}

/**
 * The time of the main question with all sources out of order, beside that with all at work: two programs in one process,
 * asked by turns. The figures of the one whose sources are down are too old, so that each of its questions tries to ask.
 */
export async function sourcesDown(ground: Ground): Promise<readonly Measured[]> {
  const up = await startFilled(ground);
  try {
    const refusing = await during('refusing', up, ground);
    const silent = await during('silent', up, ground);
    return [...refusing, ...silent];
  } finally {
    await up.close();
  }
}

/** The program with all sources at work and every figure known. */
async function startFilled(ground: Ground): Promise<Program> {
  const systems = await startSystems(await ground.folder(), readCatalogue());
  const clock = new Clock();
  const graph = await startProgram(ground, clock, systems.variables);
  await until(async () => !(await ask(graph.url, STANDING)).errors);
  return { graph, clock, systems, close: () => graph.close().finally(systems.close) };
}

async function during(outage: Outage, up: Program, ground: Ground): Promise<Measured[]> {
  const down = await startFilled(ground);
  try {
    await down.systems.break(outage);
    down.clock.forward(HOUR_MS);
    const before: number[] = [];
    await until(async () => {
      before.push(await timed(() => standing(down)));
      return areLeftAlone(down);
    });
    const times = await byTurns({ up: () => standing(up), down: () => standing(down) }, ROUNDS);
    if (!(await areLeftAlone(down))) throw new Error('The sources that are down were not left alone.');
    return [
      measured(`all sources ${outage}: longest answer before they are left alone`, max(before), 'ms', DEADLINE_MS),
      measured('  left alone: median', median(times.down), 'ms'),
      measured('  meanwhile the program with all sources up: median', median(times.up), 'ms'),
      measured('  ratio of the medians', median(times.down) / median(times.up), 'x', 1.2),
      measured('  left alone: 95 of 100 answers within', quantile(times.down, 0.95), 'ms'),
      measured(
        '  left alone: longest, which tries again whether the sources answer',
        max(times.down),
        'ms',
        DEADLINE_MS,
      ),
    ];
  } finally {
    await down.close();
  }
}

function max(values: readonly number[]): number {
  return Math.max(...values);
}

async function standing({ graph }: Program): Promise<void> {
  const { data, errors } = await ask(graph.url, STANDING);
  if (!errors && data.programme.summary.met === 18) return;
  throw new Error(`The main question was answered otherwise: ${JSON.stringify(errors ?? data.programme.summary)}`);
}

/** True when no source is asked any more and every figure is stale. */
async function areLeftAlone({ graph }: Program): Promise<boolean> {
  const { data } = await ask(
    graph.url,
    '{ departments { source { openSince } } indicators { series { headline { stale } } } }',
  );
  const isOpen = (department: { source: { openSince: string | null } }) => department.source.openSince !== null;
  const isStale = (indicator: { series: { headline: { stale: boolean }[] } }) =>
    indicator.series.headline.every(({ stale }) => stale);
  return data.departments.every(isOpen) && data.indicators.every(isStale);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; !(await isSo()); await setTimeout(PACE_MS)) {
    if (Date.now() > end) throw new Error('The program did not come to rest within two minutes.');
  }
}
