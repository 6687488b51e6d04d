import type pg from 'pg';
import type { z } from 'zod';
import type { OwnerName } from '../../../schema/subgraphs.js';
import {
  type BackupCounts,
  END,
  FORMAT,
  HEADER,
  type Header,
  LINES,
  type LineKind,
  NAMED,
  noLines,
} from './backup-lines.js';
import { BATCH, type BackupOptions, PARTS } from './backup-parts.js';
import type { BackupLine } from './contract.js';
import { JournalError } from './journal-error.js';
import { JournalRefusal } from './journal-refusal.js';
import { scopeNumber } from './sql-inserting.js';
import { rowsOf } from './sql-rows.js';

/** A source of the backup in this database. */
interface Restored {
  readonly id: number;
  readonly position: number;
  /** Numbers of its scopes here, by their numbers in the backup. */
  readonly scopes: Map<number, number>;
}

/** What entries of all kinds have; the position of a quarantine entry is its number. */
interface Placed {
  readonly position?: number | undefined;
  readonly number?: number | undefined;
}

/** Entries that wait to be put in together. */
interface Waiting {
  readonly kind: Exclude<LineKind, 'source' | 'scope'>;
  readonly source: Restored;
  readonly entries: object[];
}

/**
 * Restores a backup, all of it or nothing, into a journal in which nothing is recorded. Gives the number of lines of each
 * kind. Throws a JournalRefusal when the journal is not empty and when the lines are not a whole backup of this owner.
 */
export function importJournal(
  options: BackupOptions & { readonly lines: AsyncIterable<BackupLine> | Iterable<BackupLine> },
): Promise<BackupCounts> {
  const { database, owner, lines } = options;
  let begun = false;
  const work = async (client: pg.ClientBase) => {
    // The database does broken work again, but lines that were read are gone.
    if (begun)
      throw new JournalError(owner, 'the connection broke during the import, nothing was restored: import again');
    begun = true;
    await refuseUnlessEmpty(client, owner);
    return new Restoring(client, owner).take(lines);
  };
  return database.prepare(owner).then(() => database.transaction(owner, work));
}

/** True when nothing is recorded of an owner, whatever its source: then a backup can be restored. Throws JournalError. */
export async function isEmptyJournal({ database, owner }: Pick<BackupOptions, 'database' | 'owner'>): Promise<boolean> {
  await database.prepare(owner);
  return database.use(owner, async (client) => (await begunSource(client)) === undefined);
}

/** Identity and position of a source of which something is recorded. */
async function begunSource(client: pg.ClientBase): Promise<readonly unknown[] | undefined> {
  const [found] = await rowsOf(client, 'SELECT identity, position FROM source WHERE position > 0 LIMIT 1', []);
  return found;
}

/** Nobody can begin or write a journal of this owner until the transaction ends. */
async function refuseUnlessEmpty(client: pg.ClientBase, owner: OwnerName): Promise<void> {
  await client.query('LOCK TABLE source IN EXCLUSIVE MODE');
  const found = await begunSource(client);
  if (!found) return;
  throw new JournalRefusal(
    owner,
    `it is not empty (${found[1]} entries of ${found[0]}), and a backup is restored into an empty journal only; use another DATA_DIR or database`,
  );
}

class Restoring {
  readonly #client: pg.ClientBase;
  readonly #owner: OwnerName;
  readonly #sources = new Map<number, Restored>();
  readonly #counts = noLines();
  #waiting: Waiting | null = null;
  /** The number of the line that is being read, from 1. */
  #line = 0;

  constructor(client: pg.ClientBase, owner: OwnerName) {
    this.#client = client;
    this.#owner = owner;
  }

  async take(lines: AsyncIterable<BackupLine> | Iterable<BackupLine>): Promise<BackupCounts> {
    let header: Header | null = null;
    let ended = false;
    for await (const line of lines) {
      this.#line += 1;
      if (ended) throw this.#refusal('it comes after the end');
      if (header === null) header = this.#header(line);
      else if (line.kind === 'end') ended = this.#end(line, header);
      else await this.#body(line, header);
    }
    if (!ended) throw this.#refusal('the end is missing behind it: the backup was cut off');
    await this.#flush();
    return this.#counts;
  }

  #header(line: BackupLine): Header {
    if (line.kind !== 'journal') throw this.#refusal('a backup of a journal begins with its header, of kind "journal"');
    if (line.format !== FORMAT) throw this.#refusal(`its form is ${line.format}; this release reads form ${FORMAT}`);
    const header = this.#parsed(HEADER, line);
    if (header.owner !== this.#owner) throw this.#refusal(`it is a backup of ${header.owner}, not of ${this.#owner}`);
    return header;
  }

  #end(line: BackupLine, header: Header): true {
    const end = this.#parsed(END, line);
    for (const [kind, count] of Object.entries(this.#counts) as [LineKind, number][]) {
      if (count === end.counts[kind] && count === header.counts[kind]) continue;
      throw this.#refusal(`${header.counts[kind]} lines of kind "${kind}" were to come before it, ${count} came`);
    }
    return true;
  }

  async #body(line: BackupLine, header: Header): Promise<void> {
    const { kind, source: number } = this.#parsed(NAMED, line);
    const { kind: _, source: __, ...content } = line;
    this.#counts[kind] += 1;
    if (kind === 'source') {
      const source = await this.#source(this.#parsed(LINES.source, content), header.asOf);
      this.#sources.set(number, source);
      return;
    }
    const source = this.#sources.get(number);
    if (!source) throw this.#refusal(`source ${number} was not named before it`);
    if (kind === 'scope') {
      const { scope, slices } = this.#parsed(LINES.scope, content);
      source.scopes.set(scope, await scopeNumber(this.#client, source.id, slices));
      return;
    }
    await this.#entry(kind, source, content);
  }

  async #source(line: z.infer<typeof LINES.source>, asOf: string): Promise<Restored> {
    // A program that was only started has named its source already.
    const text = `
      INSERT INTO source AS s (identity, sample, position, first_recorded_at, recorded_at, closed_until)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (identity, sample) DO UPDATE
        SET position = excluded.position, first_recorded_at = excluded.first_recorded_at,
            recorded_at = excluded.recorded_at, closed_until = greatest(s.closed_until, excluded.closed_until)
      RETURNING id`;
    const { identity, sample, position, firstRecordedAt, recordedAt } = line;
    const values = [identity, sample, position, firstRecordedAt, recordedAt, asOf];
    const [row] = await rowsOf(this.#client, text, values);
    return { id: row?.[0] as number, position, scopes: new Map() };
  }

  async #entry(kind: Waiting['kind'], source: Restored, content: object): Promise<void> {
    const entry: Placed =
      kind === 'receipt' ? this.#receipt(source, content) : this.#parsed<Placed>(LINES[kind], content);
    const position = entry.position ?? entry.number ?? 0;
    if (position > source.position) throw this.#refusal(`position ${position} is behind its source's head`);
    if (this.#waiting?.kind !== kind || this.#waiting.source !== source || this.#waiting.entries.length >= BATCH) {
      await this.#flush();
      this.#waiting = { kind, source, entries: [] };
    }
    this.#waiting?.entries.push(entry);
  }

  #receipt(source: Restored, content: object) {
    const receipt = this.#parsed(LINES.receipt, content);
    const scope = source.scopes.get(receipt.scope);
    if (scope === undefined) throw this.#refusal(`scope ${receipt.scope} was not named before it`);
    return { ...receipt, scope };
  }

  async #flush(): Promise<void> {
    if (this.#waiting === null) return;
    const { kind, source, entries } = this.#waiting;
    this.#waiting = null;
    // The lines were checked against the shape of their kind.
    await PARTS[kind].insert(this.#client, source.id, entries as never[]);
  }

  #parsed<T>(shape: z.ZodType<T>, line: unknown): T {
    const { success, data, error } = shape.safeParse(line);
    if (success) return data;
    const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`);
    throw this.#refusal(faults.slice(0, 3).join('; '));
  }

  #refusal(reason: string): JournalRefusal {
    return new JournalRefusal(this.#owner, `line ${this.#line} of the backup cannot be restored: ${reason}`);
  }
}
