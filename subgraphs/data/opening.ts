import type { Department } from '../core/department.js';
import { exportJournal, importJournal, isEmptyJournal } from '../core/journal/backup.js';
import { openJournalDatabase } from '../core/journal/database.js';
import { openJournal } from '../core/journal/journal.js';
import { openIfBegun } from '../core/journal/sql-store.js';
import { markFrom } from '../core/mark.js';
import { hanoiDay } from '../core/period.js';
import { publishedTest } from '../core/sample/published.js';
import { DEPARTMENTS_AT_WORK } from '../departments.js';
import { dataDirOf, openOwnerJournal, openOwnerStore, type StartOptions, startOptions } from '../owner-journal.js';
import { onlyOf, readSubgraphSettings, type SourceChoice, type SubgraphSettings } from '../settings.js';
import type { Desk } from './desk.js';
import { notAsked } from './not-asked.js';
import type { Journals, OpenedStore, Verdict } from './opened.js';

/**
 * Opens the journals of one department, by its own settings alone, or of all. Throws a SettingsFault, and an Error for a
 * department that runs elsewhere.
 */
export async function openJournals(
  only: Department | null,
  { env, now, log }: Pick<Desk, 'env' | 'now' | 'log'>,
): Promise<Journals> {
  const settings = readSubgraphSettings(only ? onlyOf(only.owner, env, DEPARTMENTS_AT_WORK) : env, DEPARTMENTS_AT_WORK);
  const asked = only ? [only] : DEPARTMENTS_AT_WORK;
  const departments = asked.filter(({ owner }) => settings.sources[owner].from !== 'elsewhere');
  if (only && departments.length === 0) {
    throw new Error(
      `The subgraph ${only.owner} runs elsewhere, with its journal: ask there, or unset its address here.`,
    );
  }
  const database = await openJournalDatabase({ url: settings.databaseUrl, dataDir: dataDirOf(settings), log });
  const options = startOptions(settings, { database, log, now });
  return {
    departments,
    elsewhere: asked.filter((department) => !departments.includes(department)).map(({ owner }) => owner),
    catalogue: settings.catalogue,
    maxAgeMs: (owner) => settings.upkeep[owner].maxAgeMs,
    store: (department) => openOwnerStore(department, choiceOf(department, settings), options, openIfBegun),
    journal: (department) => openOwnerJournal(department, choiceOf(department, settings), options),
    decide: (opened, verdict) => decide(opened, verdict, options),
    backup: ({ owner }, asOf) => exportJournal({ database, owner, asOf }),
    restore: (owner, lines) => importJournal({ database, owner, lines }),
    isEmpty: (owner) => isEmptyJournal({ database, owner }),
    close: () => database.close(),
  };
}

function choiceOf({ owner }: Department, { sources }: SubgraphSettings): Exclude<SourceChoice, { from: 'elsewhere' }> {
  const choice = sources[owner];
  if (choice.from === 'elsewhere') throw new Error(`The subgraph ${owner} runs elsewhere.`);
  return choice;
}

/** The journal as it serves, on a source that nobody asks: a decision needs what is recorded, not what the source says. */
async function decide({ owner, store, sample }: OpenedStore, verdict: Verdict, options: StartOptions) {
  const { catalogue, now, log, sourceDeadlineMs, upkeep } = options;
  const journal = await openJournal({
    ...{ store, owner, catalogue, now, log },
    source: notAsked(owner),
    mark: markFrom(sample, publishedTest()),
    maxAgeMs: upkeep[owner].maxAgeMs,
    waitMs: sourceDeadlineMs,
    today: () => hanoiDay(now()),
  });
  try {
    return await journal.decide(verdict.number, verdict.decision, verdict.by, verdict.why);
  } finally {
    await journal.close();
  }
}
