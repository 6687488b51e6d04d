import { closeSync, openSync } from 'node:fs';
import { SettingsFault } from './errors.js';

/** Something that runs until it is told to end. */
export interface Closable {
  close(): Promise<void>;
}

/** Signals that end a program, and the exit codes that shells give for them. */
const ENDINGS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Ending = keyof typeof ENDINGS;

export interface SignalOptions<T> {
  /** Bounds the end of the program, in milliseconds; what runs longer is left to the exit. */
  readonly longestMs?: number;
  /**
   * Takes up files that have changed. Where it is given, SIGHUP asks for it, as is the custom of services, instead of
   * ending the program; but not in a terminal, whose closing is told by the same signal.
   */
  readonly reload?: (part: T) => Promise<void>;
}

/**
 * Starts a program's part, and ends the program on Ctrl-C, SIGTERM or a closed terminal by closing the part, once. The
 * signals are heeded from before the start: one that comes during it waits until the start has settled, for half of a
 * start would leave its processes behind; from then on nothing is resolved. The start is told by `ended`, so that it does
 * not begin what is closed at once. A second signal ends the program at once. Throws what the start throws.
 */
export function startUntilSignal<T extends Closable>(
  start: (ended: AbortSignal) => Promise<T>,
  report: (error: unknown) => void,
  { longestMs = 15_000, reload }: SignalOptions<T> = {},
): Promise<T> {
  let ending = false;
  const ended = new AbortController();
  const starting = Promise.resolve(ended.signal).then(start);
  const end = (signal: Ending) => {
    if (ending) process.exit(ENDINGS[signal]);
    ending = true;
    ended.abort();
    setTimeout(() => {
      report(new Error(`Closing took longer than ${longestMs} ms after ${signal}; ended without waiting for it.`));
      process.exit(1);
    }, longestMs);
    closed(starting).then(
      () => process.exit(ENDINGS[signal]),
      (error: unknown) => {
        report(error);
        process.exit(1);
      },
    );
  };
  const renew = (part: T) => (ending ? undefined : reload?.(part));
  const reloads = reload !== undefined && !isInTerminal();
  for (const signal of Object.keys(ENDINGS) as Ending[]) {
    // A start that fails says so itself.
    if (signal === 'SIGHUP' && reloads) process.on(signal, () => void starting.then(renew, () => {}).catch(report));
    else process.on(signal, end);
  }
  return new Promise((resolve, reject) => {
    starting.then(
      (part) => ending || resolve(part),
      (error: unknown) => ending || reject(error),
    );
  });
}

/** True for a program that ends with a terminal, wherever its output goes. Windows has no other use of the signal. */
function isInTerminal(): boolean {
  if (process.platform === 'win32') return true;
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    // No terminal is the usual case of a service (ENXIO), or there is no such device at all.
    return false;
  }
}

async function closed(starting: Promise<Closable>): Promise<void> {
  const [outcome] = await Promise.allSettled([starting]);
  // A start that fails has closed its own parts; after Ctrl-C it fails because its child processes got the signal too.
  if (outcome.status === 'fulfilled') await outcome.value.close();
}

/** Runs a program's main part; what fails is said in plain sentences on standard error, and the program ends with 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(1);
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof SettingsFault) {
    return `Not started. ${error.faults.length === 1 ? 'One thing is wrong' : `${error.faults.length} things are wrong`}:\n${error.faults.map((fault) => `  - ${fault}`).join('\n')}`;
  }
  return error instanceof Error ? error.message : String(error);
}
