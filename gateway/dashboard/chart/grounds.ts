import { day } from '../../pages/browser/format.js';
import type { Language, Words } from '../../pages/browser/language.js';
import { dayAfter, lastDayOf } from './periods.js';
import type { Level } from './types.js';

/** The levels that have figures of areas: districts until a day, communes since the day after it. */
export type AreaGround = Extract<Level, 'DISTRICT' | 'COMMUNE'>;

/** The last day on which the city had districts, from the areas themselves. */
export interface Divide {
  readonly lastDistrictDay: string;
  readonly firstCommuneDay: string;
}

/** When districts ended. Throws when the graph knows no district that ended: then there is nothing to choose between. */
export function divideOf(districts: readonly { readonly validTo: string | null }[]): Divide {
  const lastDistrictDay = districts.reduce(
    (last, { validTo }) => (validTo !== null && validTo > last ? validTo : last),
    '',
  );
  if (lastDistrictDay === '') throw new Error('No district has a last day, so there are no two sets of areas.');
  return { lastDistrictDay, firstCommuneDay: dayAfter(lastDistrictDay) };
}

/** The level of the areas that stood when a period ended. */
export function levelAt(period: string, { lastDistrictDay }: Divide): AreaGround {
  return lastDayOf(period) <= lastDistrictDay ? 'DISTRICT' : 'COMMUNE';
}

/** The day whose areas figures of a level are brought to. */
export function boundariesOf(level: AreaGround, { lastDistrictDay, firstCommuneDay }: Divide): string {
  return level === 'DISTRICT' ? lastDistrictDay : firstCommuneDay;
}

const WORDS: Readonly<Record<AreaGround, Words>> = {
  DISTRICT: { vi: 'Quận, huyện (đến ', en: 'Districts (until ' },
  COMMUNE: { vi: 'Xã, phường (từ ', en: 'Communes (since ' },
};

/** A level with the days of its validity. */
export function levelName(level: AreaGround, divide: Divide, language: Language): string {
  const at = level === 'DISTRICT' ? divide.lastDistrictDay : divide.firstCommuneDay;
  return `${WORDS[level][language]}${day(`${at}T12:00:00+07:00`, language)})`;
}
