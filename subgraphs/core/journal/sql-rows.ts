import pg from 'pg';
import type { MissingReason, ObservationStatus, SourceFigure } from '../figure.js';
import type {
  CheckReason,
  Coverage,
  Decision,
  DefinitionsVersion,
  Quarantined,
  Receipt,
  Suppression,
  Vintage,
} from './contract.js';

/** A row as an array of its columns' values: numbers for bigint, ISO texts with milliseconds for instants. */
type Row = readonly unknown[];

/** An instant as the journal writes it: ISO 8601 in UTC with milliseconds. Throws a RangeError for a text that is none. */
export function instantText(instant: string): string {
  return new Date(instant).toISOString();
}

/** How columns are read. Entries of one writing share their instant, so the last text read is mostly the next one too. */
function columnTypes(): pg.CustomTypesConfig {
  const toDate = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (text: string) => Date;
  let last = { text: '', iso: '' };
  const toInstant = (text: string) => {
    if (text !== last.text) last = { text, iso: toDate(text).toISOString() };
    return last.iso;
  };
  // The driver asks for columns as text: nothing here asks for binary ones.
  const getTypeParser = (oid: number): ((text: string) => unknown) => {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return toInstant;
    if (oid === pg.types.builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, 'text');
  };
  return { getTypeParser };
}

const TYPES = columnTypes();

/** Asks the database and gives the rows. */
export async function rowsOf(client: pg.ClientBase, text: string, values: readonly unknown[]): Promise<Row[]> {
  const { rows } = await client.query<unknown[]>({ text, values: [...values], rowMode: 'array', types: TYPES });
  return rows;
}

const VINTAGE = [
  'position',
  'recorded_at',
  'indicator',
  'area',
  'period',
  'value',
  'numerator',
  'denominator',
  'status',
  'reason',
  'note',
  'document',
  'place',
  'published_at',
  'released',
];

/** How many columns a vintage has in a row. */
export const VINTAGE_WIDTH = VINTAGE.length;

/** The columns of a vintage, of the table under this name in the statement. */
export function vintageColumns(table: string): string {
  return VINTAGE.map((column) => `${table}.${column}`).join(', ');
}

/** The vintage whose columns stand in a row from a place on. */
export function vintageAt(row: Row, from = 0): Vintage {
  return {
    indicator: row[from + 2] as string,
    area: row[from + 3] as string,
    period: row[from + 4] as string,
    value: row[from + 5] as number | null,
    numerator: row[from + 6] as number | null,
    denominator: row[from + 7] as number | null,
    status: row[from + 8] as ObservationStatus,
    reason: row[from + 9] as MissingReason | null,
    note: row[from + 10] as string | null,
    document: row[from + 11] as string | null,
    place: row[from + 12] as string | null,
    publishedAt: row[from + 13] as string | null,
    released: row[from + 14] as number | null,
    position: row[from] as number,
    recordedAt: row[from + 1] as string,
  };
}

/** A figure with its own fields alone, in one order, with its instant as the journal writes it. */
export function plainFigure(figure: SourceFigure): SourceFigure {
  const { indicator, area, period, value, numerator, denominator, status, reason, note, document, place } = figure;
  const publishedAt = figure.publishedAt === null ? null : instantText(figure.publishedAt);
  const numbers = { value, numerator, denominator };
  return { indicator, area, period, ...numbers, status, reason, note, document, place, publishedAt };
}

/** Quarantine entries with the decision that stood at position $2. `q` and `d` are their names for further conditions. */
export const QUARANTINE_AT = `
  SELECT q.position, q.figure, q.reason, q.detail, q.received_at, q.last_good_at,
         d.decision, d.decided_at, d.decided_by, d.decided_why
    FROM quarantine q
    LEFT JOIN LATERAL (
      SELECT * FROM decision
       WHERE source = q.source AND entry = q.position AND position <= $2
       ORDER BY position DESC LIMIT 1) d ON true
   WHERE q.source = $1 AND q.position <= $2`;

/** The condition that an entry of QUARANTINE_AT is open or rejected. */
export const HELD = `(d.decision IS NULL OR d.decision = 'REJECTED')`;

export function quarantinedOf(row: Row): Quarantined {
  return {
    number: row[0] as number,
    figure: plainFigure(row[1] as SourceFigure),
    reason: row[2] as CheckReason,
    detail: row[3] as string,
    receivedAt: row[4] as string,
    lastGoodAt: row[5] as string | null,
    decision: row[6] as Decision | null,
    decidedAt: row[7] as string | null,
    decidedBy: row[8] as string | null,
    decidedWhy: row[9] as string | null,
  };
}

/** Columns of a receipt `r` and its scope `s`. */
export const RECEIPT = 'r.position, r.asked_at, s.slices, r.taken, r.withdrawn, r.unchanged, r.refused';

export function receiptOf(row: Row): Receipt {
  return {
    position: row[0] as number,
    at: row[1] as string,
    slices: (row[2] as Coverage[]).map(plainCoverage),
    taken: row[3] as number,
    withdrawn: row[4] as number,
    unchanged: row[5] as number,
    refused: row[6] as number,
  };
}

/** A coverage with its own fields alone, in one order. */
export function plainCoverage({ indicator, frequency, firstYear, lastPeriod }: Coverage): Coverage {
  return { indicator, frequency, firstYear, lastPeriod };
}

/** Slices in one order, so that questions that cover the same have the same scope. */
export function scopeOf(slices: readonly Coverage[]): Coverage[] {
  const name = (slice: Coverage) => `${slice.indicator} ${slice.frequency} ${slice.firstYear} ${slice.lastPeriod}`;
  return slices.map(plainCoverage).sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

export const DEFINITIONS = 'position, recorded_at, files';

export function definitionsOf(row: Row): DefinitionsVersion {
  return {
    position: row[0] as number,
    recordedAt: row[1] as string,
    files: row[2] as Readonly<Record<string, string>>,
  };
}

export const SUPPRESSION = 'position, recorded_at, indicator, area, period, confidentiality';

export function suppressionOf(row: Row): Suppression {
  return {
    indicator: row[2] as string,
    area: row[3] as string,
    period: row[4] as string,
    confidentiality: row[5] as Suppression['confidentiality'],
    position: row[0] as number,
    recordedAt: row[1] as string,
  };
}
