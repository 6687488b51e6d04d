import type { Area } from '../../schema/areas/areas.js';
import { areaById } from '../../schema/areas/areas.js';
import type { Catalogue } from '../core/catalogue.js';
import type { Call } from '../core/department.js';
import { SourceError } from '../core/errors.js';
import type { Block, MissingReason, ObservationStatus, SourceFigure } from '../core/figure.js';
import { type SqlRow, sqlNumber } from '../core/sources/sql.js';
import type { Mapping, ObservationColumn } from './mapping.js';
import { ANSWER } from './question.js';
import { periodHere } from './school-year.js';

type Cells = Readonly<Record<ObservationColumn, string | null>>;

/** What the database's codes mean. */
interface Dictionary {
  readonly indicators: ReadonlyMap<string, string>;
  readonly areas: ReadonlyMap<string, Area>;
}

/**
 * The figures in the answer's rows. A number that cannot be read makes that figure missing; a row that was not asked for,
 * or a second one for the same cell, makes the whole answer unreadable: no one knows then what the others mean.
 */
export function figuresOf(
  rows: readonly SqlRow[],
  blocks: readonly Block[],
  mapping: Mapping,
  catalogue: Catalogue,
  call: Call,
): SourceFigure[] {
  const dictionary = dictionaryOf(mapping);
  const asked = cellsOf(blocks);
  const seen = new Set<string>();
  const figures = rows.map((row) => {
    const figure = figureOf(cellsOfRow(row), dictionary, mapping, catalogue);
    const cell = `${figure.indicator}|${figure.area}|${figure.period}`;
    if (!asked.has(cell)) throw unreadable(`a row about ${cell}, which was not asked for`);
    if (seen.has(cell)) throw unreadable(`two rows about ${cell}`);
    seen.add(cell);
    return figure;
  });
  const spoilt = figures.filter((figure) => figure.reason === 'UNREADABLE_AT_SOURCE').map((figure) => figure.place);
  if (spoilt.length > 0) {
    call.log.warn(
      { owner: 'education', places: spoilt.slice(0, 10), requestId: call.requestId },
      'figures cannot be read',
    );
  }
  return figures;
}

function unreadable(detail: string): SourceError {
  return new SourceError('SOURCE_UNREADABLE', 'education', detail);
}

/** Codes of a char(n) column come with blanks behind them, and a blank text says nothing. */
function cellsOfRow(row: SqlRow): Cells {
  return Object.fromEntries(ANSWER.map((name, i) => [name, row[i]?.trim() || null])) as Cells;
}

function dictionaryOf(mapping: Mapping): Dictionary {
  const areas = [...mapping.areas].flatMap(([id, there]) => {
    const area = areaById(id);
    const level = area && mapping.levels.get(area.level);
    return area && level !== undefined ? [[`${level} ${there}`, area] as const] : [];
  });
  return {
    indicators: new Map([...mapping.indicators].map(([code, { there }]) => [there, code])),
    areas: new Map(areas),
  };
}

function cellsOf(blocks: readonly Block[]): ReadonlySet<string> {
  const cells = new Set<string>();
  for (const { indicators, areas, periods } of blocks) {
    for (const i of indicators) for (const a of areas) for (const p of periods) cells.add(`${i}|${a.id}|${p.text}`);
  }
  return cells;
}

function figureOf(cells: Cells, dictionary: Dictionary, mapping: Mapping, catalogue: Catalogue): SourceFigure {
  const place = [cells.indicator, cells.area_code, cells.period].join(' ');
  const indicator = dictionary.indicators.get(cells.indicator ?? '');
  const area = dictionary.areas.get(`${cells.area_level} ${cells.area_code}`);
  const form = mapping.indicators.get(indicator ?? '')?.periods ?? 'calendar';
  const p = periodHere(cells.period ?? '', form);
  if (indicator === undefined || !area || !p) throw unreadable(`a row that the mapping does not know: ${place}`);
  return {
    indicator,
    area: area.id,
    period: p.text,
    ...amountOf(cells, catalogue.get(indicator)?.kind === 'RATE'),
    note: cells.note,
    document: cells.document ?? mapping.views.observations,
    place: `${mapping.views.observations}: ${place}`,
    publishedAt: instantOf(cells.published_at),
  };
}

interface Amount {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status: ObservationStatus;
  readonly reason: MissingReason | null;
}

function amountOf(cells: Cells, rate: boolean): Amount {
  const missing = (status: ObservationStatus, reason: MissingReason): Amount => ({
    value: null,
    numerator: null,
    denominator: null,
    status,
    reason,
  });
  const numbers = [cells.value, cells.numerator, cells.denominator].map((text) =>
    text === null ? null : sqlNumber(text),
  );
  const [value = null, numerator = null, denominator = null] = numbers;
  if ([cells.value, cells.numerator, cells.denominator].some((text, i) => text !== null && numbers[i] === null)) {
    return missing('O', 'UNREADABLE_AT_SOURCE');
  }
  if (rate && denominator === 0) return { ...missing('M', 'DOES_NOT_APPLY'), numerator, denominator };
  if (value === null) return { ...missing('O', 'BLANK_AT_SOURCE'), numerator, denominator };
  return { value, numerator, denominator, status: 'A', reason: null };
}

/** The session's time zone is UTC, so that PostgreSQL writes 2023-07-18 02:00:00+00; null when it is no such instant. */
function instantOf(text: string | null): string | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)\d*(?:\+00)?$/.exec(text ?? '') ?? [];
  return day === undefined ? null : new Date(`${day}T${time}Z`).toISOString();
}
