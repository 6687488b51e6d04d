import { setTimeout as delay } from 'node:timers/promises';
import { SettingsFault } from '../errors.js';
import { serverAccount } from './account.js';
import { readPassword } from './cluster.js';
import { type Place, placeOf } from './place.js';
import { lastPort, type RunningServer, serverOn } from './running.js';
import { InUse, type PostgresOptions, READY_MS, startPostgres, urlOf } from './server.js';

/** A database that all our processes on one data folder use. */
export interface SharedPostgres {
  /** With the superuser's password: never to be logged. Another server on the folder may have another one. */
  readonly url: string;
  readonly pid: number;
  /** What the server writes to standard error, from its start on. */
  readonly logFile: string;
  /** True when this call started the server. */
  readonly own: boolean;
  /** True while it runs and nobody ends it. */
  stands(): boolean;
  /** Ends the server in good order when it is our own; leaves that of another process alone. */
  close(): Promise<void>;
}

/** A server as others use it who have no part in its running. */
export type EmbeddedServer = Pick<SharedPostgres, 'url' | 'logFile'>;

const POLL_MS = 20;

/**
 * The durable database of a data folder, whichever process runs it: joins the server of a living process of ours, waiting
 * while it starts; ends the server that a killed process left behind and starts one in its place; else starts one, making
 * the database where there is none. Processes that call this at the same moment get one server. It ends with the process
 * that started it: who has joined it calls again then, and finds it on the same port unless somebody else took that. Throws a SettingsFault when this machine cannot run a server or
 * when its password cannot be read.
 */
export async function joinOrStartPostgres(options: Pick<PostgresOptions, 'dataDir' | 'log'>): Promise<SharedPostgres> {
  const place = placeOf(options.dataDir, serverAccount(), true);
  for (const end = Date.now() + READY_MS; ; await delay(POLL_MS)) {
    const running = serverOn(place.cluster);
    if (running !== null && running.owner !== null && running.status === 'ready') return joined(place, running);
    const starting = running !== null && running.owner !== null && running.status !== 'stopping';
    const started = starting ? null : await startedHere(place, options);
    if (started) return started;
    if (Date.now() > end) {
      throw new Error(
        `The database in ${place.home} was not ready after ${READY_MS / 1000} s: another process is starting or ending it.`,
      );
    }
  }
}

/** Null when another process was faster. */
async function startedHere(
  place: Place,
  options: Pick<PostgresOptions, 'dataDir' | 'log'>,
): Promise<SharedPostgres | null> {
  try {
    const { close, ...server } = await startPostgres({ ...options, durable: true, near: lastPort(place.cluster) });
    return { ...shared(place, server), own: true, close };
  } catch (error) {
    if (error instanceof InUse) return null;
    throw error;
  }
}

function joined(place: Place, { pid, port, owner }: RunningServer): SharedPostgres {
  const server = { url: urlOf(passwordOf(place, owner), port), pid };
  return { ...shared(place, server), own: false, close: async () => {} };
}

function shared({ cluster, logFile }: Place, { url, pid }: Pick<SharedPostgres, 'url' | 'pid'>) {
  const stands = () => {
    const running = serverOn(cluster);
    return running?.pid === pid && running.status === 'ready';
  };
  return { url, pid, logFile, stands };
}

function passwordOf(place: Place, owner: number | null): string {
  try {
    return readPassword(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new SettingsFault([
      `The database in ${place.home} belongs to process ${owner}, which runs under another account: use that account, or another folder.`,
    ]);
  }
}
