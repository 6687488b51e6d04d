import pg from 'pg';
import { type JournalDatabase, openJournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { startPostgres } from '../../../subgraphs/core/postgres/server.js';
import { tempFolder } from '../../support/temp.js';

/** A server of its own for a test file. */
export async function storeServer() {
  const folder = await tempFolder('store');
  const log = makeLogger('silent');
  const server = await startPostgres({ dataDir: folder.path, log, durable: false });
  const opened: JournalDatabase[] = [];
  const url = (name: string) => server.url.replace(/\/postgres$/, `/${name}`);
  return {
    url,
    /** Opens a database (made when it is another than the usual one), with connections of its own as a process has. */
    async open(name = 'postgres'): Promise<JournalDatabase> {
      if (name !== 'postgres') await make(server.url, name);
      const database = await openJournalDatabase({ url: url(name), dataDir: folder.path, log });
      opened.push(database);
      return database;
    },
    async close() {
      for (const database of opened) await database.close();
      await server.close();
      await folder.remove();
    },
  };
}

async function make(url: string, name: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
}
