import type pg from 'pg';
import { type BackupCounts, FORMAT, noLines, type SourceLine } from './backup-lines.js';
import { type BackupOptions, ENTRY_KINDS, PARTS, readEntries } from './backup-parts.js';
import type { BackupLine, Coverage } from './contract.js';
import { readLastRecorded } from './sql-reading.js';
import { instantText, plainCoverage, rowsOf } from './sql-rows.js';

export { importJournal, isEmptyJournal } from './restore.js';

/** A source with its head as it goes into the backup; `id` names it in the database. */
interface Cut extends SourceLine {
  readonly id: number;
}

/**
 * The journal of an owner up to an instant, line by line, each to be written as JSON. It closes the journal up to there,
 * so two exports of the same instant hold the same figures; the instant must not lie in the future, or nothing could be
 * recorded before it. A source of which nothing is recorded is left out, open. Throws a JournalError.
 */
export async function* exportJournal(options: BackupOptions & { readonly asOf: string }): AsyncGenerator<BackupLine> {
  const { database, owner } = options;
  const asOf = instantText(options.asOf);
  await database.prepare(owner);
  const cuts = await database.transaction(owner, (client) => closeAll(client, asOf));
  const counts = await database.use(owner, (client) => countAll(client, cuts));
  yield { kind: 'journal', format: FORMAT, owner, asOf, counts };
  for (const [place, { id, ...source }] of cuts.entries()) {
    const number = place + 1;
    yield { kind: 'source', source: number, ...source };
    const scopes = await database.use(owner, (client) => scopesOf(client, id, source.position));
    for (const scope of scopes) yield { kind: 'scope', source: number, ...scope };
    for (const kind of ENTRY_KINDS) {
      for (let after: number | null = 0; after !== null; ) {
        const from: number = after;
        const { entries, last } = await database.use(owner, (client) =>
          readEntries(client, kind, id, from, source.position),
        );
        for (const entry of entries) yield { kind, source: number, ...entry };
        after = last;
      }
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
    cuts.push({ id, identity, sample, position: head, firstRecordedAt, recordedAt: at });
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

async function countAll(client: pg.ClientBase, cuts: readonly Cut[]): Promise<BackupCounts> {
  const counts = noLines();
  for (const { id, position } of cuts) {
    counts.source += 1;
    counts.scope += (await scopesOf(client, id, position)).length;
    for (const kind of ENTRY_KINDS) {
      const text = `SELECT count(*) FROM ${PARTS[kind].table} WHERE source = $1 AND position <= $2`;
      const [row] = await rowsOf(client, text, [id, position]);
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
