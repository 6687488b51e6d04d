import type pg from 'pg';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Logger } from '../log.js';
import type { ChangesAsked, JournalStore, SliceKey, Writing } from './contract.js';
import type { JournalDatabase } from './database.js';
import { JournalError } from './journal-error.js';
import { JournalRefusal } from './journal-refusal.js';
import { readChanges } from './sql-changes.js';
import {
  type Reading,
  readCountOpen,
  readDefinitions,
  readHead,
  readLastRecorded,
  readQuarantined,
  readQuarantinedAt,
  readReceipts,
  readSince,
  readSize,
  readStandingAt,
  readSuppressed,
  readVintagesOf,
} from './sql-reading.js';
import { instantText, rowsOf } from './sql-rows.js';
import { lockHead, SqlWriting } from './sql-writing.js';

/** The part of the journals' database that a store needs. */
export type StoreDatabase = Pick<JournalDatabase, 'prepare' | 'use' | 'transaction'>;

export interface StoreOptions {
  readonly database: StoreDatabase;
  readonly owner: OwnerName;
  /** What names the owner's source, and whether its figures are made up: each pair has a journal of its own. */
  readonly identity: string;
  readonly sample: boolean;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Opens the journal of an owner and a source, which is begun the first time. Throws a JournalError. */
export async function openStore(options: StoreOptions): Promise<JournalStore> {
  const { database, owner, identity, sample, log } = options;
  await database.prepare(owner);
  const source = await database.transaction(owner, (client) => sourceNumber(client, owner, identity, sample));
  log.debug({ owner, identity, sample, source }, 'the journal is open');
  return storeOf(options, source);
}

/**
 * Opens the journal of an owner and a source without beginning it: where there is none, it reads as an empty one in which
 * nothing can be recorded. Throws a JournalError.
 */
export async function openIfBegun(options: StoreOptions): Promise<JournalStore> {
  const { database, owner, identity, sample } = options;
  await database.prepare(owner);
  const source = await database.use(owner, (client) => knownNumber(client, identity, sample));
  if (source !== null) return storeOf(options, source);
  const refuse = () => Promise.reject(new JournalRefusal(owner, `nothing is recorded of ${identity}`));
  return { ...storeOf(options, NO_SOURCE), write: refuse, closeUntil: refuse };
}

/** The number that no source has: what is read of it is nothing. */
const NO_SOURCE = 0;

async function sourceNumber(client: pg.ClientBase, owner: OwnerName, identity: string, sample: boolean) {
  const known = await knownNumber(client, identity, sample);
  if (known !== null) return known;
  const insert = 'INSERT INTO source (identity, sample) VALUES ($1, $2) ON CONFLICT DO NOTHING';
  await client.query(insert, [identity, sample]);
  const entered = await knownNumber(client, identity, sample);
  if (entered === null) throw new JournalError(owner, `the source ${identity} was entered and is not there`);
  return entered;
}

async function knownNumber(client: pg.ClientBase, identity: string, sample: boolean): Promise<number | null> {
  const [row] = await rowsOf(client, 'SELECT id FROM source WHERE identity = $1 AND sample = $2', [identity, sample]);
  return (row?.[0] as number | undefined) ?? null;
}

function storeOf({ database, owner, now }: StoreOptions, source: number): JournalStore {
  const read = <T>(work: (reading: Reading) => Promise<T>) => database.use(owner, (client) => work({ client, source }));
  const locked = <T>(work: (reading: Reading) => Promise<T>) =>
    database.transaction(owner, (client) => work({ client, source }));
  return {
    load: () => read(async (reading) => readSince(reading, 0, await readHead(reading), true)),
    since: (position) => read(async (reading) => readSince(reading, position, await readHead(reading))),
    head: () => read(readHead),
    write: (work) => locked((reading) => writeTo(owner, reading, now, work)),
    async closeUntil(asOf) {
      const instant = instantText(asOf);
      const last = await read((reading) => readLastRecorded(reading, instant));
      return last.closed ? last.position : locked((reading) => close(reading, instant));
    },
    standingAt: (keys: readonly SliceKey[], position, areas: readonly string[] | null = null) =>
      read((reading) => readStandingAt(reading, keys, position, areas)),
    vintagesOf: (keys, areas, position) => read((reading) => readVintagesOf(reading, keys, areas, position)),
    quarantinedAt: (keys, position) => read((reading) => readQuarantinedAt(reading, keys, position)),
    changes: (asked: ChangesAsked) =>
      read((reading) => readChanges(reading, { ...asked, since: instantText(asked.since) })),
    quarantined: ({ all = false, first = null }: { all?: boolean; first?: number | null } = {}) =>
      read(async (reading) => readQuarantined(reading, (await readHead(reading)).position, !all, first)),
    suppressed: (indicators) => read((reading) => readSuppressed(reading, indicators)),
    countOpen: () => read(readCountOpen),
    receipts: (first) => read((reading) => readReceipts(reading, first)),
    definitions: () => read(readDefinitions),
    size: () => read(readSize),
  };
}

async function writeTo<T>(
  owner: OwnerName,
  reading: Reading,
  now: () => Date,
  work: (writing: Writing) => Promise<T>,
): Promise<T> {
  // The clock is read when the lock is held: whoever had it before may have recorded in the meantime.
  const head = await lockHead(reading);
  const writing = new SqlWriting(owner, reading, head, now());
  const result = await work(writing);
  await writing.finish();
  return result;
}

/** Whoever writes holds the lock of the head, so what is recorded by the instant is there once this has it. */
async function close(reading: Reading, asOf: string): Promise<number> {
  const text = 'UPDATE source SET closed_until = greatest(closed_until, $2::timestamptz) WHERE id = $1';
  await reading.client.query(text, [reading.source, asOf]);
  return (await readLastRecorded(reading, asOf)).position;
}
