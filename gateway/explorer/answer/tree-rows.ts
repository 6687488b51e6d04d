/** A line of the answer's tree. */
export interface TreeRow {
  /** Tells it from all others: the names and indices that lead to it. */
  readonly key: string;
  /** The key of the line that it belongs to; null at the top. */
  readonly parent: string | null;
  readonly depth: number;
  readonly name: string;
  readonly value: unknown;
  /** How many values it holds; null for one that holds none because of its kind. */
  readonly size: number | null;
  readonly open: boolean;
  /** Its place among its siblings, from 1 on, and how many these are. */
  readonly position: number;
  readonly siblings: number;
}

type Entries = readonly (readonly [string, unknown])[];

/** The lines that are seen while those of the given keys are open. */
export function rowsOf(data: unknown, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (entries: Entries, parent: string | null, depth: number) => {
    for (const [index, [name, value]] of entries.entries()) {
      const key = keyOf(parent, name);
      const inner = entriesOf(value);
      const isOpen = inner !== null && open.has(key);
      const size = inner?.length ?? null;
      rows.push({ key, parent, depth, name, value, size, open: isOpen, position: index + 1, siblings: entries.length });
      if (isOpen) walk(inner, key, depth + 1);
    }
  };
  walk(entriesOf(data) ?? [], null, 1);
  return rows;
}

/** What is open at first: level by level as long as no more lines are seen than that. */
export function openedAtFirst(data: unknown, lines: number): Set<string> {
  const open = new Set<string>();
  let level: { key: string | null; entries: Entries }[] = [{ key: null, entries: entriesOf(data) ?? [] }];
  let seen = 0;
  while (level.length > 0) {
    seen += level.reduce((sum, { entries }) => sum + entries.length, 0);
    if (seen > lines && open.size > 0) break;
    for (const { key } of level) if (key !== null) open.add(key);
    level = level.flatMap(({ key, entries }) =>
      entries.flatMap(([name, value]) => {
        const inner = entriesOf(value);
        return inner ? [{ key: keyOf(key, name), entries: inner }] : [];
      }),
    );
  }
  return open;
}

/** The keys of everything that can be opened. */
export function allKeys(data: unknown): Set<string> {
  return openedAtFirst(data, Number.POSITIVE_INFINITY);
}

function keyOf(parent: string | null, name: string): string {
  return parent === null ? name : `${parent}/${name}`;
}

/** What a value holds; null for one that can hold nothing. */
function entriesOf(value: unknown): Entries | null {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}
