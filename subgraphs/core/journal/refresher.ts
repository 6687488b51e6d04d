import type { GuardedSource } from '../guard/contract.js';
import type { Logger } from '../log.js';
import type { SliceKey } from './contract.js';
import type { Journal } from './served.js';

export interface RefresherOptions {
  readonly journal: Pick<Journal, 'ages' | 'refresh' | 'catchUp'>;
  readonly source: Pick<GuardedSource, 'health'>;
  /** Milliseconds within which declared slices are kept; 0 keeps none, and only takes over what others have recorded. */
  readonly keep: number;
  /** Questions that the source may be asked a minute: half of them are left to people. */
  readonly budget: number;
  /** The journal's clock. */
  readonly now: () => Date;
  readonly log: Logger;
}

export interface Refresher {
  /** Begins nothing any more, and leaves the question under way. */
  stop(): void;
}

const CATCH_UP_MS = 5_000;
/** The shortest time between two questions, in milliseconds. */
const SHORTEST_MS = 250;
/** The longest time between two attempts at a source that is left alone: its guard lets one through after each pause. */
const TRIAL_MS = 5_000;
/** Shares of the age that is kept: a slice is asked for from the one and by the other, all of them once in a round. */
const DUE = 0.7;
const LATEST = 0.95;
const ROUND = 0.8;

/** Keeps the declared slices of an owner young, one small question at a time, and takes over what other processes record. */
export function startRefresher(options: RefresherOptions): Refresher {
  const end = new AbortController();
  repeat(catchUpStep(options), CATCH_UP_MS, end.signal);
  if (options.keep > 0) {
    const keeping = new Keeping(options, end.signal);
    repeat(() => keeping.step(), SHORTEST_MS, end.signal);
  }
  return { stop: () => end.abort() };
}

/** Takes a step, waits as long as it says (in milliseconds), and takes the next: never two at once. Steps do not reject. */
function repeat(step: () => Promise<number>, firstMs: number, signal: AbortSignal): void {
  let timer: NodeJS.Timeout | undefined;
  const after = (ms: number): void => {
    if (!signal.aborted) timer = setTimeout(() => void step().then(after), ms).unref();
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  after(firstMs);
}

function catchUpStep({ journal, log }: RefresherOptions): () => Promise<number> {
  const outage = new Outage(log, 'the journal');
  return async () => {
    try {
      await journal.catchUp();
      outage.over('');
    } catch (error) {
      outage.failed('', error);
    }
    return CATCH_UP_MS;
  };
}

/** A slice and how old it is, in milliseconds: since it was confirmed or last tried, at a time that the clock has passed. */
interface Aged {
  readonly key: SliceKey;
  readonly age: number;
  readonly tried: boolean;
}

class Keeping {
  /** Slices whose last attempt failed, and when it was: since the source last answered. */
  readonly #tried = new Map<string, number>();
  readonly #outage: Outage;

  constructor(
    private readonly options: RefresherOptions,
    private readonly signal: AbortSignal,
  ) {
    this.#outage = new Outage(options.log, 'the background refresh');
  }

  /** Asks for the oldest slice, if it is time, and says when the next step is. */
  async step(): Promise<number> {
    const { source, budget, keep } = this.options;
    const oldest = this.#byAge()[0];
    if (!oldest) return keep;
    const isDue = oldest.tried || oldest.age >= DUE * keep;
    if (!isDue || source.health.budgetLeft < budget / 2) return this.#pace();
    if (await this.#refresh(oldest.key)) return this.#pace();
    const calm = this.#calm();
    return source.health.openSince === null ? calm : Math.min(calm, TRIAL_MS);
  }

  async #refresh(key: SliceKey): Promise<boolean> {
    const { journal, log } = this.options;
    const name = nameOf(key);
    try {
      await journal.refresh([key], { signal: this.signal, requestId: `refresh-${key.indicator}`, log });
      // The source answers: what failed while it did not is tried again.
      this.#tried.clear();
      this.#outage.over(name);
      return true;
    } catch (error) {
      this.#tried.set(name, this.options.now().getTime());
      if (!this.signal.aborted) this.#outage.failed(name, error);
      return false;
    }
  }

  /** The oldest first. */
  #byAge(): Aged[] {
    const now = this.options.now().getTime();
    const aged = this.options.journal.ages().map(({ indicator, frequency, checkedAt }): Aged => {
      const key = { indicator, frequency };
      const tried = this.#tried.get(nameOf(key));
      const times = [tried ?? now + 1, checkedAt === null ? now + 1 : Date.parse(checkedAt)];
      const since = Math.max(...times.filter((time) => time <= now));
      return { key, age: now - since, tried: tried !== undefined };
    });
    // Never checked twice is no difference.
    return aged.sort((a, b) => (a.age === b.age ? 0 : b.age - a.age));
  }

  /** Milliseconds between the questions of a round, when they are spread evenly. */
  #calm(): number {
    const { journal, keep } = this.options;
    return Math.max(SHORTEST_MS, (ROUND * keep) / Math.max(1, journal.ages().length));
  }

  /** The same, or less where the slices would grow too old before their turn. */
  #pace(): number {
    const spare = this.#byAge().map(({ age }, i) => (LATEST * this.options.keep - age) / (i + 1));
    return Math.max(SHORTEST_MS, Math.min(this.#calm(), ...spare));
  }
}

/** Tells once that something fails, however often and in how many parts, and once that it works again. */
class Outage {
  readonly #failing = new Set<string>();

  constructor(
    private readonly log: Logger,
    private readonly what: string,
  ) {}

  failed(part: string, err: unknown): void {
    if (this.#failing.size === 0) this.log.warn({ err, part }, `${this.what} fails; it goes on trying`);
    this.#failing.add(part);
  }

  over(part: string): void {
    if (this.#failing.delete(part) && this.#failing.size === 0) this.log.info(`${this.what} works again`);
  }
}

function nameOf({ indicator, frequency }: SliceKey): string {
  return `${indicator} ${frequency}`;
}
