import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { startPostgres } from '../../subgraphs/core/postgres/server.js';
import { joinOrStartPostgres } from '../../subgraphs/core/postgres/shared.js';

// A program that holds a database, for the tests that end it: `holder FOLDER [leave|join|journal]`. It writes a line of
// JSON when the database stands. On SIGINT it asks the database once more, closes it and writes "answered"; with `leave`
// it exits without closing. With `join` it shares the server of other programs; with `journal` it uses the journals of a
// data folder, and enters a source of its own into that of health.
const [folder = '', how] = process.argv.slice(2);
const log = makeLogger('silent');

interface Held {
  readonly pid: number;
  readonly own: boolean;
  ask(): Promise<unknown>;
  close(): Promise<void>;
}

async function hold(): Promise<Held> {
  if (how === 'journal') return holdJournal();
  const server = how === 'join' ? await joinOrStartPostgres({ dataDir: folder, log }) : await startDurable();
  const ask = async () => {
    const client = new pg.Client(server.url);
    await client.connect();
    await client.query('select pg_sleep(0.1)');
    await client.end();
  };
  return { pid: server.pid, own: server.own, ask, close: () => server.close() };
}

async function startDurable() {
  return { ...(await startPostgres({ dataDir: folder, log, durable: true })), own: true };
}

async function holdJournal(): Promise<Held> {
  const database = await openJournalDatabase({ url: null, dataDir: folder, log });
  await database.prepare('health');
  await database.transaction('health', (client) =>
    client.query('INSERT INTO source (identity, sample) VALUES ($1, false)', [String(process.pid)]),
  );
  const ask = () => database.use('health', (client) => client.query('TABLE source'));
  const pidFile = readFileSync(join(folder, 'journal', 'cluster', 'postmaster.pid'), 'utf8');
  return { pid: Number.parseInt(pidFile, 10), own: false, ask, close: () => database.close() };
}

const held = await hold();
process.once('SIGINT', async () => {
  await held.ask();
  await held.close();
  process.stdout.write('answered\n', () => process.exit(0));
});
process.stdout.write(`${JSON.stringify({ pid: held.pid, own: held.own })}\n`, () => {
  if (how === 'leave') process.exit(0);
});
setInterval(() => {}, 1000);
