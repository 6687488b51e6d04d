import { join } from 'node:path';
import { projectFile } from '../schema/files.js';
import type { OwnerName } from '../schema/subgraphs.js';
import type { Catalogue } from './core/catalogue.js';
import { type Moments, openMoments } from './core/definitions.js';
import { DefinitionsInUse } from './core/definitions-in-use.js';
import type { Department, DepartmentSource, Sandbox } from './core/department.js';
import type { GuardedSource } from './core/guard/contract.js';
import { guardSource } from './core/guard/guard.js';
import type { JournalStore } from './core/journal/contract.js';
import type { JournalDatabase } from './core/journal/database.js';
import { openJournal } from './core/journal/journal.js';
import { seedSample } from './core/journal/seed.js';
import type { Journal } from './core/journal/served.js';
import { openStore } from './core/journal/sql-store.js';
import type { Logger } from './core/log.js';
import { markFrom } from './core/mark.js';
import { hanoiCalendar } from './core/period.js';
import { ReplaceableSource } from './core/replaceable-source.js';
import { publishedTest } from './core/sample/published.js';
import { shareSandbox } from './core/shared-sandbox.js';
import { Turns } from './core/turns.js';
import { OwnerRenewal } from './owner-renewal.js';
import type { SourceChoice, SubgraphSettings } from './settings.js';
import type { Upkeep } from './upkeep.js';

/** What an owner is started with. */
export interface StartOptions {
  readonly catalogue: Catalogue;
  /** Folder for what outlives a run. */
  readonly dataDir: string;
  /** Where the journals are. */
  readonly database: JournalDatabase | Promise<JournalDatabase>;
  readonly upkeep: Readonly<Record<OwnerName, Upkeep>>;
  readonly sourceDeadlineMs: number;
  readonly sourcePauseMs: number;
  readonly backgroundRefresh: boolean;
  /** Of the whole process: all its owners share the event loop. */
  readonly turns: Turns;
  /** Shared by the owners of one process, so that new ones are taken up by all of them together. */
  readonly inUse: DefinitionsInUse;
  readonly log: Logger;
  readonly now: () => Date;
  /** Aborted when the program ends before it has started: what has not begun yet is then not begun. */
  readonly ended?: AbortSignal;
}

/** The default folder for what outlives a run. */
export const DEFAULT_DATA_DIR = projectFile('.data');

/** A question may go on this many times longer than the graph waits for it: its answer is for the next who asks. */
const BEHIND_THE_ANSWER = 4;

/** What settings say of a start, with what a program adds. */
export function startOptions(
  settings: SubgraphSettings,
  rest: Pick<StartOptions, 'database' | 'log' | 'now' | 'ended'>,
): StartOptions {
  const { catalogue, upkeep, sourceDeadlineMs, sourcePauseMs, backgroundRefresh } = settings;
  const dataDir = dataDirOf(settings);
  const inUse = new DefinitionsInUse();
  return {
    catalogue,
    upkeep,
    dataDir,
    sourceDeadlineMs,
    sourcePauseMs,
    backgroundRefresh,
    turns: new Turns(),
    inUse,
    ...rest,
  };
}

export function dataDirOf({ dataDir }: Pick<SubgraphSettings, 'dataDir'>): string {
  return dataDir ?? DEFAULT_DATA_DIR;
}

/** The sources that an owner can be started on here. */
export type Choice = Exclude<SourceChoice, { from: 'elsewhere' }>;

/** An owner's part of the journals, without its source. */
export interface OwnerStore {
  readonly owner: OwnerName;
  /** Under which the journal keeps the source. */
  readonly identity: string;
  readonly sample: boolean;
  readonly store: JournalStore;
}

/** An owner's journal at work on its source. */
export interface OwnerJournal extends OwnerStore {
  readonly source: GuardedSource;
  readonly journal: Journal;
  /** By the definitions in use whenever it is asked. */
  readonly moments: Moments;
  /** How it takes up other definitions and another mapping. */
  readonly renewal: OwnerRenewal;
  /** What its sandbox was asked; empty for a real source. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** The identity of a sandbox that is started here: the same figures wherever it listens. */
const SANDBOX = 'sandbox';
/** The longest time that filling a journal with the sample may take. */
const SEED_MS = 30_000;
/** When the records of the sample begin: the day on which the programme was issued. */
const SAMPLE_BEGINS = '2021-03-17T02:00:00.000Z';

/**
 * Opens an owner's part of the journals, by default to record in it; its source is not touched. `openIfBegun` leaves a
 * journal that was never begun as it is.
 */
export async function openOwnerStore(
  department: Department,
  choice: Choice,
  options: StartOptions,
  open: typeof openStore = openStore,
): Promise<OwnerStore> {
  const { upkeep, log, now } = options;
  const database = await options.database;
  const { owner } = department;
  const identity =
    choice.from === 'source' ? (upkeep[owner].identity ?? department.identity(choice.settings)) : SANDBOX;
  const sample = choice.from === 'sample' || choice.sample;
  const store = await open({ database, owner, identity, sample, now, log });
  return { owner, identity, sample, store };
}

/**
 * Opens an owner's journal on its source, or on the sandbox of the data folder, which is then started and ended with it
 * unless another process runs it. A sandbox's journal that is empty is filled with the sample, as if it had been recorded
 * when it was published.
 */
export async function openOwnerJournal(
  department: Department,
  choice: Choice,
  options: StartOptions,
): Promise<OwnerJournal> {
  const { catalogue, upkeep, log, now, ended } = options;
  const { owner } = department;
  const sandbox = choice.from === 'sample' ? await openSandbox(department, options) : null;
  const open: { close(): Promise<void> }[] = sandbox ? [sandbox] : [];
  const close = () => closeInOrder(open);
  try {
    const settings =
      choice.from === 'source' ? choice.settings : department.parse(sandbox?.variables ?? {}, { catalogue });
    ended?.throwIfAborted();
    const kept = await openOwnerStore(department, choice, options);
    const { store, sample } = kept;
    const files = { ...catalogue.files, ...department.definitionFiles?.(settings) };
    const today = hanoiCalendar(now);
    const system = new ReplaceableSource(await department.open(settings, { catalogue, log }));
    const source = guard(system, owner, options);
    open.unshift(source);
    ended?.throwIfAborted();
    if (sandbox) {
      const signal = AbortSignal.any([AbortSignal.timeout(SEED_MS), ...(ended ? [ended] : [])]);
      await seedSample({ store, owner, catalogue, files, source: system, begins: SAMPLE_BEGINS, now, signal, log });
    }
    options.inUse.take(owner, await openMoments({ store, owner, catalogue, files, today, now, log }));
    const mark = markFrom(sample, publishedTest());
    const { maxAgeMs } = upkeep[owner];
    const waitMs = options.sourceDeadlineMs;
    ended?.throwIfAborted();
    const journal = await openJournal({ store, source, owner, catalogue, mark, maxAgeMs, waitMs, today, now, log });
    open.unshift(journal);
    const variables = sandbox?.variables ?? {};
    const parts = { department, variables, store, system, journal, inUse: options.inUse, today, now, log };
    return {
      ...kept,
      source,
      journal,
      moments: options.inUse.following(owner),
      renewal: new OwnerRenewal(parts, { settings, catalogue }),
      close,
      // A sandbox may look it up each time.
      get asked() {
        return sandbox?.asked ?? [];
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function guard(source: DepartmentSource, owner: OwnerName, options: StartOptions): GuardedSource {
  return guardSource(source, owner, {
    timeoutMs: options.sourceDeadlineMs * BEHIND_THE_ANSWER,
    pauseMs: options.sourcePauseMs,
    questionsPerMinute: options.upkeep[owner].questionsPerMinute,
    now: options.now,
  });
}

/**
 * The sandbox of the data folder: started here, or joined when another process runs it. Where the journals have an embedded
 * server, one that needs a database has it there.
 */
export function openSandbox(
  department: Department,
  options: Pick<StartOptions, 'dataDir' | 'catalogue' | 'log'> & Partial<Pick<StartOptions, 'database'>>,
): Promise<Sandbox> {
  const { owner } = department;
  return shareSandbox({
    owner,
    folder: join(options.dataDir, 'sandbox', 'running', owner),
    start: async (port) => {
      const server = await (await options.database)?.server();
      return department.startSandbox({ ...sandboxOptions(department, port, options), server });
    },
    log: options.log,
  });
}

/** Where a sandbox keeps its files, and where it listens. */
export function sandboxOptions(
  department: Department,
  port: number,
  { dataDir, catalogue, log }: Pick<StartOptions, 'dataDir' | 'catalogue' | 'log'>,
) {
  return { port, dataDir: join(dataDir, 'sandbox', department.owner), catalogue, log };
}

/** Closes all, one after the other, also when one of them fails to; then throws what failed. */
async function closeInOrder(parts: readonly { close(): Promise<void> }[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of parts) await part.close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
}
