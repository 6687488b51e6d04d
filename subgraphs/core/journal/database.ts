import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import type pg from 'pg';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Logger } from '../log.js';
import { type EmbeddedServer, joinOrStartPostgres, type SharedPostgres } from '../postgres/shared.js';
import { checkAddress, MOST_CONNECTIONS, openPool } from './database-pool.js';
import { type Asked, Broken, inTransaction, journalError, type Work } from './database-transaction.js';
import { JournalError } from './journal-error.js';
import { migrate, migrations, partOf } from './migrations.js';

export interface JournalDatabaseOptions {
  /** A PostgreSQL of its own; null: the one embedded below the data folder, which all processes on the folder share. */
  readonly url: string | null;
  readonly dataDir: string;
  readonly log: Logger;
}

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
  /**
   * The embedded server, for a database beside the journals; null where the journals are on a server by its address. From
   * now on it is run on here as soon as the process that started it ends, on the same port unless somebody else took that.
   */
  server(): Promise<EmbeddedServer | null>;
  /** Waits for what is under way, briefly, and ends the embedded server when this process started it. */
  close(): Promise<void>;
}

/** Connections to one server. */
interface Link {
  readonly pool: pg.Pool;
  /** Null: by its address. */
  readonly server: SharedPostgres | null;
}

const WRITES = 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE';
const CLOSE_MS = 5000;
/** How often it is seen whether a server that others rely on still stands. */
const WATCH_MS = 500;

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
  /** Since others rely on the embedded server. */
  #watch: NodeJS.Timeout | null = null;
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

  async server(): Promise<EmbeddedServer | null> {
    const link = this.link();
    const { pool, server } = await link;
    if (server === null || this.#closing) return server;
    this.#watch ??= setInterval(() => this.#look(), WATCH_MS).unref();
    if (server.stands()) return server;
    this.#abandon(link, pool);
    return (await this.link()).server;
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
    if (url !== null) return { pool: openPool(url, log), server: null };
    const server = await joinOrStartPostgres({ dataDir: join(dataDir, 'journal'), log });
    // Only the connection may have been lost: then it is our own server that was joined.
    if (server.own) this.#server = server;
    return { pool: openPool(server.url, log), server };
  }

  #look(): void {
    this.server().catch((err: unknown) => {
      this.#options.log.warn({ err }, 'the database server has ended and cannot be run on yet; it is tried again');
    });
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
    clearInterval(this.#watch ?? undefined);
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
