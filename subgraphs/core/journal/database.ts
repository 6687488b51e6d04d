import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import type pg from 'pg';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Logger } from '../log.js';
import { joinOrStartPostgres, type SharedPostgres } from '../postgres/shared.js';
import { type Failure, failureOf, isStarting, said } from './database-failure.js';
import { checkAddress, MOST_CONNECTIONS, openPool } from './database-pool.js';
import { JournalError } from './journal-error.js';
import { migrate, migrations, partOf } from './migrations.js';

export interface JournalDatabaseOptions {
  /** A PostgreSQL of its own; null: the one embedded below the data folder, which all processes on the folder share. */
  readonly url: string | null;
  readonly dataDir: string;
  readonly log: Logger;
}

/**
 * Work in the database. It asks by this connection alone (another `use` or `transaction` inside could wait for itself),
 * does not outlive its promise, and may be done a second time from its beginning: what it keeps outside is kept after it.
 */
type Work<T> = (client: pg.ClientBase) => Promise<T>;

/**
 * The database of the journals. All methods throw JournalError when it cannot be asked or refuses a statement; what the
 * work itself throws comes through as it is, after a rollback. When a connection breaks, or the embedded server is gone
 * (its process may be another one of ours), a new one is opened and the work is done once more, unless its COMMIT had
 * been sent.
 */
export interface JournalDatabase {
  /** Reads as an owner: all statements see one state of the journal, and none can change it. */
  use<T>(owner: OwnerName, work: Work<T>): Promise<T>;
  /**
   * Writes as an owner, all or nothing. When the connection breaks during the COMMIT, nobody knows whether it was
   * recorded: the JournalError says so, and the work is not done again. The caller then reads what stands after the last
   * position that it knows before it records anything more; a vintage that had been recorded is unchanged by then.
   */
  transaction<T>(owner: OwnerName, work: Work<T>): Promise<T>;
  /**
   * Makes the owner's role, schema and tables, or brings them to this release. To be called once before the others; may
   * run in several processes at the same time. Also throws SettingsFault: see `migrate`.
   */
  prepare(owner: OwnerName): Promise<void>;
  /** Waits for what is under way, briefly, and ends the embedded server when this process started it. */
  close(): Promise<void>;
}

/** Connections to one server. */
interface Link {
  readonly pool: pg.Pool;
}

/** A transaction that is asked for. */
interface Asked {
  readonly owner: OwnerName;
  /** The statements that begin it, in one round trip. */
  readonly opening: string;
  /** Whether it does no harm to do it again after it was committed. */
  readonly repeatable: boolean;
}

/** How far a transaction is. */
interface State {
  /** Why the connection is gone, when it has said so. */
  lost: Error | null;
  committing: boolean;
}

/** The connection broke, and nothing was recorded that must not be recorded twice. */
class Broken extends Error {
  override readonly name = 'Broken';
}

const WRITES = 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE';
const CLOSE_MS = 5000;
/** How long a server that is starting, or about to end, is waited for. */
const STARTING_MS = 5000;
const STARTING_POLL_MS = 50;

/**
 * Opens the database: joins or starts the embedded one. A server by address is first asked when it is needed. Throws a
 * SettingsFault for an address that is none and where no server can run.
 */
export async function openJournalDatabase(options: JournalDatabaseOptions): Promise<JournalDatabase> {
  if (options.url !== null) checkAddress(options.url);
  const database = new Database(options);
  await database.link();
  return database;
}

/** More that wait than this would only wait in vain: they are told so at once. */
const MOST_WAITING = 500;

class Database implements JournalDatabase {
  readonly #options: JournalDatabaseOptions;
  /** Who waits for a connection waits here: in the pool, it could not be told from a server that does not answer. */
  readonly #places: BulkheadPolicy = bulkhead(MOST_CONNECTIONS, MOST_WAITING);
  #link: Promise<Link> | null = null;
  /** The embedded server that this process has started. */
  #server: SharedPostgres | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: JournalDatabaseOptions) {
    this.#options = options;
  }

  use<T>(owner: OwnerName, work: Work<T>): Promise<T> {
    const opening = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${asOwner(owner)}`;
    return this.#run({ owner, opening, repeatable: true }, work);
  }

  transaction<T>(owner: OwnerName, work: Work<T>): Promise<T> {
    return this.#run({ owner, opening: `${WRITES}; ${asOwner(owner)}`, repeatable: false }, work);
  }

  async prepare(owner: OwnerName): Promise<void> {
    const steps = migrations();
    await this.#run({ owner, opening: WRITES, repeatable: true }, (client) => migrate(client, owner, steps));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The server that is asked at present; joins or starts one when there is none. */
  link(): Promise<Link> {
    if (this.#closing) return Promise.reject(new Error('the database was closed'));
    if (this.#link === null) {
      const link = this.#open();
      this.#link = link;
      link.catch(() => this.#forget(link));
    }
    return this.#link;
  }

  async #open(): Promise<Link> {
    const { url, dataDir, log } = this.#options;
    if (url !== null) return { pool: openPool(url, log) };
    const server = await joinOrStartPostgres({ dataDir: join(dataDir, 'journal'), log });
    // Only the connection may have been lost: then it is our own server that was joined.
    if (server.own) this.#server = server;
    return { pool: openPool(server.url, log) };
  }

  #forget(link: Promise<Link>): void {
    if (this.#link === link) this.#link = null;
  }

  #run<T>(asked: Asked, work: Work<T>): Promise<T> {
    const { owner } = asked;
    const inPlace = this.#places.execute(async () => {
      try {
        return await this.#once(asked, work);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        this.#options.log.warn({ owner, detail: error.message }, 'the connection to the journal broke: asking again');
      }
      return this.#once(asked, work).catch((error: unknown) => {
        throw error instanceof Broken ? new JournalError(owner, error.message, { cause: error.cause }) : error;
      });
    });
    return inPlace.catch((error: unknown) => {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new JournalError(owner, `more than ${MOST_WAITING} questions wait for a connection`, { cause: error });
    });
  }

  async #once<T>(asked: Asked, work: Work<T>): Promise<T> {
    const link = this.link();
    const { pool } = await link.catch((cause: unknown) => {
      throw journalError(asked.owner, '', cause);
    });
    try {
      return await inTransaction(pool, asked, work);
    } catch (error) {
      if (error instanceof Broken) this.#abandon(link, pool);
      throw error;
    }
  }

  /** The other connections of the pool go to the same server: whoever still uses one finds out. */
  #abandon(link: Promise<Link>, pool: pg.Pool): void {
    if (this.#link !== link) return;
    this.#link = null;
    this.#endPool(pool);
  }

  #endPool(pool: pg.Pool): Promise<void> {
    return pool.end().catch((error: Error) => {
      this.#options.log.debug({ error: error.message }, 'connections to the journal could not be closed');
    });
  }

  async #close(): Promise<void> {
    const [link] = await Promise.allSettled([this.#link]);
    if (link.status === 'fulfilled' && link.value) {
      await Promise.race([this.#endPool(link.value.pool), delay(CLOSE_MS, undefined, { ref: false })]);
    }
    await this.#server?.close();
  }
}

/** What an owner's connection sees and may do: its own part, until the end of the transaction. */
function asOwner(owner: OwnerName): string {
  return `SET LOCAL ROLE ${partOf(owner)}; SET LOCAL search_path TO ${partOf(owner)}`;
}

async function inTransaction<T>(pool: pg.Pool, asked: Asked, work: Work<T>): Promise<T> {
  const client = await connected(pool);
  const state: State = { lost: null, committing: false };
  const onLost = (reason: Error) => {
    state.lost ??= reason;
  };
  client.on('error', onLost);
  try {
    await client.query(asked.opening);
    const result = await work(client);
    // What cannot be sent is known not to be recorded.
    if (state.lost) throw state.lost;
    state.committing = true;
    // A statement that failed and was passed over has undone the others: the server then answers with another word.
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new JournalError(asked.owner, 'a statement had failed: nothing was recorded');
    client.release();
    return result;
  } catch (error) {
    const failure = failureOf(error, state.lost !== null);
    await giveBack(client, failure === 'connection' || failure === 'silence');
    throw outcome(error, failure, asked, state);
  } finally {
    client.off('error', onLost);
  }
}

/** What is thrown for an error, by what can have become of the transaction. */
function outcome(error: unknown, failure: Failure, { owner, repeatable }: Asked, { lost, committing }: State): unknown {
  if (failure === 'other') return error;
  if (failure === 'statement') return error instanceof JournalError ? error : journalError(owner, '', error);
  // After the first sign the driver only says that the connection cannot be used any more.
  const reason = failure === 'connection' && lost ? lost : error;
  if (committing && !repeatable) {
    return journalError(owner, 'it is not known whether the transaction was recorded: ', reason);
  }
  return failure === 'silence' ? journalError(owner, '', reason) : new Broken(said(reason), { cause: reason });
}

function journalError(owner: OwnerName, what: string, cause: unknown): JournalError {
  return new JournalError(owner, `${what}${said(cause)}`, { cause });
}

async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  for (const end = Date.now() + STARTING_MS; ; await delay(STARTING_POLL_MS)) {
    try {
      return await pool.connect();
    } catch (cause) {
      // A server that mends itself after one of its processes was killed is back in a moment.
      if (!isStarting(cause) || Date.now() > end) throw new Broken(`connect: ${said(cause)}`, { cause });
    }
  }
}

/** Ends the transaction and puts the connection back; one that is of no use is closed. */
async function giveBack(client: pg.PoolClient, broken: boolean): Promise<void> {
  const undone = broken
    ? false
    : await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
  client.release(!undone);
}
