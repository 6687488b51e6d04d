import { setTimeout as delay } from 'node:timers/promises';
import type { OwnerName } from '../../schema/subgraphs.js';
import type { Sandbox } from './department.js';
import { SettingsFault } from './errors.js';
import { type Lease, type Said, takeLease } from './lease.js';
import type { Logger } from './log.js';

export interface SharedSandboxOptions {
  readonly owner: OwnerName;
  /** A folder in which processes say who runs the sandbox. */
  readonly folder: string;
  /** Starts it on a port; 0 takes a free one. */
  readonly start: (port: number) => Promise<Sandbox>;
  readonly log: Logger;
}

/** How long another process may take to start or end its sandbox, in milliseconds. */
const WAIT_MS = 60_000;
const POLL_MS = 20;
/** How often it is seen whether the process that runs a joined sandbox still does. */
const WATCH_MS = 500;

/**
 * The one sandbox of a data folder, whichever process runs it: joins that of a living process, else starts it, where it
 * was before if it can. When the process that ran a joined one ends, this one runs it on. What others ask of it is not
 * in `asked`. Throws what the start throws, and a SettingsFault when another process neither starts nor ends it.
 */
export async function shareSandbox(options: SharedSandboxOptions): Promise<Sandbox> {
  const { owner, folder } = options;
  for (const end = Date.now() + WAIT_MS; ; await delay(POLL_MS)) {
    const taken = takeLease(folder);
    if (taken.lease) return host(taken.lease, (former) => startedNear(portOf(former), options));
    const { pid, state, variables } = taken.holder;
    if (state === 'READY') return new JoinedSandbox(variables, options);
    if (Date.now() > end) {
      throw new SettingsFault([
        `Process ${pid} has been starting or ending the sandbox of ${owner} for ${WAIT_MS / 1000} s: end it, or use another DATA_DIR.`,
      ]);
    }
  }
}

/** Runs a sandbox while the lease is held. */
async function host(lease: Lease, start: (former: Said['variables']) => Promise<Sandbox>): Promise<Sandbox> {
  try {
    const sandbox = await start(lease.former);
    lease.ready(sandbox.variables);
    return {
      variables: sandbox.variables,
      get asked() {
        return sandbox.asked;
      },
      close: () => {
        lease.busy();
        return sandbox.close().finally(() => lease.free());
      },
    };
  } catch (error) {
    lease.free();
    throw error;
  }
}

/** On its former port, for who still asks there; on another one where that fails. */
function startedNear(port: number, { start, log, owner }: SharedSandboxOptions): Promise<Sandbox> {
  if (port === 0) return start(0);
  return start(port).catch((err: unknown) => {
    log.debug({ owner, port, err }, 'the sandbox takes another port than before');
    return start(0);
  });
}

/** The port in the address among a sandbox's variables; 0 where it has none. */
function portOf(variables: Said['variables']): number {
  const addresses = Object.values(variables).filter((value) => URL.canParse(value));
  return Number(addresses.map((address) => new URL(address).port).find(Boolean) ?? 0);
}

/** A sandbox that another process runs, or did when it was joined. */
class JoinedSandbox implements Sandbox {
  readonly asked: string[] = [];
  readonly #watch: NodeJS.Timeout;
  /** Since this process runs it. */
  #hosting: Promise<Sandbox | null> | null = null;

  constructor(
    readonly variables: Said['variables'],
    private readonly options: SharedSandboxOptions,
  ) {
    this.#watch = setInterval(() => this.#look(), WATCH_MS).unref();
  }

  #look(): void {
    const { folder, owner, log } = this.options;
    try {
      if (this.#hosting) return;
      const taken = takeLease(folder);
      if (taken.lease) this.#hosting = this.#runOn(taken.lease);
      else if (taken.holder.state === 'READY' && !this.#isHere(taken.holder.variables)) this.#moved();
    } catch (err) {
      log.warn({ owner, err }, 'it cannot be seen who runs the sandbox; it is tried again');
    }
  }

  /** Null when it could not be started, which is tried again then. */
  async #runOn(lease: Lease): Promise<Sandbox | null> {
    const { owner, start, log } = this.options;
    try {
      const sandbox = await host(lease, () => start(portOf(this.variables)));
      clearInterval(this.#watch);
      log.info({ owner }, 'the process that ran the sandbox has ended: it is run on here');
      if (!this.#isHere(sandbox.variables)) this.#moved();
      return sandbox;
    } catch (err) {
      log.warn({ owner, err }, 'the process that ran the sandbox has ended, and it cannot be run on yet');
      this.#hosting = null;
      return null;
    }
  }

  #isHere(variables: Said['variables']): boolean {
    return Object.entries(this.variables).every(([name, value]) => variables[name] === value);
  }

  #moved(): void {
    clearInterval(this.#watch);
    this.options.log.error({ owner: this.options.owner }, 'the sandbox runs elsewhere now: start this program again');
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    const hosted = await this.#hosting;
    await hosted?.close();
  }
}
