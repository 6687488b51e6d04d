import type { Text, Unit } from '../core/catalogue.js';
import { UNIT_TEXTS } from '../core/unit-texts.js';

/** The unit as it is written behind a number. */
export function unitNoun(unit: Unit): Text {
  return UNIT_TEXTS[unit];
}

/** Whether a number in that unit is an amount: the more there is of a city, the more there is of it. */
export function isAbsolute({ unitCode }: { readonly unitCode: Unit }): boolean {
  return !['PERCENT', 'PERCENTAGE_POINTS', 'PER_10000', 'YEARS'].includes(unitCode);
}

/** The unit of a difference: what lies between two percentages is percentage points. */
export function differenceNoun(unit: Unit): Text {
  return UNIT_TEXTS[unit === 'PERCENT' ? 'PERCENTAGE_POINTS' : unit];
}

/** A written number with its unit: the percent sign follows the number without a space in both languages. */
export function withUnit(number: Text, unit: Unit): Text {
  const noun = UNIT_TEXTS[unit];
  const space = unit === 'PERCENT' ? '' : ' ';
  return { vi: `${number.vi}${space}${noun.vi}`, en: `${number.en}${space}${noun.en}` };
}
