import { type Area, areasOn } from '../../../schema/areas/areas.js';
import { AREA_OVERLAPS, SUCCESSIONS } from '../../../schema/areas/successions.js';
import type { Unit } from '../catalogue.js';
import type { Parts } from './parts.js';
import { BASES } from './recipes.js';
import { distribute, seeded } from './shares.js';

/** A part of an old commune that went into one commune of today: the smallest that the sample knows figures of. */
interface Atom {
  readonly from: Area;
  readonly to: Area;
  /** Plausible people, on a scale of its own. */
  readonly weight: number;
}

/** The communes that came with July 2025, in the order of their codes. */
export const COMMUNES: readonly Area[] = areasOn('COMMUNE', '2025-07-01');

/** How many people live on a square kilometre of each kind of commune, against a rural one of the district. */
const DENSITY: Readonly<Record<string, number>> = { Phường: 2.5, Thị: 1.8, Xã: 1 };
/** Square kilometres of a sliver that the list of overlaps leaves out. */
const SLIVER = 0.02;
/** Largest seeded deviation of an indicator in an atom, as a share. */
const DEVIATION = 0.25;

/**
 * Splits figures of districts into those of the parts of their communes, in whole numbers that add up exactly. So the
 * sample knows the truth by old commune and by commune of today for any period, which no source tells, and the error of
 * moving district figures to communes can be measured.
 */
export class CommuneSplit {
  readonly #atoms: ReadonlyMap<string, readonly Atom[]> = atomsByDistrict();
  readonly #deviations = new Map<string, readonly number[]>();

  /** The atoms of a district, in a fixed order. */
  atoms(district: string): readonly Atom[] {
    return this.#atoms.get(district) ?? [];
  }

  /** What each atom of a district has of its figure. */
  split(indicator: { readonly code: string; readonly unit: Unit }, district: string, whole: Parts): readonly Parts[] {
    const atoms = this.atoms(district);
    const people = atoms.map(({ weight }) => weight);
    const deviations = this.#deviationsOf(indicator.code, district, atoms.length);
    if (whole.denominator === null) {
      return distribute(
        whole.numerator,
        people.map((w, i) => w * (deviations[i] ?? 1)),
      ).map((numerator) => ({
        numerator,
        denominator: null,
      }));
    }
    const below = distribute(whole.denominator, people);
    const weights = below.map((d, i) => d * (deviations[i] ?? 1));
    const above = distribute(whole.numerator, weights, indicator.unit === 'PERCENT' ? below : undefined);
    return above.map((numerator, i) => ({ numerator, denominator: below[i] ?? 0 }));
  }

  /** The figures of areas, added up from the atoms of all districts: by `to` of the communes of today, by `from` of the old. */
  sums(
    indicator: { readonly code: string; readonly unit: Unit },
    districts: readonly { readonly area: string; readonly parts: Parts }[],
    side: 'from' | 'to',
  ): ReadonlyMap<string, Parts> {
    const sums = new Map<string, Parts>();
    for (const { area, parts } of districts) {
      this.split(indicator, area, parts).forEach((part, i) => {
        const id = this.atoms(area)[i]?.[side].id ?? '';
        const before = sums.get(id) ?? { numerator: 0, denominator: part.denominator === null ? null : 0 };
        const denominator = part.denominator === null ? null : (before.denominator ?? 0) + part.denominator;
        sums.set(id, { numerator: before.numerator + part.numerator, denominator });
      });
    }
    return sums;
  }

  /** The commune of today in which a place of a district lies, by a number from 0 to 1. */
  place(district: string, at: number): string {
    const atoms = this.atoms(district);
    let left = at * atoms.reduce((sum, { weight }) => sum + weight, 0);
    const found = atoms.find(({ weight }) => {
      left -= weight;
      return left < 0;
    });
    return (found ?? atoms.at(-1))?.to.id ?? '';
  }

  #deviationsOf(code: string, district: string, count: number): readonly number[] {
    const key = `${code} ${district}`;
    const known = this.#deviations.get(key);
    if (known) return known;
    const next = seeded(`communes ${key}`);
    // Base tables stand below the line of others too, so they are the same wherever they are split.
    const deviation = code in BASES ? 0 : DEVIATION;
    const made = Array.from({ length: count }, () => 1 + deviation * (2 * next() - 1));
    this.#deviations.set(key, made);
    return made;
  }
}

/** The area that a district has in common with a commune is spread over its old communes there, by their kind and by chance. */
function atomsByDistrict(): Map<string, Atom[]> {
  const areas = new Map(AREA_OVERLAPS.map(({ from, to, amount }) => [`${from.id} ${to.id}`, amount]));
  const pairOf = ({ from, to }: { from: Area; to: Area }) => `${from.parent} ${to.id}`;
  const many = new Map<string, number>();
  for (const succession of SUCCESSIONS) many.set(pairOf(succession), (many.get(pairOf(succession)) ?? 0) + 1);
  const atoms = new Map<string, Atom[]>();
  for (const succession of SUCCESSIONS) {
    const { from, to } = succession;
    const pair = pairOf(succession);
    const next = seeded(`people ${from.id} ${to.id}`);
    next();
    const density = (DENSITY[from.name.vi.split(' ')[0] ?? ''] ?? 1) / (0.3 + next());
    const weight = ((areas.get(pair) ?? SLIVER) / (many.get(pair) ?? 1)) * density;
    const district = from.parent ?? '';
    atoms.set(district, [...(atoms.get(district) ?? []), { from, to, weight }]);
  }
  return atoms;
}
