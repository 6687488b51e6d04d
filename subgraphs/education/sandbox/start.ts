import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { Sandbox, SandboxOptions } from '../../core/department.js';
import { startPostgres } from '../../core/postgres/server.js';
import { Faults } from '../../core/table.js';
import { DEFAULT_MAPPING, readMapping } from '../mapping.js';
import { AskedViews } from './asked.js';
import { databaseBeside } from './beside.js';
import { loadSample } from './load.js';

/** The role that the graph reads with. */
const READER = 'graph_reader';

/**
 * Starts the department's database in miniature: a real PostgreSQL on loopback with the sample's schools and the views
 * over them, or a database with them on the server that is given, where the port is that server's. `variables` name it with
 * the reading role. Everything in it is counted from schools, so that it has no figures of an indicator that moved here from
 * another owner. Throws a SettingsFault when the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const database = await databaseOf(options);
  try {
    const url = new URL(database.url);
    // The same at every start, so that a URL that was copied keeps working; known only with the superuser's.
    const password = createHmac('sha256', url.password).update(READER).digest('base64url');
    await fill(database.url, password, options);
    url.username = READER;
    url.password = password;
    const asked = new AskedViews(database.logFile, READER);
    return {
      variables: { EDUCATION_URL: url.href, ...(options.mapping && { EDUCATION_MAPPING: options.mapping }) },
      get asked() {
        return asked.list;
      },
      async close() {
        asked.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Where the sample is loaded, as the superuser asks it. */
interface Database {
  readonly url: string;
  readonly logFile: string;
  close(): Promise<void>;
}

async function databaseOf({ server, port, dataDir, log }: SandboxOptions): Promise<Database> {
  if (!server) return startPostgres({ dataDir, port, log, durable: false });
  // Whoever brought the server ends it.
  return { url: await databaseBeside(server.url), logFile: server.logFile, close: async () => {} };
}

async function fill(
  url: string,
  password: string,
  { catalogue, mapping: path }: Pick<SandboxOptions, 'catalogue' | 'mapping'>,
): Promise<void> {
  const faults = new Faults();
  const mapping = readMapping(path ?? DEFAULT_MAPPING, catalogue, faults);
  faults.throwIfAny();
  const client = new pg.Client(url);
  await client.connect();
  try {
    await loadSample(client, mapping, { name: READER, password });
  } finally {
    await client.end();
  }
}
