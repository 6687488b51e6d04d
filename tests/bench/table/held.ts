import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openJournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { openStore } from '../../../subgraphs/core/journal/sql-store.js';
import { DEPARTMENTS_AT_WORK } from '../../../subgraphs/departments.js';
import { openOwnerJournal, startOptions } from '../../../subgraphs/owner-journal.js';
import { readSubgraphSettings } from '../../../subgraphs/settings.js';
import type { Ground } from '../measure.js';
import { TODAY } from '../program.js';
import type { Figure } from './figures.js';
import type { Held, Hold } from './held-main.js';
import { log } from './subgraphs.js';

/** Journals of each owner: with fewer, what a process needs anyway would weigh too much. */
const COPIES = Array.from({ length: 5 }, (_, copy) => `copy ${copy}`);

/** Bytes for each figure of the sample, five times over: what a process holds with its journals, but not with empty ones. */
export async function heldInMemory(ground: Ground): Promise<Figure> {
  const url = await ground.database();
  await fill(url, await ground.folder());
  const full = await heldBy({ url, identities: COPIES });
  const empty = await heldBy({ url, identities: COPIES.map((copy) => `${copy}, empty`) });
  return {
    figure: 'figures held in memory, each',
    values: [(full.bytes - empty.bytes) / full.figures],
    ...{ unit: 'B', bound: 'at most', must: 250, aim: 100 },
    note: `${full.figures.toLocaleString('en')} figures: those of the sample, five times over`,
  };
}

/** Writes the sample into as many journals of each owner. */
async function fill(url: string, dataDir: string): Promise<void> {
  const now = () => TODAY;
  const database = await openJournalDatabase({ url, dataDir, log });
  try {
    const settings = readSubgraphSettings({ DATA_DIR: dataDir, BACKGROUND_REFRESH: 'off' }, DEPARTMENTS_AT_WORK);
    const options = startOptions(settings, { database, log, now });
    for (const department of DEPARTMENTS_AT_WORK) {
      const { owner, store, close } = await openOwnerJournal(department, { from: 'sample' }, options);
      const { vintages } = await store.load();
      await close();
      for (const identity of COPIES) {
        const copy = await openStore({ database, owner, identity, sample: true, now, log });
        await copy.write((writing) => writing.append(vintages));
      }
    }
  } finally {
    await database.close();
  }
}

async function heldBy(hold: Hold): Promise<Held> {
  const program = fileURLToPath(new URL('./held-main.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(hold)], { execArgv: [...process.execArgv, '--expose-gc'] });
  const ended = once(child, 'exit');
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [Held | number | null];
  await ended;
  if (said === null || typeof said !== 'object') throw new Error(`Holding figures in memory ended with code ${said}.`);
  return said;
}
