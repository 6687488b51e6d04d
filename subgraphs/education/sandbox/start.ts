import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { Sandbox, SandboxOptions } from '../../core/department.js';
import { type Postgres, startPostgres } from '../../core/postgres/server.js';
import { Faults } from '../../core/table.js';
import { DEFAULT_MAPPING, readMapping } from '../mapping.js';
import { AskedViews } from './asked.js';
import { loadSample } from './load.js';

/** The role that the graph reads with. */
const READER = 'graph_reader';

/**
 * Starts the department's database in miniature: a real PostgreSQL on loopback with the sample's schools and the views
 * over them. `variables` name it with the reading role. Everything in it is counted from schools, so that it has no figures
 * of an indicator that moved here from another owner. Throws a SettingsFault when the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, dataDir, log } = options;
  const server = await startPostgres({ dataDir, port, log, durable: false });
  try {
    const url = new URL(server.url);
    // The same at every start, so that a URL that was copied keeps working; known only with the superuser's.
    const password = createHmac('sha256', url.password).update(READER).digest('base64url');
    await fill(server, password, options);
    url.username = READER;
    url.password = password;
    const asked = new AskedViews(server.logFile, READER);
    return {
      variables: { EDUCATION_URL: url.href, ...(options.mapping && { EDUCATION_MAPPING: options.mapping }) },
      get asked() {
        return asked.list;
      },
      async close() {
        asked.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function fill(
  server: Postgres,
  password: string,
  { catalogue, mapping: path }: Pick<SandboxOptions, 'catalogue' | 'mapping'>,
): Promise<void> {
  const faults = new Faults();
  const mapping = readMapping(path ?? DEFAULT_MAPPING, catalogue, faults);
  faults.throwIfAny();
  const client = new pg.Client(server.url);
  await client.connect();
  try {
    await loadSample(client, mapping, { name: READER, password });
  } finally {
    await client.end();
  }
}
