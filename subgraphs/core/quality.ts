import { type Area, CITY, partsOfCity } from '../../schema/areas/areas.js';
import type { CatalogueIndicator } from './catalogue.js';
import type { Moment } from './definitions.js';
import { countsAreas } from './geography/listed.js';
import type { Figure } from './journal/served.js';
import { firstYearOf } from './observation-slices.js';
import type { OwnerContext } from './owner.js';
import { hanoiDay, hasEnded, inForce, lastDay, type Period, partsOf } from './period.js';
import { addDays, type Reported } from './reported.js';

/** How complete and how timely figures of a period are, as the graph's type IndicatorQuality resolves it. */
export interface IndicatorQuality {
  readonly code: string;
  readonly expected: number;
  readonly reported: number;
  readonly completeness: number;
  readonly daysLate: number | null;
}

/** The same of all that a department reports, as the graph's type Quality resolves it. */
export interface Quality extends Omit<IndicatorQuality, 'code'> {
  readonly period: string;
  readonly due: string;
  readonly p: Period;
}

/** What is needed of figures to tell their quality. */
interface FiguresAtHand {
  get(area: string, period: string): Pick<Figure, 'status' | 'publishedAt'> | undefined;
}

/**
 * Completeness is the share of the reports that were expected (ESS handbook for quality reports, 2020: data completeness
 * rate), timeliness the days from the due day to the day on which the last one came (TP2, punctuality). A department that
 * reports for the whole city at once is one report.
 */
export function qualityOf(p: Period, reported: Reported, today: string): Quality {
  const { reports, due, on } = reported;
  const expected = Math.max(1, reports.length);
  const came = reports.length > 0 ? reports.filter((report) => report.on !== null).length : Number(on !== null);
  // What has not come yet is late by as many days as have gone by.
  const last = on ?? (today > due ? today : null);
  return {
    ...{ p, period: p.text, due, expected, reported: came, completeness: (100 * came) / expected },
    daysLate: last === null ? null : daysAfter(due, last),
  };
}

/** The quality of an indicator's figures within a period; null where none of its periods lies within. */
export async function indicatorQuality(
  context: OwnerContext,
  moment: Moment,
  indicator: CatalogueIndicator,
  p: Period,
  dueDays: number,
): Promise<IndicatorQuality | null> {
  const periods = partsOf(p, indicator.frequency).filter((one) => hasEnded(one, moment.today) && isDue(indicator, one));
  const [first] = periods;
  if (!first) return null;
  const slice = await context.figures.slice({
    indicator: indicator.code,
    frequency: indicator.frequency,
    firstYear: Math.min(first.year, firstYearOf(moment)),
    maxAgeMs: null,
    moment,
    cityOnly: false,
  });
  return qualityOfFigures(indicator, periods, slice, dueDays);
}

/** The same of figures at hand, over periods of the indicator's frequency, ascending. */
export function qualityOfFigures(
  indicator: Pick<CatalogueIndicator, 'code' | 'kind'>,
  periods: readonly Period[],
  figures: FiguresAtHand,
  dueDays: number,
): IndicatorQuality {
  // An area that stood for a part of the time is expected in the periods at whose end it stood.
  const expectedIn = new Map<Area, Period[]>();
  for (const one of periods) {
    for (const area of expectedAreas(indicator, one)) expectedIn.set(area, [...(expectedIn.get(area) ?? []), one]);
  }
  const areas = [...expectedIn];
  const came = areas.filter(([area, due]) => due.every((one) => isReported(figures.get(area.id, one.text))));
  const late = areas.flatMap(([area, due]) => due.flatMap((one) => daysLate(figures, area, one, dueDays)));
  const expected = areas.length;
  return {
    ...{ code: indicator.code, expected, reported: came.length, completeness: (100 * came.length) / expected },
    daysLate: late.length === 0 ? null : Math.max(...late),
  };
}

/** What a withdrawn target was about is not due any more. */
function isDue({ targets }: CatalogueIndicator, p: Period): boolean {
  return !inForce(targets, p)?.withdrawn;
}

/** The city, and what it was divided into where the indicator has figures of parts. */
function expectedAreas({ code, kind }: Pick<CatalogueIndicator, 'code' | 'kind'>, p: Period): readonly Area[] {
  const parts = partsOfCity(lastDay(p));
  const isByArea = kind === 'COUNT' || kind === 'RATE';
  const countsThese = countsAreas(code) && parts.some(({ level }) => level === 'COMMUNE');
  return isByArea && !countsThese ? [CITY, ...parts] : [CITY];
}

/** What was withheld or does not apply was reported; what was left blank, or is gone, was not. */
function isReported(figure: Pick<Figure, 'status'> | undefined): boolean {
  return figure !== undefined && figure.status !== 'O';
}

/** Empty where the source does not say when it published the figure. */
function daysLate(figures: FiguresAtHand, area: Area, p: Period, dueDays: number): number[] {
  const publishedAt = figures.get(area.id, p.text)?.publishedAt;
  return publishedAt ? [daysAfter(addDays(lastDay(p), dueDays), hanoiDay(new Date(publishedAt)))] : [];
}

/** Whole days after a day; 0 for what was in time. */
function daysAfter(due: string, day: string): number {
  return Math.max(0, (Date.parse(day) - Date.parse(due)) / 86_400_000);
}
