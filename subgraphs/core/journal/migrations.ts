import pg from 'pg';
import { readProjectFile } from '../../../schema/files.js';
import type { OwnerName } from '../../../schema/subgraphs.js';
import { SettingsFault } from '../errors.js';

/** A step from one version of the journal's tables to the next. What has been released is never changed. */
export interface Migration {
  /** Counted from 1 without gaps. */
  readonly version: number;
  readonly name: string;
  /** Statements, run as the owner's role in the owner's schema. */
  readonly sql: string;
}

/** What a server says of itself. */
interface Server {
  /** As PostgreSQL numbers it: 140000 is 14.0. */
  readonly version: number;
  readonly encoding: string;
  /** The account of the connection, and the database that it is in. */
  readonly account: string;
  readonly database: string;
}

/** What stands in the database for an owner. */
interface Standing {
  /** Whether our account can take the owner's role; null: there is no such role. */
  readonly mayTake: boolean | null;
  /** Who owns the owner's schema; null: there is none. */
  readonly schemaOwner: string | null;
}

const OLDEST_SERVER = 14;
/** Guards roles, schemas and tables of all journals in one database: a number of our own. */
const LOCK = 708_202_125;
/** Longest time of one step, or until another process is done with its own. */
const LONGEST_MS = 300_000;
const NOT_ALLOWED = '42501';
/** What PostgreSQL says when somebody else has made a thing of that name meanwhile, before or while it is made. */
const MADE_MEANWHILE: readonly unknown[] = ['42710', '23505'];

/** All steps, ascending. */
export function migrations(): readonly Migration[] {
  const sqlOf = (file: string) => readProjectFile('subgraphs', 'core', 'journal', file);
  return [
    { version: 1, name: 'journal', sql: sqlOf('schema.sql') },
    { version: 2, name: 'suppression', sql: sqlOf('suppression.sql') },
  ];
}

/** The name of an owner's schema and of its role: journal_social_insurance. Needs no quotes in SQL. */
export function partOf(owner: OwnerName): string {
  return `journal_${owner.replaceAll('-', '_')}`;
}

/**
 * Makes an owner's role and schema where they are missing, and brings its tables to the last version. Runs in the open
 * transaction of a connection that has taken no role; two processes wait for one another. Throws a SettingsFault when the
 * server cannot be used, when the account may not do it (with the statements that an administrator has to run) and when
 * the tables are of a later release than this one.
 */
export async function migrate(client: pg.ClientBase, owner: OwnerName, steps: readonly Migration[]): Promise<void> {
  const server = await serverOf(client);
  const faults = serverFaults(server);
  if (faults.length > 0) throw new SettingsFault(faults);
  await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
  await atLength(client, `SELECT pg_advisory_xact_lock(${LOCK})`);
  await makePart(client, owner, server);
  const part = partOf(owner);
  await client.query(`SET LOCAL ROLE ${part}; SET LOCAL search_path TO ${part}`);
  await climb(client, owner, steps);
}

/** Why a server cannot keep journals; empty: it can. */
export function serverFaults({ version, encoding, database }: Omit<Server, 'account'>): string[] {
  const faults: string[] = [];
  if (version < OLDEST_SERVER * 10_000) {
    faults.push(
      `DATABASE_URL: the server is PostgreSQL ${Math.floor(version / 10_000)}; the journal needs ${OLDEST_SERVER} or later.`,
    );
  }
  if (encoding !== 'UTF8') {
    faults.push(
      `DATABASE_URL: the database ${database} is encoded in ${encoding}; the journal needs one in UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0).`,
    );
  }
  return faults;
}

async function serverOf(client: pg.ClientBase): Promise<Server> {
  const { rows } = await client.query<Server>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
            session_user::text AS account, current_database()::text AS database`,
  );
  return rows[0] as Server;
}

async function makePart(client: pg.ClientBase, owner: OwnerName, server: Server): Promise<void> {
  await client.query('SAVEPOINT part');
  try {
    await makeMissing(client, owner, server);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !MADE_MEANWHILE.includes(error.code)) throw error;
    // Roles belong to the whole server, our lock to one database: a start on another database has made the role.
    await client.query('ROLLBACK TO SAVEPOINT part');
    await makeMissing(client, owner, server);
  }
}

async function makeMissing(client: pg.ClientBase, owner: OwnerName, server: Server): Promise<void> {
  const statements = missing(partOf(owner), server.account, await standingOf(client, partOf(owner), server));
  try {
    for (const statement of statements) await client.query(statement);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== NOT_ALLOWED) throw error;
    throw new SettingsFault([
      `DATABASE_URL: the account ${server.account} may not set up the journal of ${owner} (${error.message}). An administrator has to run in the database ${server.database}: ${statements.join('; ')};`,
    ]);
  }
}

async function standingOf(client: pg.ClientBase, part: string, server: Server): Promise<Standing> {
  // Since PostgreSQL 16, who has made a role is a member of it, but need not be allowed to take it.
  const right = server.version >= 160_000 ? 'SET' : 'MEMBER';
  const { rows } = await client.query<Standing>(
    `SELECT (SELECT pg_has_role(session_user, oid, $2) FROM pg_roles WHERE rolname = $1) AS "mayTake",
            (SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = $1) AS "schemaOwner"`,
    [part, right],
  );
  return rows[0] as Standing;
}

/** The statements that make an owner's part, in order; none when it stands. */
function missing(part: string, account: string, { mayTake, schemaOwner }: Standing): string[] {
  const statements: string[] = [];
  if (mayTake === null) statements.push(`CREATE ROLE ${part} NOLOGIN`);
  if (mayTake !== true) statements.push(`GRANT ${part} TO ${pg.escapeIdentifier(account)}`);
  if (schemaOwner === null) statements.push(`CREATE SCHEMA ${part} AUTHORIZATION ${part}`);
  else if (schemaOwner !== part) statements.push(`ALTER SCHEMA ${part} OWNER TO ${part}`);
  return statements;
}

/** Runs the steps that the tables have not seen yet. */
async function climb(client: pg.ClientBase, owner: OwnerName, steps: readonly Migration[]): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS migration (
       version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const { rows } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM migration',
  );
  const version = rows[0]?.version ?? 0;
  const last = steps.at(-1)?.version ?? 0;
  if (version > last) {
    throw new SettingsFault([
      `The journal of ${owner} is at version ${version}, which a later release made; this release knows versions up to ${last}. Start that release again, or give this one another database.`,
    ]);
  }
  for (const step of steps.filter((one) => one.version > version)) {
    await atLength(client, step.sql);
    await client.query('INSERT INTO migration (version, name) VALUES ($1, $2)', [step.version, step.name]);
  }
}

/** Waits longer for the answer than the connection's other statements do. */
async function atLength(client: pg.ClientBase, text: string): Promise<void> {
  const statement = { text, query_timeout: LONGEST_MS };
  await client.query(statement);
}
