import { z } from 'zod';
import { type Catalogue, type Unit, valueOfParts } from '../core/catalogue.js';
import { SourceError } from '../core/errors.js';
import type { Block, ObservationStatus, SourceFigure } from '../core/figure.js';
import { OWNER } from './budget.js';
import { periodCode } from './codes.js';
import type { Mapping } from './mapping.js';

/** One question of a search: every area and period of every indicator, in the source's codes. */
interface StatisticsQuery {
  readonly indicators: readonly string[];
  readonly areas: readonly string[];
  readonly periods: readonly string[];
}

/** One figure as the source gives it. A number that it does not have is null. */
export const STATISTIC = z.object({
  indicator: z.string(),
  area: z.string(),
  period: z.string(),
  /** For a count, the count itself. */
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** The printed rate, rounded to two decimals; for an estimate or an index, its value. */
  rate: z.number().nullable(),
  quality: z.enum(['FINAL', 'PROVISIONAL', 'ESTIMATED', 'NEW_SERIES']).nullish(),
  note: z.string().max(1000).nullish(),
  /** The closing of the books that the figure belongs to. */
  batch: z.string().max(200).nullish(),
  updatedAt: z.iso.datetime({ offset: true }).nullish(),
});

export type Statistic = z.infer<typeof STATISTIC>;

const STATUS: Record<NonNullable<Statistic['quality']>, ObservationStatus> = {
  FINAL: 'A',
  PROVISIONAL: 'P',
  ESTIMATED: 'E',
  NEW_SERIES: 'B',
};
// Half of the last printed decimal, and what binary fractions add to it.
const ROUNDING = 0.005 + 1e-9;
const DISAGREES = 'Tỷ lệ in tại nguồn không khớp với tử số và mẫu số.';

/** A question in the source's codes, with what its answer means in ours. */
export interface Search {
  readonly queries: readonly StatisticsQuery[];
  /** Cells asked for. */
  readonly cells: number;
  /** The figures of the answer. Throws SOURCE_UNREADABLE for a cell that was not asked for or comes twice. */
  figures(items: readonly Statistic[], catalogue: Catalogue): SourceFigure[];
}

/** Puts blocks into the source's codes; what the mapping does not name is left out. */
export function searchOf(blocks: readonly Block[], mapping: Mapping): Search {
  const asked = new Map<string, Pick<SourceFigure, 'indicator' | 'area' | 'period'>>();
  const queries: StatisticsQuery[] = [];
  for (const block of blocks) {
    const indicators = block.indicators.flatMap((id) => mapping.indicators.get(id) ?? []);
    const areas = block.areas.flatMap(({ id }) => ({ id, code: mapping.areas.get(id) ?? '' })).filter((a) => a.code);
    const periods = block.periods.map((period) => ({ text: period.text, code: periodCode(period) }));
    if (indicators.length === 0 || areas.length === 0 || periods.length === 0) continue;
    const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code);
    queries.push({ indicators: codes(indicators), areas: codes(areas), periods: codes(periods) });
    for (const indicator of indicators)
      for (const area of areas)
        for (const period of periods)
          asked.set(`${indicator.code}|${area.code}|${period.code}`, {
            indicator: indicator.id,
            area: area.id,
            period: period.text,
          });
  }
  return {
    queries,
    cells: asked.size,
    figures(items, catalogue) {
      const open = new Map(asked);
      return items.map((item) => {
        const place = `${item.indicator}|${item.area}|${item.period}`;
        const cell = open.get(place);
        if (!cell) throw unexpected(asked.has(place) ? 'a cell came twice' : 'a cell came that was not asked for');
        open.delete(place);
        return { ...cell, ...numbersOf(item, cell.indicator, catalogue), ...originOf(item, place) };
      });
    },
  };
}

type Numbers = Pick<SourceFigure, 'value' | 'numerator' | 'denominator' | 'status' | 'reason' | 'note'>;

function numbersOf(item: Statistic, id: string, catalogue: Catalogue): Numbers {
  const indicator = catalogue.get(id);
  if (!indicator) throw new Error(`The catalogue has no indicator ${id}: it was not checked against the mapping.`);
  const note = item.note || null;
  const { numerator, denominator } = item;
  const there = (value: number): Numbers => {
    const status = item.quality ? STATUS[item.quality] : 'A';
    return { value, numerator, denominator, status, reason: null, note };
  };
  const blank: Numbers = { value: null, numerator, denominator, status: 'O', reason: 'BLANK_AT_SOURCE', note };
  if (indicator.kind !== 'RATE') {
    const value = indicator.kind === 'COUNT' ? numerator : item.rate;
    return value === null ? blank : there(value);
  }
  // A printed rate without its parts is rounded and cannot be checked: it does not stand in for them.
  if (numerator === null || denominator === null) return blank;
  const value = valueOfParts(indicator.unit, numerator, denominator);
  if (value === null) return { ...blank, status: 'M', reason: 'DOES_NOT_APPLY' };
  if (!agrees(numerator, denominator, item.rate, indicator.unit)) return unreadable(note);
  return there(value);
}

function agrees(numerator: number, denominator: number, rate: number | null, unit: Unit): boolean {
  if (numerator < 0 || denominator < 0) return false;
  const value = valueOfParts(unit, numerator, denominator);
  return rate === null || value === null || Math.abs(value - rate) <= ROUNDING;
}

/** Which of the numbers is wrong cannot be told, so none is served; they are not in the note, for the count may be small. */
function unreadable(note: string | null): Numbers {
  const remark = note ? `${note} ${DISAGREES}` : DISAGREES;
  const none = { value: null, numerator: null, denominator: null };
  return { ...none, status: 'O', reason: 'UNREADABLE_AT_SOURCE', note: remark };
}

function originOf(item: Statistic, place: string): Pick<SourceFigure, 'document' | 'place' | 'publishedAt'> {
  return {
    document: item.batch || null,
    place: place.replaceAll('|', ' / '),
    publishedAt: item.updatedAt ? new Date(item.updatedAt).toISOString() : null,
  };
}

function unexpected(detail: string): SourceError {
  return new SourceError('SOURCE_UNREADABLE', OWNER, detail);
}
