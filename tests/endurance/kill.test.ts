import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JournalDatabase, openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { openStore } from '../../subgraphs/core/journal/sql-store.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { processesNaming } from '../support/program.js';
import { tempFolder } from '../support/temp.js';
import { IDENTITY, RECORDED, type RecordedOwner } from './batches.js';
import { type Kill, killDatabase, killsOf } from './kills.js';
import { Ledger } from './ledger.js';
import { entriesIn, headOf } from './reading.js';
import { RecorderProcess, type Said } from './recorder-process.js';

const SEED = process.env.ENDURANCE_SEED ?? '2026-03-01';
const CHECKED_EVERY = 15;
const AWAITED = { start: 'begun', migration: 'migrating', recording: 'recorded' } as const;
const log = makeLogger('silent');

let folder: Awaited<ReturnType<typeof tempFolder>>;
let cluster: string;
const started: RecorderProcess[] = [];

beforeAll(async () => {
  folder = await tempFolder('kill');
  cluster = join(folder.path, 'journal', 'cluster');
});

afterAll(async () => {
  for (const recorder of started) await recorder.end();
  killDatabase(cluster);
  await folder.remove();
});

function start({ run, clockMs, during }: Kill): RecorderProcess {
  const recorder = new RecorderProcess(folder.path, run, clockMs, during === 'migration' ? 'migrate' : 'record');
  started.push(recorder);
  return recorder;
}

interface Killed {
  readonly said: readonly Said[];
  readonly database: boolean;
}

async function endure(recorder: RecorderProcess, next: RecorderProcess, kill: Kill): Promise<Killed> {
  const { during, afterMs, database, besideNext } = kill;
  recorder.begin();
  await recorder.says(AWAITED[during]);
  if (besideNext) {
    next.begin();
    await next.says('recorded');
  }
  await delay(afterMs);
  if (!database) return { said: await recorder.kill(), database: false };
  const program = async () => {
    if (database.first) await delay(database.apartMs);
    return recorder.kill();
  };
  const server = async () => {
    if (!database.first) await delay(database.apartMs);
    return killDatabase(cluster);
  };
  const [said, killed] = await Promise.all([program(), server()]);
  return { said, database: killed };
}

/** Opens what the last kill left, with nothing done for it, and compares it with what was acknowledged. */
async function check(ledgers: Ledgers): Promise<void> {
  const database = await openJournalDatabase({ url: null, dataDir: folder.path, log });
  try {
    for (const owner of RECORDED) await checkOwner(database, owner, ledgers[owner]);
    // The tables that were being made when it was killed are there wholly or not at all.
    const made = await open(database, 'labour');
    await made.write((writing) => writing.define({ 'targets.csv': 'code' }));
    expect((await made.definitions()).at(-1)?.position).toBe((await made.head()).position);
  } finally {
    await database.close();
  }
}

async function checkOwner(database: JournalDatabase, owner: RecordedOwner, ledger: Ledger): Promise<void> {
  const store = await open(database, owner);
  const entries = await entriesIn(database, owner);
  expect(await headOf(database, owner)).toBe(entries.length);
  ledger.compare(entries);
  expect((await store.load()).head.position).toBe(entries.length);
  await ledger.compareClosed(store, entries);
}

function open(database: JournalDatabase, owner: RecordedOwner | 'labour') {
  return openStore({ database, owner, identity: IDENTITY, sample: false, now: () => new Date(), log });
}

type Ledgers = Readonly<Record<RecordedOwner, Ledger>>;

const count = { start: 0, migration: 0, recording: 0, beside: 0, database: 0, failed: 0 };

function note({ said, database }: Killed, kill: Kill, ledgers: Ledgers): void {
  count[kill.during] += 1;
  if (kill.besideNext) count.beside += 1;
  if (database) count.database += 1;
  for (const one of said) {
    if (one.said === 'recorded' || one.said === 'closed') ledgers[one.owner].add(one);
    if (one.said === 'failed') count.failed += 1;
  }
}

describe.skipIf(process.platform !== 'linux')('a journal whose program is killed while it records', () => {
  test('keeps every acknowledged entry once and no half of a transaction, and answers asOf as before', {
    timeout: 400_000,
  }, async () => {
    console.info(`seed ${SEED}`);
    const kills = killsOf(SEED);
    const ledgers: Ledgers = { health: new Ledger('health'), education: new Ledger('education') };
    let next = start(kills[0] as Kill);
    let unchecked = 0;
    for (const [i, kill] of kills.entries()) {
      const recorder = next;
      // Loaded beforehand, and begun when this one is dead.
      if (kills[i + 1]) next = start(kills[i + 1] as Kill);
      note(await endure(recorder, next, kill), kill, ledgers);
      unchecked += 1;
      if (unchecked < CHECKED_EVERY || kill.besideNext) continue;
      await check(ledgers);
      unchecked = 0;
    }
    await check(ledgers);
    console.info(
      `${kills.length} kills: ${count.start} during the start, ${count.migration} during migrations, ${count.recording} while recording, ${count.beside} beside another program that went on, ${count.database} with the database; ${count.failed} writings failed before the kill; ${RECORDED.map((owner) => ledgers[owner].summary()).join('; ')}`,
    );
    expect(kills.length).toBeGreaterThanOrEqual(50);
    expect(count.database).toBeGreaterThanOrEqual(10);
    await expect.poll(() => processesNaming(folder.path), { timeout: 10_000 }).toEqual([]);
  });
});
