import { SourceError } from '../core/errors.js';

/** One row of a DHIS2 analytics answer, by the names in its headers. */
export interface GridRow {
  readonly dx: string;
  readonly ou: string;
  readonly pe: string;
  /** Null: the cell is blank. */
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** By what numerator / denominator is multiplied to get the value: 100 for a percentage, 10000 for per 10,000. */
  readonly factor: number | null;
}

/** An analytics answer ("grid") that was checked: right shape, every number a number, no cell twice. */
export interface Grid {
  readonly rows: readonly GridRow[];
  /** The items of a dimension that the source knows, of those asked for; null when it does not say. */
  known(dimension: 'dx' | 'ou' | 'pe'): ReadonlySet<string> | null;
}

const NAMES = ['dx', 'ou', 'pe', 'value', 'numerator', 'denominator', 'factor'] as const;
type Name = (typeof NAMES)[number];
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** The error for an answer that is no analytics answer. Says what is wrong, never what stood there. */
export function unreadable(detail: string): SourceError {
  return new SourceError('SOURCE_UNREADABLE', 'health', `analytics: ${detail}`);
}

/** Reads an analytics answer. Throws SOURCE_UNREADABLE when any part of it cannot be trusted. */
export function readGrid(body: unknown): Grid {
  if (!isRecord(body)) throw unreadable('the answer is no object');
  const { headers, rows } = body;
  if (!Array.isArray(headers) || !Array.isArray(rows)) throw unreadable('headers or rows are missing');
  const columns = columnsOf(headers);
  if (typeof body.height === 'number' && body.height !== rows.length) {
    throw unreadable(`height ${body.height}, but ${rows.length} rows`);
  }
  const seen = new Set<string>();
  const read = rows.map((cells: unknown, i) => {
    const row = readRow(cells, i, headers.length, columns);
    const key = `${row.dx} ${row.ou} ${row.pe}`;
    if (seen.has(key)) throw unreadable(`row ${i}: the cell came before`);
    seen.add(key);
    return row;
  });
  return { rows: read, known: (dimension) => knownItems(body.metaData, dimension) };
}

function columnsOf(headers: unknown[]): Record<Name, number> {
  const names = headers.map((header) => (isRecord(header) ? header.name : undefined));
  const column = (name: Name): number => {
    const at = names.indexOf(name);
    if (at === -1) throw unreadable(`no header ${name}`);
    if (names.lastIndexOf(name) !== at) throw unreadable(`header ${name} came twice`);
    return at;
  };
  return Object.fromEntries(NAMES.map((name) => [name, column(name)])) as Record<Name, number>;
}

function readRow(cells: unknown, i: number, width: number, columns: Record<Name, number>): GridRow {
  if (!Array.isArray(cells) || cells.length !== width) throw unreadable(`row ${i}: not as wide as the headers`);
  const text = (name: Name): string => {
    const cell: unknown = cells[columns[name]];
    if (typeof cell !== 'string' || cell === '') throw unreadable(`row ${i}: ${name} is no text`);
    return cell;
  };
  const number = (name: Name): number | null => {
    const cell: unknown = cells[columns[name]];
    // A blank is missing. It must never pass through Number(), which makes it 0.
    if (cell === null || (typeof cell === 'string' && cell.trim() === '')) return null;
    const parsed = typeof cell === 'string' && NUMBER.test(cell) ? Number(cell) : cell;
    if (typeof parsed !== 'number' || !Number.isFinite(parsed)) throw unreadable(`row ${i}: ${name} is no number`);
    return parsed;
  };
  return {
    dx: text('dx'),
    ou: text('ou'),
    pe: text('pe'),
    value: number('value'),
    numerator: number('numerator'),
    denominator: number('denominator'),
    factor: number('factor'),
  };
}

function knownItems(metaData: unknown, dimension: string): ReadonlySet<string> | null {
  const dimensions = isRecord(metaData) && isRecord(metaData.dimensions) ? metaData.dimensions : {};
  const items: unknown = dimensions[dimension];
  return Array.isArray(items) ? new Set(items.filter((item) => typeof item === 'string')) : null;
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
