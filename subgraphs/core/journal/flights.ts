import { setMaxListeners } from 'node:events';
import type { Call } from '../department.js';
import type { SourceError } from '../errors.js';
import { covers } from './asked.js';
import type { Coverage, Receipt, SliceKey } from './contract.js';
import type { JournalError } from './journal-error.js';

/** How a flight ended: its answer is recorded and in memory, or it failed. */
export type Outcome = { readonly receipt: Receipt } | { readonly error: SourceError | JournalError };

/** A question to the source that is under way until its answer is recorded, and who waits for it. */
export interface Flight {
  readonly slices: readonly Coverage[];
  /** By the process's own clock, in milliseconds. */
  readonly startedAt: number;
  /** Never rejects. */
  readonly outcome: Promise<Outcome>;
}

/** What a flight does: asks, with the signal of the call, then records. `answered` is called in between. */
export type Work = (slices: readonly Coverage[], call: Call, answered: () => void) => Promise<Outcome>;

interface FlightUnderWay extends Flight {
  readonly end: AbortController;
  waiting: number;
  /** True when it goes on without anybody waiting: somebody left for lack of time, or the answer is here. */
  kept: boolean;
}

/** Questions to a source, each slice in one at a time: who needs it while it is under way waits for the same answer. */
export class Flights {
  readonly #ofSlice = new Map<string, FlightUnderWay>();
  readonly #underWay = new Set<FlightUnderWay>();

  constructor(private readonly work: Work) {}

  /** The flight that will bring what is needed. */
  bringing(needed: Coverage): Flight | undefined {
    const flight = this.#ofSlice.get(nameOf(needed));
    return flight?.slices.some((slice) => nameOf(slice) === nameOf(needed) && covers(slice, needed))
      ? flight
      : undefined;
  }

  /** Asks for slices in one question. Nobody has to wait for it, and it ends by its own time, not by the caller's. */
  start(slices: readonly Coverage[], call: Pick<Call, 'requestId' | 'log'>): Flight {
    const end = new AbortController();
    const state = { end, slices, startedAt: performance.now(), waiting: 0, kept: false };
    const answered = () => {
      flight.kept = true;
    };
    // In a turn of its own, so that the flight is known before its work begins.
    const outcome = Promise.resolve().then(() =>
      this.work(slices, { requestId: call.requestId, log: call.log, signal: end.signal }, answered),
    );
    const flight: FlightUnderWay = Object.assign(state, { outcome });
    for (const slice of slices) this.#ofSlice.set(nameOf(slice), flight);
    this.#underWay.add(flight);
    void outcome.finally(() => this.#forget(flight));
    return flight;
  }

  /**
   * How the flight ended, or null when the caller left before: because its time was over (then the flight goes on behind)
   * or because its signal aborted (then it ends with the last that leaves).
   */
  async wait(shared: Flight, patienceMs: number, signal: AbortSignal): Promise<Outcome | null> {
    const flight = shared as FlightUnderWay;
    flight.waiting += 1;
    let stopWaiting = (): void => undefined;
    const left = new Promise<null>((resolve) => {
      const leave = () => resolve(null);
      const timer = patienceMs > 0 && patienceMs < Number.POSITIVE_INFINITY ? setTimeout(leave, patienceMs) : undefined;
      if (signal.aborted || patienceMs <= 0) leave();
      // A question waits for as many flights as its slices need, on one signal.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', leave, { once: true });
      stopWaiting = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
      };
    });
    const outcome = await Promise.race([flight.outcome, left]);
    stopWaiting();
    flight.waiting -= 1;
    if (outcome === null && !signal.aborted) flight.kept = true;
    if (flight.waiting === 0 && !flight.kept) this.#cancel(flight);
    return outcome;
  }

  /** Ends everything that is not being recorded, and waits for the rest. */
  async close(): Promise<void> {
    const underWay = [...this.#underWay];
    for (const flight of underWay) this.#cancel(flight);
    await Promise.all(underWay.map((flight) => flight.outcome));
  }

  #cancel(flight: FlightUnderWay): void {
    // Who comes now must not get the question that is being ended.
    this.#forget(flight);
    flight.end.abort();
  }

  #forget(flight: FlightUnderWay): void {
    this.#underWay.delete(flight);
    for (const slice of flight.slices) {
      if (this.#ofSlice.get(nameOf(slice)) === flight) this.#ofSlice.delete(nameOf(slice));
    }
  }
}

function nameOf({ indicator, frequency }: SliceKey): string {
  return `${indicator} ${frequency}`;
}
