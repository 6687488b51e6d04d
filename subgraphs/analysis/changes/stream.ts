import type { GraphQLError } from 'graphql';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Place } from './cursor.js';
import { judgedPeriods, type RecordedRow } from './row.js';

/** What may become an entry of the list: a recorded change, or a judgement that may have turned with it. */
export interface Candidate {
  readonly stream: Stream;
  readonly row: RecordedRow;
  /** The period of the judgement; null: the recorded change itself. */
  readonly judged: string | null;
  /** How far the list has come with the owner once this was passed. */
  readonly place: Place;
}

/** What an owner has recorded, read piece by piece: each change, and behind it the judgements that may have turned. */
export class Stream {
  /** Why the owner could not be heard further; null while it can. */
  silent: GraphQLError | null = null;
  #candidates: Candidate[] = [];
  #next = 0;
  #ended = false;
  /** How far it was read. */
  #read: Place | null;

  constructor(
    readonly owner: OwnerName,
    /** Its turn among changes of the same instant. */
    readonly turn: number,
    /** How far the list has come; null: nothing was passed. */
    public place: Place | null,
  ) {
    this.#read = place;
  }

  /** What comes next; undefined when more has to be read, or when there is no more. */
  get head(): Candidate | undefined {
    return this.#candidates[this.#next];
  }

  /** True when only the owner knows what comes next. */
  get isWaiting(): boolean {
    return !this.head && !this.#ended && !this.silent;
  }

  /** After which position to ask on; null when nothing was passed. Asks again for a position that was passed in part. */
  get after(): number | null {
    return this.#read && (this.#read.passed === null ? this.#read.position : this.#read.position - 1);
  }

  shift(): void {
    this.#next++;
  }

  /** Goes no further: the owner, or one that is needed to go on, cannot be heard. */
  stop(why: GraphQLError): void {
    this.silent = why;
    this.#candidates = [];
    this.#next = 0;
  }

  /**
   * Takes what the owner answered when it was asked for so many. Changes that by our own clock are still to come are left for
   * a later question: what was known at their time cannot be asked yet.
   */
  take(rows: readonly RecordedRow[], first: number, now: string): void {
    const known = rows.filter(({ at }) => at <= now);
    this.#ended = rows.length < first || known.length < rows.length;
    const passed = this.#read;
    this.#candidates = this.#candidatesOf(known).filter(
      ({ place }) => !(passed?.passed != null && place.position === passed.position && isPassed(place, passed.passed)),
    );
    this.#next = 0;
    this.#read = this.#candidates.at(-1)?.place ?? passed;
  }

  /** The owner gives the rows of one position together, so that it is known here which candidate is its last. */
  #candidatesOf(rows: readonly RecordedRow[]): Candidate[] {
    const candidates: Candidate[] = [];
    for (const [index, row] of rows.entries()) {
      const { position } = row;
      const isLast = rows[index + 1]?.position !== position;
      const judgements: readonly (string | null)[] = [null, ...judgedPeriods(row)];
      const before = candidates.at(-1)?.place;
      let passed = before?.position === position ? (before.passed ?? 0) : 0;
      for (const [k, judged] of judgements.entries()) {
        passed++;
        const closes = isLast && k === judgements.length - 1;
        candidates.push({ stream: this, row, judged, place: { position, passed: closes ? null : passed } });
      }
    }
    return candidates;
  }
}

function isPassed(place: Place, passed: number): boolean {
  return place.passed !== null && place.passed <= passed;
}

/** The candidate that comes next in the order of recording; of the same instant, by the turn of the owners. */
export function earliest(streams: readonly Stream[]): Candidate | undefined {
  let found: Candidate | undefined;
  for (const { head } of streams) {
    if (head && (!found || head.row.at < found.row.at)) found = head;
  }
  return found;
}
