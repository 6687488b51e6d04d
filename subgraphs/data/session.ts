import { type Closable, startUntilSignal } from '../core/command.js';

/**
 * Opens something, works with it and closes it, whatever happens. Ctrl-C, SIGTERM or a closed terminal aborts the work,
 * waits until it has left, and closes; then nothing is returned any more, for the program ends by the signal.
 */
export async function withOpened<T extends Closable, R>(
  open: () => Promise<T>,
  work: (opened: T, signal: AbortSignal) => Promise<R>,
  report: (error: unknown) => void,
): Promise<R> {
  const leaving = new AbortController();
  let working: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  const opened = await startUntilSignal(async () => {
    const part = await open();
    const close = () => {
      closing ??= part.close();
      return closing;
    };
    return {
      part,
      finish: close,
      close: async () => {
        leaving.abort();
        await Promise.allSettled([working]);
        await close();
      },
    };
  }, report);
  const result = work(opened.part, leaving.signal);
  working = result;
  try {
    return await result;
  } finally {
    if (leaving.signal.aborted) await new Promise<never>(() => undefined);
    await opened.finish();
  }
}
