import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { OwnerName } from '../../../schema/subgraphs.js';
import { type Failure, failureOf, isStarting, said } from './database-failure.js';
import { JournalError } from './journal-error.js';

/**
 * Work in the database. It asks by this connection alone (another `use` or `transaction` inside could wait for itself),
 * does not outlive its promise, and may be done a second time from its beginning: what it keeps outside is kept after it.
 */
export type Work<T> = (client: pg.ClientBase) => Promise<T>;

/** A transaction that is asked for. */
export interface Asked {
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
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** How long a server that is starting, or about to end, is waited for. */
const STARTING_MS = 5000;
const STARTING_POLL_MS = 50;
/** Does the work in a transaction of its own. Throws JournalError, Broken, and what the work throws. */
export async function inTransaction<T>(pool: pg.Pool, asked: Asked, work: Work<T>): Promise<T> {
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

export function journalError(owner: OwnerName, what: string, cause: unknown): JournalError {
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
