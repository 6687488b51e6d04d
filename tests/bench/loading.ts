import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { GuardedSource } from '../../subgraphs/core/guard/contract.js';
import { openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { openJournal } from '../../subgraphs/core/journal/journal.js';
import { openStore } from '../../subgraphs/core/journal/sql-store.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { markFrom } from '../../subgraphs/core/mark.js';
import { hanoiDay } from '../../subgraphs/core/period.js';
import { publishedTest } from '../../subgraphs/core/sample/published.js';
import { TODAY } from './program.js';

/** What the start of a journal took. */
export interface Loaded {
  readonly ms: number;
  /** Bytes by which the process grew. */
  readonly bytes: number;
}

/** A program of its own, so that its memory is the journal's alone: opens the journal of labour at an address. */
async function load(url: string): Promise<Loaded> {
  const log = makeLogger('error');
  const now = () => TODAY;
  const database = await openJournalDatabase({ url, dataDir: '', log });
  const store = await openStore({ database, owner: 'labour', identity: 'bench', sample: true, now, log });
  const mark = markFrom(true, publishedTest());
  const timing = { maxAgeMs: 900_000, waitMs: 2500, today: () => hanoiDay(TODAY), now };
  const parts = { store, source: NEVER_ASKED, owner: 'labour', catalogue: readCatalogue(), mark, log } as const;
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const journal = await openJournal({ ...parts, ...timing });
  const ms = performance.now() - started;
  globalThis.gc?.();
  const bytes = process.memoryUsage().rss - before;
  await journal.close();
  await database.close();
  return { ms, bytes };
}

const NEVER_ASKED = {} as GuardedSource;

process.send?.(await load(process.argv[2] ?? ''));
