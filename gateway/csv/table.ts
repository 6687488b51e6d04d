import { tooLarge } from './refusal.js';
import type { Column, Shape } from './shape.js';

/** What stands in a cell; null: there is no value. */
export type Cell = string | number | boolean | null;

/** An answer as a table. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** An error of the answer, as GraphQL gives it. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** A table of all figures that one field may answer (20,000) has room for fifty columns. */
const MOST_CELLS = 1_000_000;

/**
 * An answer as a table, by these rules:
 * - one row for each element of the innermost list; what is around it is repeated on each of its rows;
 * - a list that is empty or null leaves one row with what is around it, if anything around it was asked for;
 * - a list of scalars is one cell, joined by "; ";
 * - an answer with errors has a last column `error`, filled on the rows whose cells an error can concern: nobody is to
 *   take a department that is silent for one without figures.
 * Throws TableRefused beyond a million cells.
 */
export function tableOf(shape: Shape, data: unknown, errors: readonly AnswerError[] = []): Table {
  const columns = errors.length > 0 ? [...shape.columns, { name: 'error', type: 'String' }] : shape.columns;
  const table: Drawn = { columns, rows: [], withErrors: errors.length > 0 };
  fill(table, shape, 0, data, {
    cells: shape.columns.map(() => null),
    said: new Set(),
    open: errors.map(({ path = [], ...error }) => ({ path, text: textOf(error) })),
  });
  return { columns, rows: table.rows };
}

interface Drawn extends Table {
  readonly rows: Cell[][];
  readonly withErrors: boolean;
}

interface OpenError {
  /** From the element on. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** What the levels above hand down to an element. */
interface Above {
  readonly cells: readonly Cell[];
  /** Errors that concern all rows below. */
  readonly said: ReadonlySet<string>;
  /** Errors below this element. */
  readonly open: readonly OpenError[];
}

function fill(table: Drawn, shape: Shape, depth: number, element: unknown, above: Above): void {
  const { levels } = shape;
  const cells = [...above.cells];
  for (const { column, path } of levels[depth]?.cells ?? []) cells[column] = cellOf(valueAt(element, path));
  const inner = levels[depth + 1];
  const { around, within } = partedAt(inner?.path, above.open);
  const said = new Set([...above.said, ...around]);
  const list = inner && valueAt(element, inner.path);
  if (Array.isArray(list) && list.length > 0) {
    for (const [index, one] of list.entries()) {
      fill(table, shape, depth + 1, one, { cells, said, open: within.get(index) ?? [] });
    }
    return;
  }
  const hasAround = levels.slice(0, depth + 1).some((level) => level.cells.length > 0);
  if (hasAround || said.size > 0) addRow(table, cells, said);
}

function addRow({ columns, rows, withErrors }: Drawn, cells: Cell[], said: ReadonlySet<string>): void {
  rows.push(withErrors ? [...cells, [...said].join('; ') || null] : cells);
  if (rows.length * columns.length > MOST_CELLS) throw tooLarge(MOST_CELLS, { en: 'cells', vi: 'ô' });
}

/** Errors by the element of the list that they lie in, and those that lie in none; all of these where there is no list. */
function partedAt(list: readonly string[] | undefined, errors: readonly OpenError[]) {
  const around: string[] = [];
  const within = new Map<number, OpenError[]>();
  for (const { path, text } of errors) {
    const index = list?.every((name, at) => path[at] === name) ? path[list.length] : undefined;
    if (!list || typeof index !== 'number') {
      around.push(text);
      continue;
    }
    const known = within.get(index) ?? [];
    known.push({ path: path.slice(list.length + 1), text });
    within.set(index, known);
  }
  return { around, within };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) found = (found as Record<string, unknown> | null | undefined)?.[name];
  return found;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((one) => cellOf(one) ?? '').join('; ');
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return JSON.stringify(value);
}

function textOf({ message, extensions }: Omit<AnswerError, 'path'>): string {
  const code = extensions?.code;
  return typeof code === 'string' ? `${code}: ${message}` : message;
}
