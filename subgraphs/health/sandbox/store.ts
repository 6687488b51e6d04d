import { areaById } from '../../../schema/areas/areas.js';
import type { Catalogue } from '../../core/catalogue.js';
import { lastDay, period } from '../../core/period.js';
import type { SampleFigure } from '../../core/sample/figure.js';
import type { Kind, Mapping } from '../mapping.js';
import { periodCode } from '../period-code.js';

/** One aggregated value as DHIS2 holds it; the parts only for indicators. */
export interface Cell {
  readonly value: number;
  readonly parts: { readonly numerator: number; readonly denominator: number; readonly factor: number } | null;
}

/** One completed data set. */
interface Registration {
  readonly dataSet: string;
  readonly period: string;
  readonly organisationUnit: string;
  /** Midnight in Hanoi, as DHIS2 writes it. */
  readonly date: string;
}

/** What the DHIS2 in miniature holds. */
export interface Store {
  /** Name by uid, of one kind of object. */
  names(kind: Kind): ReadonlyMap<string, string>;
  cell(dx: string, ou: string, pe: string): Cell | undefined;
  readonly registrations: readonly Registration[];
}

/** Fills the store with sample figures under the identifiers of a mapping. */
export function storeOf(figures: readonly SampleFigure[], mapping: Mapping, catalogue: Catalogue): Store {
  const cells = new Map<string, Cell>();
  for (const figure of figures) {
    const item = mapping.items.get(figure.indicator);
    const unit = mapping.units.get(figure.area);
    // Like DHIS2, which has no row where nothing was reported or the denominator is zero.
    if (!item || !unit || figure.value === null) continue;
    const perTenThousand = catalogue.get(figure.indicator)?.unit === 'PER_10000';
    const { value, numerator, denominator } = figure;
    const isRate = item.kind === 'indicator' && numerator !== null && denominator !== null;
    // DHIS2 counts people; the sample counts tens of thousands of them.
    const people = perTenThousand ? Math.round((denominator ?? 0) * 10_000) : (denominator ?? 0);
    const parts = isRate ? { numerator, denominator: people, factor: perTenThousand ? 10_000 : 100 } : null;
    cells.set(`${item.uid} ${unit} ${periodCode(period(figure.period))}`, { value, parts });
  }
  const names = namesOf(mapping);
  return {
    names: (kind) => names[kind],
    cell: (dx, ou, pe) => cells.get(`${dx} ${ou} ${pe}`),
    registrations: registrationsOf(figures, mapping),
  };
}

function namesOf(mapping: Mapping): Record<Kind, Map<string, string>> {
  const items = [...mapping.items.values()];
  const itemsOf = (kind: Kind) => new Map(items.flatMap((i) => (i.kind === kind ? [[i.uid, i.name] as const] : [])));
  return {
    indicator: itemsOf('indicator'),
    dataElement: itemsOf('dataElement'),
    organisationUnit: new Map([...mapping.units].map(([area, unit]) => [unit, areaById(area)?.name.vi ?? area])),
    dataSet: new Map([...mapping.dataSets].map(([frequency, uid]) => [uid, `Báo cáo ${frequency}`])),
  };
}

/**
 * A registration for each area and period with figures; now and then a district is late, and the city completes with its
 * last district.
 */
function registrationsOf(figures: readonly SampleFigure[], mapping: Mapping): Registration[] {
  const days = new Map<string, { readonly area: string; readonly period: string; day: number }>();
  for (const { area, period: text } of figures) {
    if (!mapping.dataSets.has(period(text).frequency) || days.has(`${area} ${text}`)) continue;
    days.set(`${area} ${text}`, { area, period: text, day: daysAfter(area, text) });
  }
  for (const one of days.values()) {
    const city = days.get(`CITY-01 ${one.period}`);
    if (city) city.day = Math.max(city.day, one.day);
  }
  return [...days.values()].flatMap((one) => {
    const unit = mapping.units.get(one.area);
    const p = period(one.period);
    const dataSet = mapping.dataSets.get(p.frequency);
    if (!unit || !dataSet) return [];
    const day = new Date(Date.parse(lastDay(p)) + one.day * 86_400_000).toISOString().slice(0, 10);
    return [{ dataSet, period: periodCode(p), organisationUnit: unit, date: `${day}T00:00:00.000+0700` }];
  });
}

/** Days from the period's end to the report of an area: from 3 to 12, rarely from 20 to 28; the city waits for its districts. */
function daysAfter(area: string, text: string): number {
  if (area === 'CITY-01') return 3;
  const spread = hash(`${area} ${text}`);
  return spread % 67 === 0 ? 20 + (spread % 9) : 3 + (spread % 10);
}

/** A number that depends on a text alone, the same on every machine (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
