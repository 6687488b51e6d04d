import type { OwnerName } from '../../../schema/subgraphs.js';
import { STALE_KEPT_MS } from '../basis.js';
import type { Catalogue } from '../catalogue.js';
import type { Call } from '../department.js';
import { SourceError } from '../errors.js';
import type { GuardedSource } from '../guard/contract.js';
import type { Logger } from '../log.js';
import { parsePeriod } from '../period.js';
import { askAndRecord } from './asking.js';
import type { Coverage, JournalStore, Quarantined, Receipt, SliceKey } from './contract.js';
import { type Flight, Flights, type Outcome } from './flights.js';
import type { JournalError } from './journal-error.js';
import { Needs } from './needs.js';
import { emptyReceipt, joinReceipts } from './receipts.js';
import { Recorder } from './recorder.js';
import type { InMemory, Journal, Mark, ServedSlice, SliceRequest } from './served.js';
import { type Slice, servedAsOf } from './slice.js';

export interface JournalOptions {
  readonly store: JournalStore;
  readonly source: GuardedSource;
  readonly owner: OwnerName;
  readonly catalogue: Catalogue;
  readonly mark: Mark;
  /** Milliseconds within which figures count as fresh; 0 asks the source for every question. */
  readonly maxAgeMs: number;
  /** Milliseconds within which a request is answered, whatever the source does. */
  readonly waitMs: number;
  /** Today in Hanoi: 2023-06-30. */
  readonly today: () => string;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Milliseconds that are kept for saying what is known before the caller has left. */
const FOR_ANSWER = 200;

/** Opens the journal of an owner with what is recorded. Throws JournalError. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  return new OpenJournal(options, await Recorder.open(options));
}

/** A slice that has to be asked for, and the flight that brings it. */
interface Awaited {
  readonly index: number;
  readonly request: SliceRequest;
  readonly flight: Flight;
}

class OpenJournal implements Journal {
  readonly #flights: Flights;
  #catalogue: Catalogue;
  #needs: Needs;

  constructor(
    private readonly options: JournalOptions,
    private readonly recorder: Recorder,
  ) {
    this.#flights = new Flights(askAndRecord(options, recorder));
    this.#catalogue = options.catalogue;
    this.#needs = new Needs(options.catalogue, options.maxAgeMs);
  }

  get version() {
    const { edition, position } = this.recorder.memory;
    return { edition, position };
  }

  get lastGood(): string | null {
    return this.recorder.memory.lastGood;
  }

  inMemory({ basis }: Call): InMemory {
    const { memory } = this.recorder;
    const needs = this.#needs;
    const { now, today } = this.options;
    return {
      slice: (request) => {
        const slice = memory.slice(request);
        if (!needs.isYoung(slice, request, now().getTime()) || !needs.isWhole(slice, request, today())) return null;
        basis?.until(needs.youngUntil(slice, request));
        return slice.served(null);
      },
    };
  }

  async read(requests: readonly SliceRequest[], call: Call): Promise<readonly (ServedSlice | Error)[]> {
    const memory = this.inMemory(call);
    const answers: (ServedSlice | Error | null)[] = requests.map((request) => memory.slice(request));
    if (answers.includes(null)) await this.#fill(answers, requests, this.options.today(), call);
    return answers as (ServedSlice | Error)[];
  }

  async readAt(
    keys: readonly SliceKey[],
    position: number,
    areas: readonly string[] | null = null,
  ): Promise<readonly ServedSlice[]> {
    const { store, mark } = this.options;
    const [vintages, quarantined, suppressed] = await Promise.all([
      store.standingAt(keys, position, areas),
      store.quarantinedAt(keys, position),
      store.suppressed(keys.map(({ indicator }) => indicator)),
    ]);
    return keys.map((key) => {
      const ofKey = sliceTest(key);
      const held = quarantined.filter((entry) => ofKey(entry.figure));
      return servedAsOf(key, vintages.filter(ofKey), held, suppressed.filter(ofKey), mark);
    });
  }

  async refresh(keys: readonly SliceKey[], call: Call): Promise<Receipt> {
    if (call.signal.aborted) throw this.#tooLate();
    const today = this.options.today();
    const needed = unique(keys).map((key) => this.#needed(key, Number.POSITIVE_INFINITY, today));
    const flights = new Set(this.#flightsFor(needed, call));
    const patience = patienceOf(call, Number.POSITIVE_INFINITY);
    const outcomes = await Promise.all([...flights].map((flight) => this.#flights.wait(flight, patience, call.signal)));
    const receipts = outcomes.map((outcome) => {
      if (outcome && 'receipt' in outcome) return outcome.receipt;
      throw this.#errorOf(outcome);
    });
    return joinReceipts(receipts, emptyReceipt(this.recorder.memory.position, this.options.now().toISOString()));
  }

  ages(): readonly (SliceKey & { readonly checkedAt: string | null })[] {
    return this.#catalogue
      .seriesOf(this.options.owner)
      .map(({ code, frequency }) => {
        const { checkedAt } = this.recorder.memory.slice({ indicator: code, frequency });
        return { indicator: code, frequency, checkedAt };
      })
      .sort((a, b) => Date.parse(a.checkedAt ?? BEFORE_ALL) - Date.parse(b.checkedAt ?? BEFORE_ALL));
  }

  catchUp(): Promise<void> {
    return this.recorder.catchUp();
  }

  decide(number: number, decision: 'RELEASED' | 'REJECTED', by: string, why: string): Promise<Quarantined> {
    return this.recorder.decide(number, decision, by, why);
  }

  async renew(catalogue: Catalogue): Promise<void> {
    await this.recorder.renew(catalogue);
    this.#catalogue = catalogue;
    this.#needs = new Needs(catalogue, this.options.maxAgeMs);
  }

  async close(): Promise<void> {
    await this.#flights.close();
    await this.recorder.settled();
  }

  /** Fills in what memory could not answer. */
  async #fill(
    answers: (ServedSlice | Error | null)[],
    requests: readonly SliceRequest[],
    today: string,
    call: Call,
  ): Promise<void> {
    const missing = requests.flatMap((request, index) => (answers[index] === null ? [{ index, request }] : []));
    if (call.signal.aborted) {
      for (const { index, request } of missing) answers[index] = this.#answer(request, null, call);
      return;
    }
    const flights = this.#flightsFor(
      missing.map(({ request }) => this.#needed(request, request.firstYear, today)),
      call,
    );
    const awaited = missing.map((m, i): Awaited => ({ ...m, flight: flights[i] as Flight }));
    const outcomes = await this.#outcomes(awaited, call);
    for (const { index, request, flight } of awaited) {
      answers[index] = this.#answer(request, outcomes.get(flight) ?? null, call);
    }
  }

  #needed(key: SliceKey, firstYear: number, today: string): Coverage {
    return this.#needs.coverage(this.recorder.memory.slice(key), firstYear, today);
  }

  /** The flight of each slice: the one under way, or one for all that have none. */
  #flightsFor(needed: readonly Coverage[], call: Call): Flight[] {
    const unknown = needed.filter((slice) => !this.#flights.bringing(slice));
    if (unknown.length > 0) this.#flights.start(widest(unknown), call);
    return needed.map((slice) => this.#flights.bringing(slice) as Flight);
  }

  async #outcomes(awaited: readonly Awaited[], call: Call): Promise<Map<Flight, Outcome | null>> {
    const { waitMs } = this.options;
    const asked = performance.now();
    const patience = new Map<Flight, number>();
    for (const { request, flight } of awaited) {
      // With a last good figure nobody waits for a question that has had its time; without one there is nothing else.
      const since = this.recorder.memory.slice(request).checked ? flight.startedAt : asked;
      const until = patienceOf(call, since + waitMs - Math.min(FOR_ANSWER, waitMs / 10) - asked);
      patience.set(flight, Math.max(until, patience.get(flight) ?? 0));
    }
    const waits = [...patience].map(
      async ([flight, ms]) => [flight, await this.#flights.wait(flight, ms, call.signal)] as const,
    );
    return new Map(await Promise.all(waits));
  }

  /** What is known of a slice once the question to the source has ended, or nobody waits for it any more (null). */
  #answer(request: SliceRequest, outcome: Outcome | null, { basis }: Call): ServedSlice | Error {
    const slice = this.recorder.memory.slice(request);
    const now = this.options.now().getTime();
    const isAnswered = outcome !== null && 'receipt' in outcome;
    if (isAnswered && isConfirmed(slice, outcome.receipt, now)) {
      basis?.until(this.#needs.youngUntil(slice, request));
      return slice.served(null);
    }
    const error = this.#errorOf(isAnswered ? null : outcome);
    if (!slice.checked) return error;
    const isYoung = this.#needs.isYoung(slice, request, now);
    // As soon as the source is heard again, the answer is another one.
    basis?.onConfirmed();
    basis?.until(isYoung ? Math.min(now + STALE_KEPT_MS, this.#needs.youngUntil(slice, request)) : now + STALE_KEPT_MS);
    return slice.served(isYoung ? null : error.code);
  }

  /** Why a question brought nothing; null: its time was over. */
  #errorOf(outcome: { readonly error: SourceError | JournalError } | null): SourceError | JournalError {
    return outcome?.error ?? this.#tooLate();
  }

  #tooLate(): SourceError {
    return new SourceError('SOURCE_TIMEOUT', this.options.owner, 'no answer while somebody waited for it');
  }
}

/**
 * True when what stands is as young as the question of a receipt. It need not be: an answer that was outdated when it came
 * is not taken.
 */
function isConfirmed({ checkedAt }: Slice, { at }: Receipt, now: number): boolean {
  return checkedAt !== null && checkedAt >= at && Date.parse(checkedAt) <= now;
}

const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

/** Milliseconds that a caller waits: never so long that it would leave first and could not be told what is known. */
function patienceOf({ deadline }: Call, ms: number): number {
  return deadline === undefined ? ms : Math.min(ms, deadline - Date.now() - FOR_ANSWER);
}

function sliceTest({ indicator, frequency }: SliceKey): (figure: { indicator: string; period: string }) => boolean {
  return (figure) => figure.indicator === indicator && parsePeriod(figure.period)?.frequency === frequency;
}

function unique(keys: readonly SliceKey[]): SliceKey[] {
  return [...new Map(keys.map((key) => [`${key.indicator} ${key.frequency}`, key])).values()];
}

/** Each slice once, from the earliest year that is needed of it. */
function widest(needed: readonly Coverage[]): Coverage[] {
  const bySlice = new Map<string, Coverage>();
  for (const slice of needed) {
    const name = `${slice.indicator} ${slice.frequency}`;
    const other = bySlice.get(name);
    if (!other || slice.firstYear < other.firstYear) bySlice.set(name, slice);
  }
  return [...bySlice.values()];
}
