import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { type Start, startKind } from './kinds.js';
import { LoopDelay } from './loop-delay.js';

/** What a server is told by the bench, over the channel to its parent. */
export type Order =
  | { readonly order: 'start'; readonly start: Start }
  /** From the last time on. */
  | { readonly order: 'usage' }
  /** Watches the event loop until it is asked how late it was. */
  | { readonly order: 'watch' }
  | { readonly order: 'watched' }
  | { readonly order: 'profile' }
  /** Ends the profile and writes it to a file. */
  | { readonly order: 'profiled'; readonly file: string };

/** What a process has used since the last time it was asked. */
export interface Usage {
  /** Processor time, user and system. */
  readonly cpuMs: number;
  /** Bytes, now. */
  readonly rss: number;
}

const session = new Session();
session.connect();
let last = process.cpuUsage();
let delay: LoopDelay | null = null;

async function obey(order: Order): Promise<unknown> {
  switch (order.order) {
    case 'start':
      return startKind(order.start);
    case 'usage':
      return usage();
    case 'watch':
      delay = new LoopDelay();
      return null;
    case 'watched':
      return delay?.p99();
    case 'profile':
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 500 });
      return session.post('Profiler.start');
    case 'profiled': {
      const { profile } = await session.post('Profiler.stop');
      return writeFile(order.file, JSON.stringify(profile));
    }
  }
}

function usage(): Usage {
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss() };
}

process.on('message', (order: Order) => {
  obey(order).then(
    (done) => process.send?.({ done: done ?? null }),
    (error: unknown) =>
      process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Nobody is left who could end it.
process.on('disconnect', () => process.exit());
