import { once } from 'node:events';
import { writeSync } from 'node:fs';
import type { JournalStore } from '../../subgraphs/core/journal/contract.js';
import { type JournalDatabase, openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { JournalError } from '../../subgraphs/core/journal/journal-error.js';
import { openStore } from '../../subgraphs/core/journal/sql-store.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { batchOf, IDENTITY, RECORDED, type RecordedOwner, record } from './batches.js';
import type { Said } from './recorder-process.js';

// A program that records without pause until it is killed: `recorder DATA_DIR RUN CLOCK [migrate]`. It begins when it reads
// a line, so that it can be loaded beforehand; its clock is CLOCK milliseconds off. What it says is a line of JSON each,
// written when it is true: an entry is acknowledged after its commit. With `migrate` it also makes the tables of a third
// owner, over and over.
const [dataDir = '', run = '', clock = '0', how] = process.argv.slice(2);
const log = makeLogger('silent');
const now = () => new Date(Date.now() + Number(clock));
const MIGRATED = 'labour';

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`);
}

/** When the database is killed a moment before this program, what fails is no fault: it goes on, as the graph does. */
async function unlessTheDatabaseFails(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    say({ said: 'failed', detail: error.detail });
  }
}

async function keepRecording(owner: RecordedOwner, store: JournalStore): Promise<never> {
  for (let n = 1; ; n++) {
    const batch = batchOf(`${owner} ${run}-${n}`);
    await unlessTheDatabaseFails(async () => {
      const written = await store.write(async (writing) => {
        await record(writing, batch);
        return { first: writing.head.position + 1, recordedAt: writing.recordedAt };
      });
      say({ said: 'recorded', owner, batch: batch.name, ...written });
    });
    if (n % 5 === 0) {
      await unlessTheDatabaseFails(async () => {
        const asOf = now().toISOString();
        say({ said: 'closed', owner, asOf, position: await store.closeUntil(asOf) });
      });
    }
  }
}

async function keepMigrating(database: JournalDatabase): Promise<never> {
  for (;;) {
    say({ said: 'migrating' });
    await unlessTheDatabaseFails(async () => {
      await database.prepare(MIGRATED);
      await database.transaction(MIGRATED, (client) => client.query(`DROP SCHEMA journal_${MIGRATED} CASCADE`));
    });
  }
}

async function keepGoing(): Promise<void> {
  const database = await openJournalDatabase({ url: null, dataDir, log });
  const open = (owner: RecordedOwner) => openStore({ database, owner, identity: IDENTITY, sample: false, now, log });
  const stores = await Promise.all(RECORDED.map(async (owner) => [owner, await open(owner)] as const));
  const migrating = how === 'migrate' ? [keepMigrating(database)] : [];
  await Promise.all([...stores.map(([owner, store]) => keepRecording(owner, store)), ...migrating]);
}

await once(process.stdin, 'data');
say({ said: 'begun' });
await keepGoing();
