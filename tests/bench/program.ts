import { type Graph, startGraph } from '../../gateway/graph.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import type { Ground } from './measure.js';

/** The day on which is asked: the figures of 2025 are in. */
export const TODAY = new Date('2026-03-01T03:00:00Z');

/** A clock that is moved by hand. */
export class Clock {
  #now = TODAY.getTime();

  readonly now = (): Date => new Date(this.#now);

  forward(ms: number): void {
    this.#now += ms;
  }
}

/** The whole program, on a free port, in a folder and on a database of its own. */
export async function startProgram(
  ground: Ground,
  clock: Clock,
  env: Readonly<Record<string, string>> = {},
): Promise<Graph> {
  const own = { DATA_DIR: await ground.folder(), DATABASE_URL: await ground.database(), PORT: '0' };
  const settings = { ...own, BACKGROUND_REFRESH: 'off', ...env };
  return startGraph(settings, { log: makeLogger('silent'), now: clock.now });
}
