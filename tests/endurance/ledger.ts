import { expect } from 'vitest';
import type { JournalStore } from '../../subgraphs/core/journal/contract.js';
import { batchOf, type Entry, entriesOf, type RecordedOwner } from './batches.js';
import type { StandingEntry } from './reading.js';
import type { Acknowledged, Closed } from './recorder-process.js';

const SLICES = (['A', 'S', 'M'] as const).map((frequency) => ({ indicator: 'DOCTORS', frequency }));

/** What was acknowledged about one journal, and what has been seen of it. */
export class Ledger {
  readonly #acknowledged = new Map<string, Acknowledged>();
  readonly #closed: Closed[] = [];
  /** What stood at an instant when it was first looked at. */
  readonly #standing = new Map<string, string>();
  #entries = 0;
  #unacknowledged = 0;

  constructor(private readonly owner: RecordedOwner) {}

  add(said: Acknowledged | Closed): void {
    if (said.said === 'closed') this.#closed.push(said);
    else this.#acknowledged.set(said.batch, said);
  }

  /** The journal is one whole batch after the other, each at most once, and every acknowledged one where it was said. */
  compare(entries: readonly StandingEntry[]): void {
    const found = new Map<string, { first: number; recordedAt: string | null }>();
    let latest = '';
    for (let first = 1; first <= entries.length; ) {
      const name = entries[first - 1]?.batch ?? '';
      const expected = entriesOf(batchOf(name), first);
      const came = entries.slice(first - 1, first - 1 + expected.length);
      expect(came.map(plain), `${this.owner}: ${name} at ${first}`).toEqual(placed(expected, first));
      expect(found.has(name), `${this.owner}: ${name} stands twice`).toBe(false);
      const times = new Set(came.flatMap(({ at }) => at ?? []));
      expect(times.size, `${this.owner}: ${name} has one instant`).toBe(1);
      const recordedAt = [...times][0] as string;
      expect(recordedAt > latest, `${this.owner}: ${recordedAt} stands after ${latest}`).toBe(true);
      latest = recordedAt;
      found.set(name, { first, recordedAt });
      first += expected.length;
    }
    for (const { batch, first, recordedAt } of this.#acknowledged.values()) {
      expect(found.get(batch), `${this.owner}: ${batch} was acknowledged`).toEqual({ first, recordedAt });
    }
    this.#entries = entries.length;
    this.#unacknowledged = found.size - this.#acknowledged.size;
  }

  /** Every instant that was closed is still closed at the position that was said, and what stood then stands then. */
  async compareClosed(store: JournalStore, entries: readonly StandingEntry[]): Promise<void> {
    for (const { asOf, position } of this.#closed) {
      const last = entries.findLast(({ at }) => at !== null && at <= asOf)?.position ?? 0;
      expect(last, `${this.owner}: recorded by ${asOf}`).toBe(position);
      expect(await store.closeUntil(asOf), `${this.owner}: closed until ${asOf}`).toBe(position);
    }
    const newest = this.#closed.at(-1);
    if (newest)
      this.#standing.set(newest.asOf, this.#standing.get(newest.asOf) ?? (await standingAt(store, newest.asOf)));
    for (const [asOf, text] of this.#standing) expect(await standingAt(store, asOf)).toBe(text);
  }

  summary(): string {
    return `${this.owner}: ${this.#acknowledged.size} transactions acknowledged and ${this.#unacknowledged} more recorded, ${this.#entries} entries, ${this.#closed.length} instants closed`;
  }
}

function plain({ position, kind, content }: StandingEntry): string {
  return `${position} ${kind} ${content}`;
}

function placed(expected: readonly Entry[], first: number): string[] {
  return expected.map(({ kind, content }, i) => `${first + i} ${kind} ${content}`);
}

async function standingAt(store: JournalStore, asOf: string): Promise<string> {
  return JSON.stringify(await store.standingAt(SLICES, await store.closeUntil(asOf)));
}
