import { setTimeout as delay } from 'node:timers/promises';
import { CITY } from '../../schema/areas/areas.js';
import { seeded } from '../../subgraphs/core/sample/shares.js';
import type { Cell, Published } from './published.js';
import type { System } from './systems.js';

const LONGEST_CALM_MS = 1500;
const LONGEST_FAULT_MS = 1200;
const LONGEST_BETWEEN_REVISIONS_MS = 400;
/** By how much a revision can make a district's numerator smaller. */
export const LARGEST_SHIFT = 5;

/** Breaks systems and revises figures at random, from a seed, until it is ended. */
export class Weather {
  /** How often each fault was begun, by owner and name. */
  readonly begun = new Map<string, number>();
  revisions = 0;
  #end: AbortController | null = null;
  #parts: Promise<void>[] = [];

  constructor(
    private readonly seed: string,
    private readonly systems: readonly System[],
    private readonly published: Published,
    /** Cells of districts whose figures may be revised, by owner; the city's follow. */
    private readonly revisable: ReadonlyMap<string, readonly Cell[]>,
  ) {}

  begin(): void {
    this.#end = new AbortController();
    const { signal } = this.#end;
    this.#parts = this.systems.flatMap((system) => [
      this.#keepBreaking(system, signal),
      ...(system.moving ? [this.#keepRevising(system, signal)] : []),
    ]);
  }

  /** All is mended then. */
  async end(): Promise<void> {
    this.#end?.abort();
    await Promise.all(this.#parts);
  }

  async #keepBreaking(system: System, signal: AbortSignal): Promise<void> {
    const below = this.#dice(`breaking ${system.owner}`);
    const names = Object.keys(system.faults);
    while (await passed(below(LONGEST_CALM_MS), signal)) {
      const name = names[below(names.length)] as string;
      await system.faults[name]?.(below);
      this.begun.set(`${system.owner} ${name}`, (this.begun.get(`${system.owner} ${name}`) ?? 0) + 1);
      await passed(below(LONGEST_FAULT_MS), signal);
      await system.mend();
    }
  }

  async #keepRevising({ owner, moving }: System, signal: AbortSignal): Promise<void> {
    const below = this.#dice(`revising ${owner}`);
    const cells = this.revisable.get(owner) ?? [];
    while (await passed(below(LONGEST_BETWEEN_REVISIONS_MS), signal)) {
      const district = cells[below(cells.length)] as Cell;
      const city = { ...district, area: CITY.id };
      const by = -below(LARGEST_SHIFT + 1);
      const ofCity = this.published.shift(city) + by - this.published.shift(district);
      // All in one turn: no answer can come from in between.
      for (const [cell, shift] of [
        [district, by],
        [city, ofCity],
      ] as const) {
        moving?.revise(cell, shift);
        this.published.revise(cell, shift);
      }
      this.revisions += 1;
    }
  }

  #dice(what: string): (most: number) => number {
    const chance = seeded(`${this.seed} ${what}`);
    return (most) => Math.floor(chance() * most);
  }
}

/** True after the time, false as soon as the signal aborts. */
async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return delay(ms, true, { signal }).catch(() => false);
}
