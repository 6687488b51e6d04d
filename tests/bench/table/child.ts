import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Start } from './kinds.js';
import type { Load, Loaded } from './load-main.js';
import type { Order, Usage } from './server-main.js';

/** A process of the bench that does what it is told, one thing after the other. */
class Child {
  readonly #process: ChildProcess;

  constructor(program: string, execArgv: readonly string[]) {
    this.#process = fork(program, [], { execArgv: [...execArgv] });
  }

  async tell(order: unknown): Promise<unknown> {
    const away = new AbortController();
    const { signal } = away;
    try {
      this.#process.send(order as object);
      const [said] = await Promise.race([
        once(this.#process, 'message', { signal }),
        once(this.#process, 'exit', { signal }).then(([code, by]) => [{ failed: `It ended: ${code ?? by}.` }]),
      ]);
      if ('failed' in said) throw new Error(said.failed);
      return said.done;
    } finally {
      away.abort();
    }
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** A server that is measured, in a process of its own. */
export interface Server {
  readonly urls: Readonly<Record<string, string>>;
  usage(): Promise<Usage>;
  /** While something is done: milliseconds by which the event loop is late, at most in 99 of 100 chance moments. */
  delayDuring(work: () => Promise<unknown>): Promise<number>;
  /** Profiles what is done meanwhile, into a file. */
  profile(file: string, work: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export async function startServer(program: string, execArgv: readonly string[], start: Start): Promise<Server> {
  const child = new Child(program, execArgv);
  const tell = (order: Order) => child.tell(order);
  try {
    const urls = (await tell({ order: 'start', start })) as Server['urls'];
    return {
      urls,
      usage: () => tell({ order: 'usage' }) as Promise<Usage>,
      delayDuring: async (work) => {
        await tell({ order: 'watch' });
        await work();
        return tell({ order: 'watched' }) as Promise<number>;
      },
      profile: async (file, work) => {
        await tell({ order: 'profile' });
        await work();
        await tell({ order: 'profiled', file });
      },
      close: () => child.close(),
    };
  } catch (error) {
    await child.close();
    throw error;
  }
}

/** Who asks: a process of its own, so that it takes nothing of the server's thread. */
export interface Asker {
  load(load: Load): Promise<Loaded>;
  close(): Promise<void>;
}

export function startAsker(program: string): Asker {
  const child = new Child(program, []);
  return { load: (load) => child.tell(load) as Promise<Loaded>, close: () => child.close() };
}
