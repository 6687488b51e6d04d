import pg from 'pg';
import { makeLogger } from '../../subgraphs/core/log.js';
import { startPostgres } from '../../subgraphs/core/postgres/server.js';
import { tempFolder } from '../support/temp.js';
import type { Ground } from './measure.js';

/** Does something on a PostgreSQL server of its own, as durable as the product's, which is ended and taken away afterwards. */
export async function onGround<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const folders = [await tempFolder('bench')];
  const remove = () => Promise.all(folders.map((folder) => folder.remove()));
  const [home] = folders as [(typeof folders)[number]];
  try {
    const server = await startPostgres({ dataDir: home.path, durable: true, log: makeLogger('error') });
    let databases = 0;
    try {
      return await work({
        database: async () => {
          const name = `bench_${++databases}`;
          await asAdministrator(server.url, `CREATE DATABASE ${name}`);
          return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
        },
        folder: async () => {
          const folder = await tempFolder('bench');
          folders.push(folder);
          return folder.path;
        },
      });
    } finally {
      await server.close();
    }
  } finally {
    await remove();
  }
}

async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
