/** One cell of a form as it is laid out: what it shows, and how far it is merged. */
export interface GridCell {
  readonly show: string | number;
  /** Rows and columns that it spans, 1 when left out. */
  readonly down?: number;
  readonly across?: number;
  readonly bold?: boolean;
}

/** A form as rows of cells; null where a cell is empty or part of a merged one. */
export type Grid = readonly (readonly (GridCell | null)[])[];

/** Headings of one or two levels (`Hộ nghèo / Số hộ`) as two rows, merged as people do. */
export function headingRows(headings: readonly string[]): Grid {
  const levels = headings.map((heading) => heading.split(' / '));
  const upper = levels.map(([first = '', second], column): GridCell | null => {
    if (second === undefined) return { show: first, down: 2, bold: true };
    if (levels[column - 1]?.[0] === first) return null;
    const end = levels.findIndex((level, i) => i > column && level[0] !== first);
    return { show: first, across: (end < 0 ? levels.length : end) - column, bold: true };
  });
  const lower = levels.map(([, second]) => (second === undefined ? null : { show: second, bold: true }));
  return [upper, lower];
}
