import { type Area, CITY } from '../../schema/areas/areas.js';
import type { Catalogue, CatalogueIndicator } from './catalogue.js';
import type { Moment } from './definitions.js';
import { BadUserInput } from './errors.js';
import { isAddable } from './geography/rebase.js';
import type { ServedSlice } from './journal/served.js';
import type { OwnerContext } from './owner.js';
import { type Frequency, hasEnded, type Period } from './period.js';

/** The first year that anybody may ask for: who goes further back has most likely slipped. */
const EARLIEST_YEAR = 2000;
/** Longest lists that one field answers: beyond these a caller has most likely slipped, and memory would suffer. */
const MOST_CELLS = 20_000;
const MOST_PERIODS = 400;

/** What a question about one indicator asks for. */
export interface Asked {
  readonly areas: readonly Area[];
  /** True when the areas were named one by one: then each gets its rows, also those that did not stand. */
  readonly areasNamed: boolean;
  readonly periods: readonly Period[];
  /** True when periods were named: then each gets a row, also a missing one. */
  readonly periodsNamed: boolean;
  /** True when the year before is needed too. */
  readonly change: boolean;
  /** Milliseconds within which the figures must have been confirmed; null: the department's own. */
  readonly maxAgeMs: number | null;
  /** The day whose areas the figures are brought to; null: as reported. */
  readonly boundaries: string | null;
  /** How many lists like this one the field answers together, 1 by default. */
  readonly fields?: number;
}

/** The slices of one indicator, by frequency. */
export type Slices = Readonly<Partial<Record<Frequency, ServedSlice>>>;

/**
 * The slices that hold the periods, and with `change` those of the year before: all their figures, so that one fetch is enough.
 * At once where they are fresh in memory.
 */
export function slicesFor(
  context: OwnerContext,
  moment: Moment,
  indicator: CatalogueIndicator,
  { areas, periods, change, maxAgeMs, boundaries }: Omit<Asked, 'areasNamed' | 'periodsNamed'>,
): Slices | Promise<Slices> {
  const firstYears = firstYearsOf(moment, indicator, { periods, change, boundaries });
  const load = (cityOnly: boolean): Slices | Promise<Slices> => {
    const asked: (ServedSlice | Promise<ServedSlice>)[] = [];
    for (const [frequency, firstYear] of firstYears) {
      asked.push(
        context.figures.slice({ indicator: indicator.code, frequency, firstYear, maxAgeMs, moment, cityOnly }),
      );
    }
    return asked.every((slice): slice is ServedSlice => !(slice instanceof Promise))
      ? byFrequency(asked)
      : Promise.all(asked).then(byFrequency);
  };
  // Whatever is known now is known of all areas.
  if (moment.asOf === null || areas.some((area) => area !== CITY)) return load(false);
  return cityFirst(load, moment, indicator, periods);
}

/** What the city lacks may be there of its parts: then they are loaded too. */
async function cityFirst(
  load: (cityOnly: boolean) => Slices | Promise<Slices>,
  moment: Moment,
  indicator: CatalogueIndicator,
  periods: readonly Period[],
): Promise<Slices> {
  const ofCity = await load(true);
  const lacks = (p: Period) => hasEnded(p, moment.today) && !ofCity[p.frequency]?.get(CITY.id, p.text);
  return isAddable(indicator) && periods.some(lacks) ? load(false) : ofCity;
}

function byFrequency(slices: readonly ServedSlice[]): Slices {
  const made: Partial<Record<Frequency, ServedSlice>> = {};
  for (const slice of slices) made[slice.frequency] = slice;
  return made;
}

/** The first year that is needed of each frequency. Throws BadUserInput for one before all figures. */
function firstYearsOf(
  moment: Moment,
  indicator: CatalogueIndicator,
  { periods, change, boundaries }: Pick<Asked, 'periods' | 'change' | 'boundaries'>,
): ReadonlyMap<Frequency, number> {
  const usual = firstYearOf(moment);
  const firstYears = new Map<Frequency, number>();
  const need = (frequency: Frequency, year: number) => {
    const before = firstYears.get(frequency);
    if (before === undefined || year < before) {
      firstYears.set(frequency, Math.max(EARLIEST_YEAR, Math.min(year, before ?? usual)));
    }
  };
  for (const p of periods) {
    if (p.year < EARLIEST_YEAR) throw new BadUserInput('periods', p.text, `figures are kept from ${EARLIEST_YEAR} on`);
    const year = change ? p.year - 1 : p.year;
    need(p.frequency, year);
    // A period across a change of boundaries is made of its parts.
    if (boundaries !== null) need(indicator.frequency, year);
  }
  return firstYears;
}

/** First years by catalogue: every series that is asked for needs one. */
const yearsOfCatalogues = new WeakMap<Catalogue, number>();

/** The first year of all that is asked for unless a question goes further back: that of the earliest baseline. */
export function firstYearOf({ catalogue }: Pick<Moment, 'catalogue'>): number {
  const found = yearsOfCatalogues.get(catalogue);
  if (found !== undefined) return found;
  const made = Math.min(...catalogue.indicators.flatMap((i) => (i.baseline ? [i.baseline.year] : [])));
  yearsOfCatalogues.set(catalogue, made);
  return made;
}

export function refuseTooMuch({ areas, periods, fields = 1 }: Asked): void {
  if (periods.length > MOST_PERIODS) {
    throw new BadUserInput(
      'periods',
      periods.length,
      `one field answers at most ${MOST_PERIODS} periods; narrow \`from\` and \`to\``,
    );
  }
  const cells = areas.length * periods.length * fields;
  if (cells > MOST_CELLS) {
    throw new BadUserInput(
      'areas',
      cells,
      `one field answers at most ${MOST_CELLS} figures (areas by periods, by items of a breakdown); ask for fewer`,
    );
  }
}
