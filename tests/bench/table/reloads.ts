import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ground } from '../measure.js';
import { type Figure, shown } from './figures.js';
import type { Reloaded, Reloads } from './reloads-main.js';

const TIMES = 50;

/** How much more the program holds after new supergraphs and catalogues, in percent of what it held before the first. */
export async function memoryAfterReloads(ground: Ground): Promise<Figure> {
  const place = { dataDir: await ground.folder(), databaseUrl: await ground.database() };
  const { before, after, ms } = await reloaded({ place, times: TIMES });
  const mb = (bytes: number) => shown(bytes / 1024 / 1024);
  return {
    figure: `memory after ${TIMES} reloads, more than before`,
    values: [(100 * (after - before)) / before],
    ...{ unit: '%', bound: 'at most', must: 10, aim: 10 },
    note: `${mb(before)} MB before, ${mb(after)} MB after a new supergraph and catalogue each time, ${shown(ms)} ms a time`,
  };
}

async function reloaded(reloads: Reloads): Promise<Reloaded> {
  const program = fileURLToPath(new URL('./reloads-main.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(reloads)], { execArgv: [...process.execArgv, '--expose-gc'] });
  const ended = once(child, 'exit');
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [Reloaded | number | null];
  await ended;
  if (said === null || typeof said !== 'object') throw new Error(`The program that reloads ended with code ${said}.`);
  return said;
}
