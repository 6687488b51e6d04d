import { AREAS, areaById } from '../../schema/areas/areas.js';
import type { Catalogue } from '../core/catalogue.js';
import type { Department } from '../core/department.js';
import type { Frequency } from '../core/period.js';
import { DEPARTMENTS_AT_WORK, departmentNamed } from '../departments.js';
import { meant } from './arguments.js';
import { UsageError } from './command.js';

const OWNER_NAMES = DEPARTMENTS_AT_WORK.map(({ owner }) => owner);

/** Help on the argument that names a department. */
export const DEPARTMENT_ARGUMENT = `one of ${OWNER_NAMES.join(', ')}`;

/** The department of a name that was given. Throws a UsageError that says which there are. */
export function departmentGiven(name: string): Department {
  const found = departmentNamed(name);
  if (found) return found;
  throw new UsageError(
    `${name} is no owner of figures${meant(name, OWNER_NAMES)}; name one of ${OWNER_NAMES.join(', ')}.`,
  );
}

/** The codes of indicators that were given; null for none, which means all. Throws a UsageError for an unknown one. */
export function indicatorsGiven(codes: readonly string[], catalogue: Catalogue): readonly string[] | null {
  const known = catalogue.indicators.map(({ code }) => code);
  for (const code of codes) {
    if (!catalogue.get(code)) throw new UsageError(`${code} is no indicator of the catalogue${meant(code, known)}.`);
  }
  return codes.length > 0 ? codes : null;
}

/** The ids of areas that were given; null for none, which means all. Throws a UsageError for an unknown one. */
export function areasGiven(ids: readonly string[]): readonly string[] | null {
  for (const id of ids) {
    if (!areaById(id)) {
      const like = meant(
        id,
        AREAS.map((area) => area.id),
      );
      throw new UsageError(`${id} is no id of an area${like}; ids are written CITY-01 or DISTRICT-001.`);
    }
  }
  return ids.length > 0 ? ids : null;
}

/** A code with the English name of its indicator; the code alone when the catalogue does not know it. */
export function indicatorText(code: string, catalogue: Catalogue): string {
  const found = catalogue.get(code);
  return found ? `${code} (${found.name.en})` : code;
}

/** An area's id with its English name; the id alone when the code list does not know it. */
export function areaText(id: string): string {
  const found = areaById(id);
  return found ? `${id} ${found.name.en}` : id;
}

const FREQUENCY_WORDS: Readonly<Record<Frequency, string>> = {
  A: 'yearly',
  S: 'half-yearly',
  Q: 'quarterly',
  M: 'monthly',
};

export function frequencyText(frequency: Frequency): string {
  return FREQUENCY_WORDS[frequency];
}
