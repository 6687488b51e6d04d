import type pg from 'pg';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { SourceFigure } from '../figure.js';
import type { LineKind } from './backup-lines.js';
import {
  insertDecisions,
  insertDefinitions,
  insertQuarantined,
  insertReceipts,
  insertSuppressions,
  insertVintages,
} from './sql-inserting.js';
import { plainFigure, rowsOf, SUPPRESSION, suppressionOf, vintageAt, vintageColumns } from './sql-rows.js';
import type { StoreDatabase } from './sql-store.js';

/** Whose journal, of all its sources; and in which database. */
export interface BackupOptions {
  readonly database: StoreDatabase;
  readonly owner: OwnerName;
}

type Row = readonly unknown[];
type EntryKind = Exclude<LineKind, 'source' | 'scope'>;

/** How entries of one kind leave the database and come back. */
interface Part {
  readonly table: string;
  /** The position first. */
  readonly columns: string;
  readonly entryOf: (row: Row) => object;
  /** Takes entries as their lines have them, once these were checked. */
  readonly insert: (client: pg.ClientBase, source: number, entries: never[]) => Promise<void>;
}

/** In this order: a decision comes after what it is about. */
export const PARTS: Readonly<Record<EntryKind, Part>> = {
  vintage: { table: 'vintage', columns: vintageColumns('t'), entryOf: (row) => vintageAt(row), insert: insertVintages },
  receipt: {
    table: 'receipt',
    columns: 'position, asked_at, scope, taken, withdrawn, unchanged, refused',
    entryOf: (row) => named(row, ['position', 'at', 'scope', 'taken', 'withdrawn', 'unchanged', 'refused']),
    insert: insertReceipts,
  },
  quarantined: {
    table: 'quarantine',
    columns: 'position, figure, reason, detail, received_at, last_good_at',
    entryOf: ([number, figure, ...row]) => ({
      number,
      figure: plainFigure(figure as SourceFigure),
      ...named(row, ['reason', 'detail', 'receivedAt', 'lastGoodAt']),
    }),
    insert: insertQuarantined,
  },
  decision: {
    table: 'decision',
    columns: 'position, entry, decision, decided_at, decided_by, decided_why',
    entryOf: (row) => named(row, ['position', 'number', 'decision', 'at', 'by', 'why']),
    insert: insertDecisions,
  },
  definitions: {
    table: 'definitions',
    columns: 'position, recorded_at, files',
    entryOf: (row) => named(row, ['position', 'recordedAt', 'files']),
    insert: insertDefinitions,
  },
  suppression: { table: 'suppression', columns: SUPPRESSION, entryOf: suppressionOf, insert: insertSuppressions },
};

export const ENTRY_KINDS = Object.keys(PARTS) as EntryKind[];

function named(row: Row, names: readonly string[]): object {
  return Object.fromEntries(names.map((name, at) => [name, row[at]]));
}

/** How many entries are in memory at a time. */
export const BATCH = 1000;

/** The next entries of a source after a position, up to another; at most so many, null: all. */
export async function readEntries(
  client: pg.ClientBase,
  kind: EntryKind,
  source: number,
  after: number,
  upTo: number,
  most: number | null = BATCH,
) {
  const { table, columns, entryOf } = PARTS[kind];
  const text = `
    SELECT ${columns} FROM ${table} t
     WHERE source = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT ${most ?? 'ALL'}`;
  const rows = await rowsOf(client, text, [source, after, upTo]);
  return { entries: rows.map(entryOf), last: (rows.at(-1)?.[0] as number | undefined) ?? null };
}
