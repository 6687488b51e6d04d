import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { SourceFigure } from '../figure.js';
import { period } from '../period.js';
import type { Coverage, Decision, DefinitionsVersion, Quarantined, Receipt, Suppression, Vintage } from './contract.js';

/** A column of a table: its name, its type, and its value of an entry. */
type Column<T> = readonly [name: string, type: string, of: (entry: T) => unknown];

/** What one statement takes: enough to be fast, few enough to need little memory. */
const BATCH = 5000;

const VINTAGE: readonly Column<Vintage>[] = [
  ['position', 'bigint', (v) => v.position],
  ['recorded_at', 'timestamptz', (v) => v.recordedAt],
  ['indicator', 'text', (v) => v.indicator],
  // Follows from the period, but slices are what is read: the index needs it.
  ['frequency', '"char"', (v) => period(v.period).frequency],
  ['area', 'text', (v) => v.area],
  ['period', 'text', (v) => v.period],
  ['value', 'double precision', (v) => v.value],
  ['numerator', 'double precision', (v) => v.numerator],
  ['denominator', 'double precision', (v) => v.denominator],
  ['status', '"char"', (v) => v.status],
  ['reason', 'text', (v) => v.reason],
  ['note', 'text', (v) => v.note],
  ['document', 'text', (v) => v.document],
  ['place', 'text', (v) => v.place],
  ['published_at', 'timestamptz', (v) => v.publishedAt],
  ['released', 'bigint', (v) => v.released],
];

/** A receipt with the number of its scope in place of the slices. */
export type ScopedReceipt = Omit<Receipt, 'slices'> & { readonly scope: number };

const RECEIPT: readonly Column<ScopedReceipt>[] = [
  ['position', 'bigint', (r) => r.position],
  ['asked_at', 'timestamptz', (r) => r.at],
  ['scope', 'integer', (r) => r.scope],
  ['taken', 'integer', (r) => r.taken],
  ['withdrawn', 'integer', (r) => r.withdrawn],
  ['unchanged', 'integer', (r) => r.unchanged],
  ['refused', 'integer', (r) => r.refused],
];

/** A quarantine entry apart from what was decided about it. */
export type Entry = Omit<Quarantined, 'decision' | 'decidedAt' | 'decidedBy' | 'decidedWhy'>;

const QUARANTINE: readonly Column<Entry>[] = [
  ['position', 'bigint', (q) => q.number],
  ['received_at', 'timestamptz', (q) => q.receivedAt],
  ['reason', 'text', (q) => q.reason],
  ['detail', 'text', (q) => q.detail],
  ['digest', 'bytea', entryDigest],
  ['indicator', 'text', (q) => q.figure.indicator],
  ['area', 'text', (q) => q.figure.area],
  ['period', 'text', (q) => q.figure.period],
  ['figure', 'jsonb', (q) => JSON.stringify(q.figure)],
  ['last_good_at', 'timestamptz', (q) => q.lastGoodAt],
];

/** One decision about the entry of a number. */
export interface Decided {
  readonly position: number;
  readonly number: number;
  readonly decision: Decision;
  readonly at: string;
  readonly by: string | null;
  readonly why: string | null;
}

const DECISION: readonly Column<Decided>[] = [
  ['position', 'bigint', (d) => d.position],
  ['decided_at', 'timestamptz', (d) => d.at],
  ['entry', 'bigint', (d) => d.number],
  ['decision', 'text', (d) => d.decision],
  ['decided_by', 'text', (d) => d.by],
  ['decided_why', 'text', (d) => d.why],
];

const DEFINITIONS: readonly Column<DefinitionsVersion>[] = [
  ['position', 'bigint', (d) => d.position],
  ['recorded_at', 'timestamptz', (d) => d.recordedAt],
  ['files', 'jsonb', (d) => JSON.stringify(d.files)],
];

const SUPPRESSION: readonly Column<Suppression>[] = [
  ['position', 'bigint', (s) => s.position],
  ['recorded_at', 'timestamptz', (s) => s.recordedAt],
  ['indicator', 'text', (s) => s.indicator],
  ['area', 'text', (s) => s.area],
  ['period', 'text', (s) => s.period],
  ['confidentiality', '"char"', (s) => s.confidentiality],
];

/** Puts entries of one kind into the table of a source, many with one statement. */
type Insert<T> = (client: pg.ClientBase, source: number, entries: readonly T[]) => Promise<void>;

function inserting<T>(table: string, columns: readonly Column<T>[]): Insert<T> {
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], place) => `$${place + 2}::${type}[]`).join(', ');
  const text = `INSERT INTO ${table} (source, ${names}) SELECT $1::integer, * FROM unnest(${arrays})`;
  return async (client, source, entries) => {
    for (let from = 0; from < entries.length; from += BATCH) {
      const batch = entries.slice(from, from + BATCH);
      await client.query(text, [source, ...columns.map(([, , of]) => batch.map(of))]);
    }
  };
}

export const insertVintages = inserting('vintage', VINTAGE);
export const insertReceipts = inserting('receipt', RECEIPT);
export const insertQuarantined = inserting('quarantine', QUARANTINE);
export const insertDecisions = inserting('decision', DECISION);
export const insertDefinitions = inserting('definitions', DEFINITIONS);
export const insertSuppressions = inserting('suppression', SUPPRESSION);

/** Equal for entries alike: the same figure failing the same check, wherever in the source it stands. */
export function entryDigest({ figure, reason }: { readonly figure: SourceFigure; readonly reason: string }): Buffer {
  const { indicator, area, value, numerator, denominator, status, note, document, publishedAt } = figure;
  const cell = [reason, indicator, area, figure.period];
  return digest([...cell, value, numerator, denominator, status, figure.reason, note, document, publishedAt]);
}

function digest(content: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(content)).digest();
}

/** The number of a scope; the first time that it is asked for, it is written down. Its slices are in the scope's order. */
export async function scopeNumber(client: pg.ClientBase, source: number, slices: readonly Coverage[]): Promise<number> {
  const key = digest(slices);
  const find = 'SELECT id FROM scope WHERE source = $1 AND digest = $2';
  const found = await client.query<{ id: number }>(find, [source, key]);
  if (found.rows[0]) return found.rows[0].id;
  const insert = 'INSERT INTO scope (source, digest, slices) VALUES ($1, $2, $3) RETURNING id';
  const made = await client.query<{ id: number }>(insert, [source, key, JSON.stringify(slices)]);
  return (made.rows[0] as { id: number }).id;
}
