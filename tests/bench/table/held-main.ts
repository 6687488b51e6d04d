import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import type { GuardedSource } from '../../../subgraphs/core/guard/contract.js';
import { openJournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { openJournal } from '../../../subgraphs/core/journal/journal.js';
import type { Journal } from '../../../subgraphs/core/journal/served.js';
import { openStore } from '../../../subgraphs/core/journal/sql-store.js';
import { markFrom } from '../../../subgraphs/core/mark.js';
import { hanoiDay } from '../../../subgraphs/core/period.js';
import { publishedTest } from '../../../subgraphs/core/sample/published.js';
import { DEPARTMENTS_AT_WORK } from '../../../subgraphs/departments.js';
import { TODAY } from '../program.js';
import { heldNow } from './held-now.js';
import { log } from './subgraphs.js';

/** Which journals of every owner are held. */
export interface Hold {
  readonly url: string;
  readonly identities: readonly string[];
}

/** What a process holds with them. */
export interface Held {
  /** On V8's heap and outside of it, where arrays of numbers are. */
  readonly bytes: number;
  readonly figures: number;
}

/** A program of its own, so that what else is in memory is the same whatever the journals hold. */
async function hold({ url, identities }: Hold): Promise<Held> {
  const now = () => TODAY;
  const database = await openJournalDatabase({ url, dataDir: '', log });
  const catalogue = readCatalogue();
  const mark = markFrom(true, publishedTest());
  const parts = { source: NEVER_ASKED, catalogue, mark, maxAgeMs: 900_000, waitMs: 2500, log, now };
  const journals: Journal[] = [];
  let figures = 0;
  for (const { owner } of DEPARTMENTS_AT_WORK) {
    for (const identity of identities) {
      const store = await openStore({ database, owner, identity, sample: true, now, log });
      journals.push(await openJournal({ ...parts, store, owner, today: () => hanoiDay(TODAY) }));
      figures += (await store.size()).vintages;
    }
  }
  // What the driver keeps of what it has read is none of the journals'.
  await database.close();
  const bytes = await heldNow();
  for (const journal of journals) await journal.close();
  return { bytes, figures };
}

const NEVER_ASKED = {} as GuardedSource;

process.send?.(await hold(JSON.parse(process.argv[2] ?? '') as Hold));
