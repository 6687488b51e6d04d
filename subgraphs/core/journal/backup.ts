import type pg from 'pg';
import { type BackupCounts, FORMAT, noLines, type SourceLine } from './backup-lines.js';
import { type BackupOptions, ENTRY_KINDS, PARTS, readEntries } from './backup-parts.js';
import type { BackupLine, Coverage, Suppression } from './contract.js';
import { readLastRecorded } from './sql-reading.js';
import { instantText, plainCoverage, rowsOf } from './sql-rows.js';

export { importJournal, isEmptyJournal } from './restore.js';

/** A source with its head as it goes into the backup. */
interface Cut extends SourceLine {
  /** Names it in the database. */
  readonly id: number;
  /** Where it is cut off there; its head lies behind what has been withheld since. */
  readonly upTo: number;
}

/**
 * The journal of an owner up to an instant, line by line, each to be written as JSON. It closes the journal up to there,
 * so two exports of the same instant hold the same figures; the instant must not lie in the future, or nothing could be
 * recorded before it. A source of which nothing is recorded is left out, open. What was withheld since is withheld in the
 * backup too: it stands behind everything else, as if it had been found then. Throws a JournalError.
 */
export async function* exportJournal(options: BackupOptions & { readonly asOf: string }): AsyncGenerator<BackupLine> {
  const { database, owner } = options;
  const asOf = instantText(options.asOf);
  await database.prepare(owner);
  const cuts = await database.transaction(owner, (client) => closeAll(client, asOf));
  const counts = await database.use(owner, (client) => countAll(client, cuts));
  yield { kind: 'journal', format: FORMAT, owner, asOf, counts };
  for (const [place, { id, upTo, ...source }] of cuts.entries()) {
    const number = place + 1;
    yield { kind: 'source', source: number, ...source };
    const scopes = await database.use(owner, (client) => scopesOf(client, id, upTo));
    for (const scope of scopes) yield { kind: 'scope', source: number, ...scope };
    for (const kind of ENTRY_KINDS) {
      for (let after: number | null = 0; after !== null; ) {
        const from: number = after;
        const { entries, last } = await database.use(owner, (client) => readEntries(client, kind, id, from, upTo));
        for (const entry of entries) yield { kind, source: number, ...entry };
        after = last;
      }
    }
    let position = upTo;
    const since = await database.use(owner, (client) => withheldSince(client, id, upTo));
    // What is withheld from now on is left for the next backup: the counts stand already.
    for (const entry of since.slice(0, source.position - upTo)) {
      position += 1;
      yield { kind: 'suppression', source: number, ...entry, position, recordedAt: source.recordedAt as string };
    }
  }
  yield { kind: 'end', counts };
}

async function closeAll(client: pg.ClientBase, asOf: string): Promise<Cut[]> {
  const text = `
    UPDATE source SET closed_until = greatest(closed_until, $1::timestamptz) WHERE position > 0
    RETURNING id, identity, sample, first_recorded_at`;
  const cuts: Cut[] = [];
  for (const row of await rowsOf(client, text, [asOf])) {
    const [id, identity, sample, first] = row as [number, string, boolean, string | null];
    const { position, at } = await readLastRecorded({ client, source: id }, asOf);
    const firstRecordedAt = first !== null && first <= asOf ? first : null;
    const head = Math.max(position, await lastConfirmation(client, id, position, asOf));
    const since = at === null ? [] : await withheldSince(client, id, head);
    const cut = { id, upTo: head, position: head + since.length };
    cuts.push({ ...cut, identity, sample, firstRecordedAt, recordedAt: at });
  }
  return cuts.sort((a, b) => a.id - b.id);
}

/**
 * The last receipt by the instant that merely confirmed what had been recorded, before anything more was. What receipts
 * confirm is the age of figures, which must not look older in the copy than it is.
 */
async function lastConfirmation(client: pg.ClientBase, source: number, after: number, asOf: string): Promise<number> {
  const next = (table: string) => `(SELECT min(position) FROM ${table} WHERE source = $1 AND position > $2)`;
  const text = `
    SELECT coalesce(max(position), 0) FROM receipt
     WHERE source = $1 AND position > $2 AND asked_at <= $3 AND taken = 0
       AND position < coalesce(least(${['vintage', 'quarantine', 'decision', 'definitions', 'suppression'].map(next).join(', ')}),
                               (SELECT position + 1 FROM source WHERE id = $1))`;
  const [row] = await rowsOf(client, text, [source, after, asOf]);
  return row?.[0] as number;
}

/** What was withheld after a position, of everything that was recorded up to it and of all else. */
async function withheldSince(client: pg.ClientBase, source: number, position: number): Promise<Suppression[]> {
  const { entries } = await readEntries(client, 'suppression', source, position, Number.MAX_SAFE_INTEGER, null);
  return entries as Suppression[];
}

async function countAll(client: pg.ClientBase, cuts: readonly Cut[]): Promise<BackupCounts> {
  const counts = noLines();
  for (const { id, upTo, position } of cuts) {
    counts.source += 1;
    counts.suppression += position - upTo;
    counts.scope += (await scopesOf(client, id, upTo)).length;
    for (const kind of ENTRY_KINDS) {
      const text = `SELECT count(*) FROM ${PARTS[kind].table} WHERE source = $1 AND position <= $2`;
      const [row] = await rowsOf(client, text, [id, upTo]);
      counts[kind] += row?.[0] as number;
    }
  }
  return counts;
}

async function scopesOf(client: pg.ClientBase, source: number, upTo: number) {
  const text = `
    SELECT id, slices FROM scope s
     WHERE source = $1
       AND EXISTS (SELECT FROM receipt WHERE source = $1 AND scope = s.id AND position <= $2)
     ORDER BY id`;
  const rows = await rowsOf(client, text, [source, upTo]);
  return rows.map(([scope, slices]) => ({ scope, slices: (slices as Coverage[]).map(plainCoverage) }));
}
