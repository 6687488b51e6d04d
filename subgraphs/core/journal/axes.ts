import { FREQUENCIES, type Frequency } from '../period.js';

/** Names by number, in the order in which they came up. A number never comes to mean another name. */
class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  /** The one that was found last: a table is read line by line. */
  #last = '';
  #lastNumber: number | undefined;

  /** How many there are: every number is below. */
  get size(): number {
    return this.#names.length;
  }

  /** The number of a name; undefined where it never came up. */
  find(name: string): number | undefined {
    if (name === this.#last && this.#lastNumber !== undefined) return this.#lastNumber;
    this.#last = name;
    this.#lastNumber = this.#numbers.get(name);
    return this.#lastNumber;
  }

  /** The number of a name, a new one where it never came up. */
  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  at(number: number): string {
    return this.#names[number] as string;
  }
}

/** What cells are named by: area ids, and the texts of the periods of one frequency. */
export interface Axes {
  readonly areas: Names;
  readonly periods: Names;
}

/** The axes of an owner's slices. They share the areas: names for each slice would take as much as its figures. */
export function axesByFrequency(): Readonly<Record<Frequency, Axes>> {
  const areas = new Names();
  const made = FREQUENCIES.map((frequency) => [frequency, { areas, periods: new Names() }]);
  return Object.fromEntries(made) as Record<Frequency, Axes>;
}
