import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openJournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { type Postgres, startPostgres } from '../../../subgraphs/core/postgres/server.js';
import { tempFolder } from '../../support/temp.js';

const log = makeLogger('silent');

let folder: Awaited<ReturnType<typeof tempFolder>>;
let server: Postgres;
beforeAll(async () => {
  folder = await tempFolder('two-databases');
  server = await startPostgres({ dataDir: folder.path, durable: false, log });
});
afterAll(async () => {
  await server?.close();
  await folder?.remove();
});

test('two programs that start on two databases of one server do not collide over the roles, which are the server’s', async () => {
  const [admin, onlooker] = [new pg.Client(server.url), new pg.Client(server.url)];
  await admin.connect();
  await onlooker.connect();
  await admin.query('CREATE DATABASE other');
  const url = Object.assign(new URL(server.url), { pathname: '/other' }).href;
  const database = await openJournalDatabase({ url, dataDir: folder.path, log });
  try {
    // The first start has made the role, and has not committed yet.
    await admin.query('BEGIN; CREATE ROLE journal_health NOLOGIN; GRANT journal_health TO current_user');
    const second = database.prepare('health').then(
      () => 'prepared',
      (error: unknown) => error,
    );
    await vi.waitFor(async () => {
      const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE ROLE%'";
      expect((await onlooker.query(waiting)).rowCount).toBe(1);
    }, 20_000);
    await admin.query('COMMIT');
    expect(await second).toBe('prepared');
    const journal = new pg.Client(url);
    await journal.connect();
    const tables = await journal.query("SELECT 1 FROM pg_tables WHERE schemaname = 'journal_health'");
    await journal.end();
    expect(tables.rowCount).toBeGreaterThan(0);
  } finally {
    await admin.end();
    await onlooker.end();
    await database.close();
  }
});
