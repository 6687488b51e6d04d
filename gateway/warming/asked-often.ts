import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Logger } from '../log.js';

/** Texts counted at once at most; the one that was not asked for longest makes room. */
const MOST_COUNTED = 500;
/** Texts that are kept across restarts. */
const MOST_KEPT = 200;
/** A longer text is not counted: it would cost more memory than it saves time. */
const LONGEST = 20_000;

/** Milliseconds after which they are kept again. */
const KEPT_EVERY_MS = 10 * 60_000;

const KEPT = z.array(z.object({ text: z.string().max(LONGEST), times: z.number().int().min(1) })).max(MOST_KEPT);

export interface AskedOftenOptions {
  /** Where they are kept across restarts; null: nowhere. */
  readonly file: string | null;
  readonly log: Logger;
}

/**
 * The operations that clients ask most often, for warming. Only texts: the values of variables are the client's own, and
 * are neither counted nor kept.
 */
export class AskedOften {
  readonly #times = new Map<string, number>();
  readonly #keeping: NodeJS.Timeout;
  #changed = false;

  constructor(private readonly options: AskedOftenOptions) {
    for (const { text, times } of this.#read()) this.#times.set(text, times);
    this.#keeping = setInterval(() => this.#keep(), KEPT_EVERY_MS).unref();
  }

  count(text: string): void {
    if (text.length > LONGEST) return;
    const times = this.#times.get(text) ?? 0;
    this.#times.delete(text);
    this.#times.set(text, times + 1);
    this.#changed = true;
    const [oldest] = this.#times.keys();
    if (this.#times.size > MOST_COUNTED && oldest !== undefined) this.#times.delete(oldest);
  }

  /** The texts, those asked most often first. */
  texts(): readonly string[] {
    return this.#sorted().map(({ text }) => text);
  }

  /** Keeps them a last time. */
  close(): void {
    clearInterval(this.#keeping);
    this.#keep();
  }

  /**
   * Keeps them for the next start. What is asked from then on counts twice as much as what was asked before, so that
   * what nobody asks any more is forgotten. A file that cannot be written costs warmth alone, and is told in the log.
   */
  #keep(): void {
    const { file, log } = this.options;
    if (file === null || !this.#changed) return;
    this.#changed = false;
    const kept = this.#sorted();
    try {
      mkdirSync(dirname(file), { recursive: true });
      const beside = `${file}.${process.pid}.new`;
      writeFileSync(beside, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
      renameSync(beside, file);
    } catch (error) {
      log.warn({ err: error, file }, 'The operations asked most often cannot be kept for the next start.');
    }
    for (const [text, times] of this.#times) this.#times.set(text, Math.ceil(times / 2));
  }

  #sorted(): { text: string; times: number }[] {
    const all = [...this.#times].map(([text, times]) => ({ text, times }));
    return all.sort((a, b) => b.times - a.times).slice(0, MOST_KEPT);
  }

  #read(): z.infer<typeof KEPT> {
    const { file, log } = this.options;
    if (file === null) return [];
    try {
      // The least asked first: it is the first to make room.
      return KEPT.parse(JSON.parse(readFileSync(file, 'utf8'))).reverse();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      log.warn({ err: error, file }, 'The operations asked most often cannot be read; they are counted anew.');
      return [];
    }
  }
}
