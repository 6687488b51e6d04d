import { makeLogger } from '../../subgraphs/core/log.js';
import { startPostgres } from '../../subgraphs/core/postgres/server.js';
import { tempFolder } from './temp.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server for the journals of the tests, with the superuser's password. */
    readonly postgresUrl: string;
  }
}

/** One server for all test files: each graph gets a database of its own on it. */
export default async function setup({ provide }: { provide(key: 'postgresUrl', url: string): void }) {
  const folder = await tempFolder('postgres');
  const server = await startPostgres({ dataDir: folder.path, durable: false, log: makeLogger('silent') });
  provide('postgresUrl', server.url);
  return async () => {
    await server.close();
    await folder.remove();
  };
}
