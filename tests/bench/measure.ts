/** One measured number, as it is printed. */
export interface Measured {
  readonly what: string;
  readonly value: number;
  /** ms, x (a ratio), B, MB, questions; empty for a plain count. */
  readonly unit: string;
  /** What it may be at most; null where nothing is stated. */
  readonly bound: number | null;
}

/** A bench: measures, and says nothing of whether that is good. */
export type Bench = (ground: Ground) => Promise<readonly Measured[]>;

/** Where a bench may build: databases on a server of the benches' own, and folders that are taken away afterwards. */
export interface Ground {
  /** The address of a new, empty database. */
  database(): Promise<string>;
  /** The path of a new, empty folder. */
  folder(): Promise<string>;
}

export function measured(what: string, value: number, unit: string, bound: number | null = null): Measured {
  return { what, value, unit, bound };
}

/** What is done again and again to be timed. */
type Work = () => Promise<unknown> | unknown;

/** Milliseconds of every round, by name. */
export type Times<K extends string> = Readonly<Record<K, readonly number[]>>;

/**
 * Does several things by turns, so that whatever else the machine does meets all of them alike; every second round the
 * other way round. Rounds to warm up are not counted.
 */
export async function byTurns<K extends string>(
  works: Readonly<Record<K, Work>>,
  rounds: number,
  warmUp = Math.ceil(rounds / 5),
): Promise<Times<K>> {
  const names = Object.keys(works) as K[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const ms = await timed(works[name]);
      if (round >= 0) times[name].push(ms);
    }
  }
  return times;
}

export async function timed(work: Work): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
