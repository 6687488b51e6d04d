import { Socket } from 'node:net';
import pg from 'pg';
import type { OwnerName } from '../../../schema/subgraphs.js';
import { SettingsFault, SourceError } from '../errors.js';
import type { Logger } from '../log.js';
import { sqlError, without } from './sql-errors.js';
import { WRITES } from './sql-read-only.js';
import { GuardedSocket } from './sql-socket.js';

/** A row as the server wrote it: text or null, in the order of the columns. */
export type SqlRow = readonly (string | null)[];

/** A department's database: the only place where the project speaks SQL to a source. */
export interface SqlClient {
  /**
   * Asks one statement (without a semicolon) and gives its rows. When the signal aborts, the statement is cancelled at
   * the server. Throws a SourceError, also when more rows come than `maxRows`, or 20 MB of them.
   */
  query(sql: string, values: readonly SqlValue[], request: SqlRequest): Promise<readonly SqlRow[]>;
  close(): Promise<void>;
}

export type SqlValue = string | number | readonly string[];

interface SqlRequest {
  readonly signal: AbortSignal;
  readonly maxRows: number;
}

export interface SqlOptions {
  /** Whose source it is: named in every error. */
  readonly owner: OwnerName;
  /** postgres://role:password@host:port/database, with any of libpq's ssl parameters. */
  readonly url: string;
  /** Longest time of one statement, in milliseconds: the server itself ends it then. */
  readonly statementTimeoutMs: number;
  readonly log: Logger;
}

/** A role that can write is refused: a fault of the settings, when it is found at the start. */
class WritableRole extends SourceError {
  constructor(owner: OwnerName, writes: readonly string[]) {
    super('SOURCE_REFUSED', owner, `the database role can write: it ${writes.join('; ')}`);
  }
}

const CONNECT_MS = 2500;
/** Longest answer in bytes: few rows can be long ones. */
const MOST_BYTES = 20_000_000;
/** A department's database is not ours alone, and each connection is a process there. */
export const MOST_CONNECTIONS = 2;

/**
 * Opens a pool of connections that can only read: each new one says so to the server, and is refused when its role could
 * write all the same. Throws a SettingsFault for such a role; a server that does not answer yet is no fault, it is asked
 * again with the first question.
 */
export async function openSql(options: SqlOptions): Promise<SqlClient> {
  const { owner, log } = options;
  const password = passwordOf(options);
  const pool = new pg.Pool({
    ...connectionOf(options),
    max: MOST_CONNECTIONS,
    allowExitOnIdle: true,
    verify: (client, done) => {
      refuseWriter(client, owner).then(() => done(), done);
    },
  });
  // Without listeners, a connection that the server ends would end this process. A question under way fails by itself.
  const lost = (error: Error) => log.debug({ owner, error: without(password, error.message) }, 'a connection was lost');
  pool.on('error', lost);
  pool.on('connect', (connection) => connection.on('error', lost));
  const client: SqlClient = {
    query: (sql, values, request) => ask(pool, options, sql, values, request),
    close: () => pool.end(),
  };
  try {
    (await pool.connect()).release();
  } catch (error) {
    if (error instanceof WritableRole) {
      await pool.end();
      throw new SettingsFault([
        `${owner}: tài khoản cơ sở dữ liệu phải chỉ có quyền đọc (${error.detail}; give it SELECT on the views alone).`,
      ]);
    }
    log.warn({ owner, detail: sqlError(owner, 'connect', error, password).detail }, 'the database cannot be asked yet');
  }
  return client;
}

/** A number as PostgreSQL writes it; null when it is none that a double holds (NaN, infinity, whole numbers over 2^53). */
export function sqlNumber(text: string): number | null {
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** A name of a table, view or column for use in a statement, quoted part by part: "schema"."view". */
export function sqlName(name: string): string {
  return name.split('.').map(pg.escapeIdentifier).join('.');
}

function passwordOf({ url }: SqlOptions): string {
  return decodeURIComponent(new URL(url).password);
}

/** The connection's settings. What the URL sets goes first, so that it cannot take these back. */
function connectionOf({ url, statementTimeoutMs }: SqlOptions): pg.ClientConfig {
  const parsed = new URL(url);
  const theirs = parsed.searchParams.get('options') ?? '';
  for (const name of ['options', 'statement_timeout', 'application_name']) parsed.searchParams.delete(name);
  const ours = '-c default_transaction_read_only=on -c timezone=UTC -c datestyle=ISO -c extra_float_digits=1';
  return {
    connectionString: parsed.href,
    application_name: 'hanoi-indicator-graph',
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: CONNECT_MS,
    stream: () => new GuardedSocket(),
    options: `${theirs} ${ours}`.trim(),
    // Values stay as the server wrote them: a numeric or bigint made a number here could lose digits unnoticed.
    types: { getTypeParser: () => String },
  };
}

async function refuseWriter(client: pg.ClientBase, owner: OwnerName): Promise<void> {
  const { rows } = await client.query<{ what: string }>(WRITES);
  if (rows.length > 0)
    throw new WritableRole(
      owner,
      rows.map((row) => row.what),
    );
}

async function ask(
  pool: pg.Pool,
  options: SqlOptions,
  sql: string,
  values: readonly SqlValue[],
  { signal, maxRows }: SqlRequest,
): Promise<readonly SqlRow[]> {
  const { owner } = options;
  const client = await connected(pool, options, signal);
  let held = true;
  const release = (broken: boolean) => {
    if (held) client.release(broken);
    held = false;
  };
  const leave = () => {
    cancel(client, options);
    release(true);
  };
  signal.addEventListener('abort', leave, { once: true });
  const bytes = countBytes(client, leave);
  try {
    const text = `select * from (${sql}) as answer limit ${maxRows + 1}`;
    const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array' }, [...values]);
    release(false);
    if (rows.length <= maxRows) return rows;
    throw new SourceError('SOURCE_UNREADABLE', owner, `more than the ${maxRows} rows that there can be`);
  } catch (error) {
    release(true);
    if (signal.aborted) throw givenUp(owner);
    if (bytes.tooMany) throw new SourceError('SOURCE_UNREADABLE', owner, `query: more than ${MOST_BYTES} bytes`);
    throw sqlError(owner, 'query', error, passwordOf(options));
  } finally {
    signal.removeEventListener('abort', leave);
    bytes.stop();
  }
}

/** Counts what comes over a connection, and calls when it is too much: the driver itself keeps whatever comes. */
function countBytes(client: pg.PoolClient, tooMuch: () => void): { readonly tooMany: boolean; stop(): void } {
  const stream = streamOf(client);
  let left = MOST_BYTES;
  const count = (chunk: Buffer) => {
    left -= chunk.length;
    if (left >= 0) return;
    stream.off('data', count);
    tooMuch();
  };
  stream.on('data', count);
  return {
    get tooMany() {
      return left < 0;
    },
    stop: () => stream.off('data', count),
  };
}

/** The stream that a client reads from, under TLS the one that is decrypted. The driver has no door to it in its types. */
function streamOf(client: pg.PoolClient): Socket {
  const { connection } = client as { connection?: { stream?: unknown } };
  if (!(connection?.stream instanceof Socket))
    throw new Error('The driver shows no stream: what comes cannot be bounded.');
  return connection.stream;
}

/** A connection of the pool; given back unused when the signal aborts before there is one. */
async function connected(pool: pg.Pool, options: SqlOptions, signal: AbortSignal): Promise<pg.PoolClient> {
  const { owner } = options;
  if (signal.aborted) throw givenUp(owner);
  const connecting = pool.connect().catch((error: unknown) => {
    throw sqlError(owner, 'connect', error, passwordOf(options));
  });
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(givenUp(owner));
      connecting.then((client) => client.release(), reject);
    };
    signal.addEventListener('abort', leave, { once: true });
    connecting.then(
      (client) => {
        signal.removeEventListener('abort', leave);
        if (!signal.aborted) resolve(client);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', leave);
        reject(error);
      },
    );
  });
}

function givenUp(owner: OwnerName): SourceError {
  return new SourceError('SOURCE_TIMEOUT', owner, 'the question was given up before its answer came');
}

/**
 * Ends the statement of a connection at the server, which would work on until its timeout: closing a connection does
 * not stop it. Asked on a connection of its own, because the pool may have none left.
 */
function cancel(client: pg.PoolClient, options: SqlOptions): void {
  const pid = 'processID' in client ? Number(client.processID) : Number.NaN;
  if (!Number.isInteger(pid)) return;
  const failed = (error: Error) =>
    options.log.debug(
      { owner: options.owner, error: without(passwordOf(options), error.message) },
      'a statement could not be cancelled',
    );
  const canceller = new pg.Client(connectionOf(options));
  canceller.on('error', failed);
  canceller
    .connect()
    .then(() => canceller.query('select pg_cancel_backend($1)', [pid]))
    .catch(failed)
    .then(() => canceller.end())
    .catch(failed);
}
