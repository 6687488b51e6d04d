import { AREAS, partsOfCity } from '../../../schema/areas/areas.js';
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
 * share of is public.
 */
export function knowledgeOf(
  indicator: CatalogueIndicator,
  cells: readonly CountedCell[],
  hidden: ReadonlySet<string>,
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
  const sums: (readonly [whole: string, parts: readonly string[]])[] = [];
  for (const { indicator: code, area: id, period: text } of cells) {
    const p = parsePeriod(text) as Period;
    const below = id === 'CITY-01' ? partsOfCity(lastDay(p)) : AREAS.filter(({ parent }) => parent === id);
    if (below.length > 0) sums.push([nameOf(code, id, text), below.map((area) => nameOf(code, area.id, text))]);
    if (indicator.timeRule === 'FLOW') {
      for (const frequency of ['S', 'M'] as const) {
        const parts = partsOf(p, frequency).filter((part) => part.text !== text);
        if (parts.length > 0) sums.push([nameOf(code, id, text), parts.map((part) => nameOf(code, id, part.text))]);
      }
    }
  }
  sums.push(...breakdownSums(cells, nameOf));
  const equations = sums.flatMap(([whole, parts]) => equationOf(seen, whole, parts) ?? []);
  const unknowns = new Map<string, Interval>();
  for (const [name, { whole, hidden: isHidden }] of seen) {
    if (isHidden) unknowns.set(name, { least: 0, most: whole ?? Number.POSITIVE_INFINITY });
  }
  return { unknowns, equations };
}

type NameOf = (code: string, area: string, text: string) => string;

function breakdownSums(cells: readonly CountedCell[], nameOf: NameOf): [string, string[]][] {
  const items = new Map<string, Set<string>>();
  for (const { indicator: code } of cells) {
    const [base, breakdown] = code.split(':');
    if (base && breakdown)
      items.set(`${base}:${breakdown}`, (items.get(`${base}:${breakdown}`) ?? new Set()).add(code));
  }
  return [...items].flatMap(([name, codes]) =>
    cells
      .filter(({ indicator: code }) => code === name.split(':')[0])
      .map(({ indicator: code, area, period: text }): [string, string[]] => [
        nameOf(code, area, text),
        [...codes].map((item) => nameOf(item, area, text)),
      ]),
  );
}

/** Null where a part is not published at all, or they do not add up. */
function equationOf(seen: ReadonlyMap<string, Seen>, whole: string, parts: readonly string[]): Equation | null {
  const all = [whole, ...parts].map((name) => [name, seen.get(name)] as const);
  if (all.some(([, one]) => !one)) return null;
  const terms = new Map<string, number>();
  let [sum, check] = [0, 0];
  all.forEach(([name, one], i) => {
    const sign = i === 0 ? -1 : 1;
    const { count, hidden } = one as Seen;
    check += sign * count;
    if (hidden) terms.set(name, (terms.get(name) ?? 0) + sign);
    else sum -= sign * count;
  });
  return check === 0 && terms.size > 0 ? { terms, sum } : null;
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

/** The names of small counts, and of those that leave a small rest to the whole: what an attacker is after; with the whole. */
export function smallCounts(indicator: CatalogueIndicator, cells: readonly CountedCell[]): Map<string, number> {
  const { threshold } = indicator;
  const small = new Map<string, number>();
  for (const cell of cells) {
    const count = indicator.kind === 'RATE' ? cell.numerator : cell.value;
    if (count === null || threshold === null) continue;
    const whole = indicator.unit === 'PERCENT' ? (cell.denominator ?? count) : Number.POSITIVE_INFINITY;
    const isSmall = (n: number) => n > 0 && n < threshold;
    if (isSmall(count) || isSmall(whole - count)) small.set(countName(indicator, cell), whole);
  }
  return small;
}
