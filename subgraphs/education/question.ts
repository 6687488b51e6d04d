import type { Area } from '../../schema/areas/areas.js';
import type { Block } from '../core/figure.js';
import { type SqlValue, sqlName } from '../core/sources/sql.js';
import type { Mapping, ObservationColumn, PeriodForm } from './mapping.js';
import { periodThere } from './school-year.js';

/** One statement for all blocks of a request. */
export interface Question {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** How many cells it asks for at most: no view has more rows for it. */
  readonly cells: number;
}

/** What the statement gives, in this order. */
export const ANSWER = [
  'indicator',
  'area_level',
  'area_code',
  'period',
  'value',
  'numerator',
  'denominator',
  'note',
  'published_at',
  'document',
] as const satisfies readonly ObservationColumn[];

/** Indicators, areas of one level and periods, as the database writes them. */
interface Part {
  readonly level: string;
  readonly indicators: readonly string[];
  readonly areas: readonly string[];
  readonly periods: readonly string[];
}

/** The statement for the blocks; null when nothing of what they ask for is mapped. */
export function questionOf(blocks: readonly Block[], mapping: Mapping): Question | null {
  const parts = blocks.flatMap((block) => partsOf(block, mapping));
  if (parts.length === 0) return null;
  const column = (name: ObservationColumn) => {
    const there = mapping.columns.observations.get(name);
    return there === undefined ? 'null' : sqlName(there);
  };
  const values: SqlValue[] = [];
  const place = (value: SqlValue) => `$${values.push(value)}`;
  // The columns stand bare beside the parameters: so the server picks the type, and can use its indexes.
  const wanted = parts.map(
    ({ level, indicators, areas, periods }) =>
      `(${column('indicator')} = any(${place(indicators)}) and ${column('area_level')} = ${place(level)}` +
      ` and ${column('area_code')} = any(${place(areas)}) and ${column('period')} = any(${place(periods)}))`,
  );
  return {
    sql: `select ${ANSWER.map((name) => `${column(name)} as ${name}`).join(', ')} from ${sqlName(mapping.views.observations)} where ${wanted.join(' or ')}`,
    values,
    cells: parts.reduce((sum, part) => sum + part.indicators.length * part.areas.length * part.periods.length, 0),
  };
}

/** A block by form of period and level of area; without what is not mapped. */
function partsOf(block: Block, mapping: Mapping): Part[] {
  return (['calendar', 'school-year'] satisfies PeriodForm[]).flatMap((form) => {
    const indicators = block.indicators.flatMap((code) => {
      const mapped = mapping.indicators.get(code);
      return mapped?.periods === form ? [mapped.there] : [];
    });
    const periods = block.periods.flatMap((p) => periodThere(p, form) ?? []);
    if (indicators.length === 0 || periods.length === 0) return [];
    return byLevel(block.areas, mapping).map(([level, areas]) => ({ level, indicators, areas, periods }));
  });
}

function byLevel(areas: readonly Area[], mapping: Mapping): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const area of areas) {
    const level = mapping.levels.get(area.level);
    const code = mapping.areas.get(area.id);
    if (level === undefined || code === undefined) continue;
    found.set(level, [...(found.get(level) ?? []), code]);
  }
  return [...found];
}
