/** Lines of cells in columns of equal width, two blanks apart; the columns that are named stand to the right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, width(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const gap = ' '.repeat((widths[i] ?? 0) - width(cell));
        return right.includes(i) ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Letters as a terminal shows them: a Vietnamese letter takes one place however it is composed. */
function width(text: string): number {
  return [...text.normalize('NFC')].length;
}

/** The first entries of a list, and the line that says how many more there are. */
export function firstOf<T>(
  list: readonly T[],
  first: number,
): { readonly shown: readonly T[]; readonly more: readonly string[] } {
  const rest = list.length - first;
  return { shown: list.slice(0, first), more: rest > 0 ? [`… and ${count(rest)} more; --first N shows more.`] : [] };
}

/** A whole number with its thousands apart: 4,185. */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** A number of things: `1 figure`, `4,185 figures`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A figure to at most four decimals; `-` for none. */
export function amount(value: number | null): string {
  return value === null ? '-' : value.toLocaleString('en-US', { maximumFractionDigits: 4 });
}

/** A size on disk: 3.1 MB. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [unit, of] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  return `${(bytes / (of as number)).toFixed(1)} ${unit}`;
}
