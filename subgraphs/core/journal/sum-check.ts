import { CITY, partsOfCity } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../catalogue.js';
import type { ObservationStatus, SourceFigure } from '../figure.js';
import { lastDay, type Period } from '../period.js';
import { shown } from './checks.js';

type Part = 'value' | 'numerator' | 'denominator';

/** What is estimated, imputed or forecast was not counted, so it need not add up. */
const NOT_COUNTED: ReadonlySet<ObservationStatus> = new Set(['E', 'F', 'I']);
/** Half of the last digit of a population in ten thousands. */
const HALF_A_PERSON = 0.5e-4;

/**
 * Why the districts (since July 2025 the communes) do not add up to the city, in one indicator and period; null when they do
 * or cannot be compared: only counts and the parts of rates add up, and only where the city and all of its parts that stood
 * have them, all of them counted. What is suppressed or missing has no number, so nothing is compared; a rate that does not apply has its parts.
 */
export function sumFault(
  indicator: CatalogueIndicator,
  period: Period,
  at: (areaId: string) => SourceFigure | undefined,
): string | null {
  const parts = PARTS[indicator.kind];
  if (!parts) return null;
  const city = counted(at(CITY.id));
  const areas = partsOfCity(lastDay(period));
  if (!city || areas.length === 0) return null;
  const districts = areas.flatMap(({ id }) => counted(at(id)) ?? []);
  if (districts.length < areas.length) return null;
  for (const part of parts) {
    const fault = partFault(indicator, part, city, districts);
    if (fault) return fault;
  }
  return null;
}

const PARTS: Partial<Record<CatalogueIndicator['kind'], readonly Part[]>> = {
  COUNT: ['value'],
  RATE: ['numerator', 'denominator'],
};

function counted(figure: SourceFigure | undefined): SourceFigure | null {
  return figure && !NOT_COUNTED.has(figure.status) ? figure : null;
}

function partFault(
  indicator: CatalogueIndicator,
  part: Part,
  city: SourceFigure,
  districts: readonly SourceFigure[],
): string | null {
  const whole = city[part];
  const numbers = districts.flatMap((district) => district[part] ?? []);
  if (whole === null || numbers.length < districts.length) return null;
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (Math.abs(sum - whole) <= slackOf(indicator, [whole, ...numbers])) return null;
  const name = part === 'value' ? 'count' : part;
  return `${name}: the city has ${shown(whole)}, its ${numbers.length} parts add up to ${shown(sum)}`;
}

/** Each number that is not whole may be half a last digit away from what it was rounded from. */
function slackOf({ unit, decimals }: CatalogueIndicator, numbers: readonly number[]): number {
  const hair = 1e-6;
  if (numbers.every(Number.isInteger)) return hair;
  const half = unit === 'BILLION_VND' ? 0.5 * 10 ** -decimals : unit === 'PER_10000' ? HALF_A_PERSON : hair;
  return half * numbers.length + hair;
}
