import type pg from 'pg';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { CountedCell } from '../disclosure/quantity.js';
import type { Suppressed } from '../disclosure/suppressions.js';
import type {
  Decision,
  DefinitionsVersion,
  Head,
  NewQuarantined,
  NewReceipt,
  NewVintage,
  Quarantined,
  Receipt,
  Standing,
  Suppression,
  Verdict,
  Vintage,
  Writing,
} from './contract.js';
import { JournalRefusal } from './journal-refusal.js';
import {
  entryDigest,
  insertDecisions,
  insertDefinitions,
  insertQuarantined,
  insertReceipts,
  insertSuppressions,
  insertVintages,
  scopeNumber,
} from './sql-inserting.js';
import { headOf, type Reading, readCounted, readSince } from './sql-reading.js';
import { HELD, instantText, plainFigure, QUARANTINE_AT, quarantinedOf, rowsOf, scopeOf } from './sql-rows.js';

/** What a source says of itself while it is locked. */
interface Locked {
  readonly head: Head;
  readonly closedUntil: string | null;
  readonly screenedBy: string | null;
}

/** Waits until nobody else writes, and keeps others from it until the transaction ends. */
export async function lockHead({ client, source }: Reading): Promise<Locked> {
  const text = `
    SELECT position, first_recorded_at, recorded_at, closed_until, screened_by FROM source WHERE id = $1 FOR UPDATE`;
  const [row = []] = await rowsOf(client, text, [source]);
  return { head: headOf(row), closedUntil: row[3] as string | null, screenedBy: row[4] as string | null };
}

/** The last recording, or the first instant that is not closed. */
function earliestInstant({ head, closedUntil }: Locked): string | null {
  if (closedUntil === null || (head.recordedAt !== null && head.recordedAt > closedUntil)) return head.recordedAt;
  return new Date(Date.parse(closedUntil) + 1).toISOString();
}

/** Now, but after every recording before and after every instant that was closed. */
function recordingInstant(now: Date, { head, closedUntil }: Locked): string {
  const after = (instant: string | null) => (instant === null ? Number.NEGATIVE_INFINITY : Date.parse(instant) + 1);
  return new Date(Math.max(now.getTime(), after(head.recordedAt), after(closedUntil))).toISOString();
}

/** The writing of one transaction, to which the head is locked. `finish` moves the head. */
export class SqlWriting implements Writing {
  readonly head: Head;
  readonly recordedAt: string;
  readonly earliest: string | null;
  readonly screenedBy: string | null;
  readonly #reading: Reading;
  readonly #owner: OwnerName;
  readonly #closedUntil: string | null;
  #position: number;
  #first: string | null;
  /** The latest instant of an entry so far. */
  #latest: string | null;

  constructor(owner: OwnerName, reading: Reading, locked: Locked, now: Date) {
    this.#owner = owner;
    this.#reading = reading;
    this.#closedUntil = locked.closedUntil;
    this.head = locked.head;
    this.screenedBy = locked.screenedBy;
    this.recordedAt = recordingInstant(now, locked);
    this.earliest = earliestInstant(locked);
    this.#position = locked.head.position;
    this.#first = locked.head.firstRecordedAt;
    this.#latest = locked.head.recordedAt;
  }

  get position(): number {
    return this.#position;
  }

  get #client(): pg.ClientBase {
    return this.#reading.client;
  }

  get #current(): Head {
    return { position: this.#position, firstRecordedAt: this.#first, recordedAt: this.#latest };
  }

  since(position: number): Promise<Standing> {
    return readSince(this.#reading, position, this.#current);
  }

  async append(vintages: readonly (NewVintage & { readonly recordedAt?: string })[]): Promise<Vintage[]> {
    const recorded = vintages.map((vintage) => {
      const recordedAt = this.#record(vintage.recordedAt);
      return { ...plainFigure(vintage), released: vintage.released, position: this.#next(), recordedAt };
    });
    this.#first ??= recorded[0]?.recordedAt ?? null;
    await insertVintages(this.#client, this.#reading.source, recorded);
    return recorded;
  }

  async receipt(receipt: NewReceipt): Promise<Receipt> {
    const slices = scopeOf(receipt.slices);
    const { taken, withdrawn, unchanged, refused } = receipt;
    const at = instantText(receipt.at);
    const position = this.#next();
    const scope = await scopeNumber(this.#client, this.#reading.source, slices);
    const counts = { taken, withdrawn, unchanged, refused };
    await insertReceipts(this.#client, this.#reading.source, [{ position, at, scope, ...counts }]);
    return { position, at, slices, ...counts };
  }

  async quarantine(entries: readonly NewQuarantined[]): Promise<Quarantined[]> {
    const arrived = entries.map((entry) => {
      const figure = plainFigure(entry.figure);
      return { ...entry, figure, digest: entryDigest({ figure, reason: entry.reason }).toString('hex') };
    });
    const standing = await this.#standing(arrived.map(({ digest }) => digest));
    const added: Quarantined[] = [];
    for (const { figure, reason, detail, lastGoodAt, digest } of arrived) {
      if (standing.has(digest)) continue;
      const entry = { number: this.#next(), figure, reason, detail, receivedAt: this.#record(undefined) };
      const open = { decision: null, decidedAt: null, decidedBy: null, decidedWhy: null };
      added.push({ ...entry, lastGoodAt: lastGoodAt === null ? null : instantText(lastGoodAt), ...open });
      standing.set(digest, added.at(-1) as Quarantined);
    }
    await insertQuarantined(this.#client, this.#reading.source, added);
    return arrived.map(({ digest }) => standing.get(digest) as Quarantined);
  }

  async decide(number: number, decision: Decision, by: string | null, why: string | null): Promise<Quarantined> {
    const [decided] = await this.decideAll([{ number, decision, by, why }]);
    return decided as Quarantined;
  }

  async decideAll(verdicts: readonly Verdict[]): Promise<Quarantined[]> {
    if (verdicts.length === 0) return [];
    const text = `${QUARANTINE_AT} AND q.position = ANY ($3)`;
    const numbers = verdicts.map(({ number }) => number);
    const rows = await rowsOf(this.#client, text, [this.#reading.source, this.#position, numbers]);
    const entries = new Map(rows.map(quarantinedOf).map((entry) => [entry.number, entry]));
    const decided = verdicts.map((verdict) => {
      const entry = this.#undecided(entries, verdict);
      const at = this.#record(undefined);
      return { entry, row: { ...verdict, position: this.#next(), at } };
    });
    await insertDecisions(
      this.#client,
      this.#reading.source,
      decided.map(({ row }) => row),
    );
    return decided.map(({ entry, row: { decision, at, by, why } }) => {
      return { ...entry, decision, decidedAt: at, decidedBy: by, decidedWhy: why };
    });
  }

  #undecided(entries: ReadonlyMap<number, Quarantined>, { number, decision }: Verdict): Quarantined {
    const entry = entries.get(number);
    if (!entry) throw this.#refusal(`it has no quarantine entry ${number}; list the entries for their numbers`);
    if (entry.decision !== 'RELEASED' && entry.decision !== 'SUPERSEDED') return entry;
    const why = entry.decision === 'SUPERSEDED' ? ' (the source has given something else)' : '';
    throw this.#refusal(
      `quarantine entry ${number} is ${entry.decision} since ${entry.decidedAt}${why}, so not ${decision}`,
    );
  }

  async define(files: Readonly<Record<string, string>>, recordedAt?: string): Promise<DefinitionsVersion> {
    const version = { recordedAt: this.#record(recordedAt), position: this.#next(), files: { ...files } };
    this.#first ??= version.recordedAt;
    await insertDefinitions(this.#client, this.#reading.source, [version]);
    return version;
  }

  async suppress(cells: readonly Suppressed[]): Promise<Suppression[]> {
    const recorded = cells.map(({ indicator, area, period, confidentiality }) => {
      const recordedAt = this.#record(undefined);
      return { indicator, area, period, confidentiality, position: this.#next(), recordedAt };
    });
    await insertSuppressions(this.#client, this.#reading.source, recorded);
    return recorded;
  }

  async screened(rule: string): Promise<void> {
    await this.#client.query('UPDATE source SET screened_by = $2 WHERE id = $1', [this.#reading.source, rule]);
  }

  counted(indicators: readonly string[]): Promise<CountedCell[]> {
    return readCounted(this.#reading, indicators);
  }

  /** Moves the head behind what was written. */
  async finish(): Promise<void> {
    if (this.#position === this.head.position) return;
    const text = 'UPDATE source SET position = $2, first_recorded_at = $3, recorded_at = $4 WHERE id = $1';
    await this.#client.query(text, [this.#reading.source, this.#position, this.#first, this.#latest]);
  }

  #next(): number {
    this.#position += 1;
    return this.#position;
  }

  /** The instant of the next entry: this writing's, or a given one that keeps the order of instants. */
  #record(given: string | undefined): string {
    const at = given === undefined ? this.recordedAt : instantText(given);
    if (this.#latest !== null && at < this.#latest) {
      throw this.#refusal(`an entry of ${at} cannot stand after one of ${this.#latest}; give them in order`);
    }
    if (at > this.recordedAt) throw this.#refusal(`an entry of ${at} lies in the future of ${this.recordedAt}`);
    if (this.#closedUntil !== null && at <= this.#closedUntil) {
      throw this.#refusal(`${at} cannot be recorded, because the journal is closed up to ${this.#closedUntil}`);
    }
    this.#latest = at;
    return at;
  }

  /** Open and rejected entries by digest. */
  async #standing(digests: readonly string[]): Promise<Map<string, Quarantined>> {
    if (digests.length === 0) return new Map();
    const text = `${QUARANTINE_AT} AND ${HELD} AND q.digest = ANY ($3) ORDER BY q.position`;
    const keys = digests.map((digest) => Buffer.from(digest, 'hex'));
    const rows = await rowsOf(this.#client, text, [this.#reading.source, this.#position, keys]);
    return new Map(rows.map(quarantinedOf).map((entry) => [entryDigest(entry).toString('hex'), entry]));
  }

  #refusal(reason: string): JournalRefusal {
    return new JournalRefusal(this.#owner, reason);
  }
}
