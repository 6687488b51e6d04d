import { AREAS, type Area, validOn } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../../../subgraphs/core/catalogue.js';
import type { CountedCell } from '../../../subgraphs/core/disclosure/quantity.js';
import { lastDay, type Period, parsePeriod, partsOf } from '../../../subgraphs/core/period.js';

/** Between what whole numbers a withheld count can lie, as far as an attacker can tell. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}

/** Coefficients of withheld counts, by name; what they sum to is published. */
interface Equation {
  readonly terms: ReadonlyMap<string, number>;
  readonly sum: number;
}

/** What an attacker knows of the withheld counts of one indicator: that they are whole, not negative, and add up. */
export interface Knowledge {
  readonly unknowns: ReadonlyMap<string, Interval>;
  readonly equations: readonly Equation[];
}

/** A number of everything that an attacker can see, named by what it is about. */
interface Seen {
  readonly count: number;
  readonly whole: number | null;
  readonly hidden: boolean;
}

/** The name of the count behind a cell: of a stock, whatever ends with the same month is the same count. */
export function countName(indicator: CatalogueIndicator, { indicator: code, area, period: text }: CountedCell): string {
  const p = parsePeriod(text) as Period;
  return `${code} ${area} ${indicator.timeRule === 'STOCK' ? p.lastMonth : text}`;
}

/**
 * Everything that is published of an indicator, as an attacker puts it together: that the city is the sum of its parts and a
 * district of its communes, a year of its half-years and months, a total of the items of each breakdown; what a count is a
 * share of is public. What is not published at all is one more unknown, of which these sums may tell. `areas` and
 * `codes` are all that there are.
 */
export function knowledgeOf(
  indicator: CatalogueIndicator,
  cells: readonly CountedCell[],
  hidden: ReadonlySet<string>,
  areas: readonly Area[] = AREAS,
  codes: readonly string[] = cells.map((cell) => cell.indicator),
): Knowledge {
  const seen = new Map<string, Seen>();
  for (const cell of cells) {
    const count = indicator.kind === 'RATE' ? cell.numerator : cell.value;
    const whole = indicator.unit === 'PERCENT' ? cell.denominator : null;
    const name = countName(indicator, cell);
    if (count !== null) seen.set(name, { count, whole, hidden: hidden.has(name) });
  }
  const nameOf = (code: string, area: string, text: string) =>
    countName(indicator, { indicator: code, area, period: text, value: null, numerator: null, denominator: null });
  const sums = new Map<string, readonly [whole: string, parts: readonly string[]]>();
  const add = (whole: string, parts: readonly string[]) => {
    if (parts.length > 0) sums.set(`${whole} ${parts.join(' ')}`, [whole, parts]);
  };
  const texts = periodsBehind(indicator, cells);
  const below = childrenOf(areas);
  for (const [code, ids] of areasBehind(cells, areas)) {
    for (const id of ids) {
      for (const text of texts) {
        const children = below(id).filter((area) => validOn(area, lastDay(parsePeriod(text) as Period)));
        add(
          nameOf(code, id, text),
          children.map((area) => nameOf(code, area.id, text)),
        );
        if (indicator.timeRule !== 'FLOW') continue;
        for (const frequency of ['S', 'Q', 'M'] as const) {
          const parts = partsOf(parsePeriod(text) as Period, frequency).filter((part) => part.text !== text);
          if (parts.every((part) => texts.has(part.text))) {
            add(
              nameOf(code, id, text),
              parts.map((part) => nameOf(code, id, part.text)),
            );
          }
        }
      }
    }
  }
  for (const [whole, parts] of breakdownSums(cells, codes, nameOf)) add(whole, parts);
  const all = [...sums.values()].filter(([whole, parts]) => [whole, ...parts].some((name) => seen.has(name)));
  const equations = all.flatMap(([whole, parts]) => equationOf(seen, whole, parts) ?? []);
  const unknowns = new Map<string, Interval>();
  for (const { terms } of equations) {
    for (const name of terms.keys()) unknowns.set(name, { least: 0, most: Number.POSITIVE_INFINITY });
  }
  for (const [name, { whole, hidden: isHidden }] of seen) {
    if (isHidden) unknowns.set(name, { least: 0, most: whole ?? Number.POSITIVE_INFINITY });
  }
  return { unknowns, equations };
}

/** The periods that cells are about; of a stock those that no other one ends with. */
function periodsBehind({ timeRule }: CatalogueIndicator, cells: readonly CountedCell[]): ReadonlySet<string> {
  const byEnd = new Map<string, string>();
  for (const { period: text } of cells) {
    const { lastMonth } = parsePeriod(text) as Period;
    byEnd.set(timeRule === 'STOCK' ? String(lastMonth) : text, text);
  }
  return new Set(byEnd.values());
}

/** By code, the areas of which something is published, and those above them. */
function areasBehind(cells: readonly CountedCell[], areas: readonly Area[]): Map<string, Set<string>> {
  const parents = new Map(areas.map(({ id, parent }) => [id, parent]));
  const found = new Map<string, Set<string>>();
  for (const { indicator: code, area } of cells) {
    const ids = found.get(code) ?? new Set<string>();
    found.set(code, ids);
    for (let id = parents.get(area) ?? null; id !== null; id = parents.get(id) ?? null) ids.add(id);
    ids.add(area);
  }
  for (const [code, ids] of found) {
    // Where nothing is published of any area below, what lies there says nothing.
    const published = new Set(cells.flatMap((cell) => (cell.indicator === code ? [cell.area] : [])));
    for (const id of ids)
      if (!published.has(id) && ![...published].some((one) => isAbove(id, one, parents))) ids.delete(id);
  }
  return found;
}

function isAbove(id: string, area: string, parents: ReadonlyMap<string, string | null>): boolean {
  for (let above = parents.get(area) ?? null; above !== null; above = parents.get(above) ?? null) {
    if (above === id) return true;
  }
  return false;
}

function childrenOf(areas: readonly Area[]): (id: string) => readonly Area[] {
  const byParent = new Map<string | null, Area[]>();
  for (const area of areas) byParent.set(area.parent, [...(byParent.get(area.parent) ?? []), area]);
  return (id) => byParent.get(id) ?? [];
}

type NameOf = (code: string, area: string, text: string) => string;

function breakdownSums(cells: readonly CountedCell[], codes: readonly string[], nameOf: NameOf): [string, string[]][] {
  const items = new Map<string, Set<string>>();
  for (const code of codes) {
    const [base, breakdown] = code.split(':');
    if (base && breakdown)
      items.set(`${base}:${breakdown}`, (items.get(`${base}:${breakdown}`) ?? new Set()).add(code));
  }
  return [...items].flatMap(([name, all]) =>
    cells
      .filter(({ indicator: code }) => code === name.split(':')[0] || all.has(code))
      .map(({ area, period: text }): [string, string[]] => [
        nameOf(name.split(':')[0] as string, area, text),
        [...all].map((item) => nameOf(item, area, text)),
      ]),
  );
}

/** Null where nothing of it is unknown. What is published has to add up. */
function equationOf(seen: ReadonlyMap<string, Seen>, whole: string, parts: readonly string[]): Equation | null {
  const terms = new Map<string, number>();
  let [sum, check, isWhole] = [0, 0, true];
  [whole, ...parts].forEach((name, i) => {
    const sign = i === 0 ? -1 : 1;
    const one = seen.get(name);
    check += sign * (one?.count ?? 0);
    isWhole &&= one !== undefined;
    if (!one || one.hidden) terms.set(name, (terms.get(name) ?? 0) + sign);
    else sum -= sign * one.count;
  });
  if (isWhole && check !== 0) throw new Error(`${whole} is not the sum of ${parts.join(', ')}: ${check}.`);
  return terms.size > 0 ? { terms, sum } : null;
}

/** What follows from the equations one by one and from their combinations by row reduction, until nothing more does. */
export function deduced({ unknowns, equations }: Knowledge): Map<string, Interval> {
  const known = new Map([...unknowns].map(([name, interval]) => [name, { ...interval }]));
  const all = [...equations, ...reduced(equations)];
  let moved = true;
  for (let round = 0; moved && round < 200; round++) {
    moved = false;
    for (const equation of all)
      for (const name of equation.terms.keys()) moved = narrow(known, equation, name) || moved;
  }
  return known;
}

function narrow(known: Map<string, { least: number; most: number }>, { terms, sum }: Equation, name: string): boolean {
  let [low, high] = [sum, sum];
  for (const [other, factor] of terms) {
    if (other === name) continue;
    const { least, most } = known.get(other) as Interval;
    low -= factor > 0 ? factor * most : factor * least;
    high -= factor > 0 ? factor * least : factor * most;
  }
  const factor = terms.get(name) as number;
  const [a, b] = factor > 0 ? [low / factor, high / factor] : [high / factor, low / factor];
  const one = known.get(name) as { least: number; most: number };
  const before = { ...one };
  one.least = Math.max(one.least, Math.ceil(a - 1e-6));
  one.most = Math.min(one.most, Math.floor(b + 1e-6));
  return one.least > before.least || one.most < before.most;
}

/** The equations in reduced row echelon form: each as short as elimination makes it. */
function reduced(equations: readonly Equation[]): Equation[] {
  const rows = equations.map(({ terms, sum }) => ({ terms: new Map(terms), sum }));
  const done: typeof rows = [];
  for (const row of rows) {
    for (const pivot of done) eliminate(row, pivot);
    const first = [...row.terms.keys()][0];
    if (first === undefined) continue;
    const factor = row.terms.get(first) as number;
    for (const [name, value] of row.terms) row.terms.set(name, value / factor);
    row.sum /= factor;
    for (const other of done) eliminate(other, row);
    done.push(row);
  }
  return done;
}

function eliminate(
  row: { terms: Map<string, number>; sum: number },
  pivot: { terms: Map<string, number>; sum: number },
) {
  const [name] = pivot.terms.keys();
  const factor = row.terms.get(name as string);
  if (factor === undefined) return;
  for (const [other, value] of pivot.terms) {
    const left = (row.terms.get(other) ?? 0) - factor * value;
    if (Math.abs(left) < 1e-9) row.terms.delete(other);
    else row.terms.set(other, left);
  }
  row.sum -= factor * pivot.sum;
}

/**
 * The names of small counts, and of those that leave a small rest to the whole: what an attacker is after; with the whole. Of a
 * year of which one half alone is published, the whole of that half: the other one can be known from elsewhere.
 */
export function smallCounts(indicator: CatalogueIndicator, cells: readonly CountedCell[]): Map<string, number> {
  const { threshold } = indicator;
  const small = new Map<string, number>();
  const wholeOf = (cell: CountedCell) =>
    indicator.unit === 'PERCENT' ? (cell.denominator ?? cell.numerator ?? 0) : Number.POSITIVE_INFINITY;
  const known = new Map(cells.map((cell) => [`${cell.indicator} ${cell.area} ${cell.period}`, cell]));
  for (const cell of cells) {
    const count = indicator.kind === 'RATE' ? cell.numerator : cell.value;
    if (count === null || threshold === null) continue;
    const whole = wholeOf(cell);
    const isSmall = (n: number) => n > 0 && n < threshold;
    if (!isSmall(count) && !isSmall(whole - count)) continue;
    const halves = indicator.timeRule === 'FLOW' ? partsOf(parsePeriod(cell.period) as Period, 'S') : [];
    const published = halves.flatMap(({ text }) => known.get(`${cell.indicator} ${cell.area} ${text}`) ?? []);
    const isPartly = published.length === 1 && halves.length === 2;
    small.set(countName(indicator, cell), isPartly ? wholeOf(published[0] as CountedCell) : whole);
  }
  return small;
}
