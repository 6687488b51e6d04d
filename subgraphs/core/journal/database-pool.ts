import pg from 'pg';
import { SettingsFault } from '../errors.js';
import type { Logger } from '../log.js';
import { GuardedSocket } from '../sources/sql-socket.js';

/** Connections of one process for all its owners: each is a process of some 15 MB at the server. */
export const MOST_CONNECTIONS = 2;

const CONNECT_MS = 5000;
/** The server ends a statement that takes longer. */
const STATEMENT_MS = 10_000;
/** A server that says nothing at all, not even that a statement took too long. */
const ANSWER_MS = STATEMENT_MS + 5000;
/** A transaction of a process that hangs holds up all others on the same journal. */
const IDLE_IN_TRANSACTION_MS = 30_000;
/** Then a connection that nobody uses is closed, but for one: who looks after the journals asks every few seconds. */
const IDLE_MS = 2000;

const OURS = '-c timezone=UTC -c datestyle=ISO -c extra_float_digits=1';
/** What the URL may not set differently; `options` goes before ours. */
const SET_HERE = [
  'options',
  'application_name',
  'statement_timeout',
  'query_timeout',
  'idle_in_transaction_session_timeout',
];

/** Refuses an address that is none of a PostgreSQL; the address itself, which holds a password, is not repeated. */
export function checkAddress(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  // A password with a bare / ? or # ends the address too early; what is left of it would be looked up as a host.
  const cut =
    parsed !== null && parsed.username === '' && `${parsed.pathname}${parsed.search}${parsed.hash}`.includes('@');
  if (parsed !== null && !cut && ['postgres:', 'postgresql:'].includes(parsed.protocol)) return;
  throw new SettingsFault([
    'DATABASE_URL cannot be read: it has the form postgres://account:password@host:port/database, with special characters of the password percent-encoded (/ is %2F, @ is %40).',
  ]);
}

/** Connections to one server, opened as they are needed. An idle one that the server ends is no event for anybody. */
export function openPool(url: string, log: Logger): pg.Pool {
  const address = new URL(url);
  const theirs = address.searchParams.get('options') ?? '';
  for (const name of SET_HERE) address.searchParams.delete(name);
  const pool = new pg.Pool({
    connectionString: address.href,
    max: MOST_CONNECTIONS,
    min: 1,
    allowExitOnIdle: true,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'hanoi-indicator-graph-journal',
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    options: `${theirs} ${OURS}`.trim(),
    stream: () => new GuardedSocket(),
  });
  // Without listeners, a connection that the server ends would end this process. A question under way fails by itself.
  const lost = (error: Error) => log.debug({ error: error.message }, 'a connection to the journal was lost');
  pool.on('error', lost);
  pool.on('connect', (connection) => connection.on('error', lost));
  return pool;
}
