import { AREAS, type Area, CITY } from '../../schema/areas/areas.js';
import { fold } from '../core/fold.js';

const KIND = /^(?:quan|huyen|thi xa|thanh pho|q|h|tx|tp) /;
const TOTALS = new Set(
  ['Tổng cộng', 'Tổng số', 'Cộng', 'Tổng', 'Toàn thành phố', 'Toàn TP', 'Thành phố Hà Nội', 'TP Hà Nội', 'Hà Nội'].map(
    fold,
  ),
);
const SUBTOTAL = /^(?:[ivx]+ )?(?:tong |cong )?(?:khoi|cac) /;

const districts = AREAS.filter((area) => area.level === 'DISTRICT');
/** Communes that stand: the department's forms began to list communes when districts ended. */
const communes = AREAS.filter((area) => area.level === 'COMMUNE' && area.validTo === null);
const byName = new Map([
  ...districts.map((area) => [bare(area.name.vi), area] as const),
  ...communes.map((area) => [fold(area.name.vi), area] as const),
]);
const districtByCode = new Map(districts.map((area) => [area.code, area]));
const communeByCode = new Map(communes.map((area) => [area.code, area]));

/** A name without its kind of unit and without marks: `Q. Ba Đình`, `Quận Ba Đình` and `BA ĐÌNH` become the same. */
function bare(name: string): string {
  return fold(name).replace(KIND, '');
}

/**
 * The area that people mean by a name in a form: a district, a commune with its kind (`Phường Ba Đình`, `P. Ba Đình`), or the
 * city for a total row; undefined when none is known.
 */
export function areaOfName(name: string): Area | undefined {
  const folded = fold(name);
  if (TOTALS.has(folded)) return CITY;
  return byName.get(folded.replace(/^p /, 'phuong ').replace(/^x /, 'xa ')) ?? byName.get(folded.replace(KIND, ''));
}

/** What a spreadsheet leaves of both `001` and `01`: the row's name decides. */
export const AMBIGUOUS_CODE = '1';

/**
 * The area of an official code in a form: five digits for a commune, three for a district, `01` for the city. A spreadsheet
 * drops leading zeros, so shorter numbers are filled up: to five where the name beside them is a commune's; `1` is left
 * unknown, because it could be either `001` or `01`.
 */
export function areaOfCode(code: string, named: Area | undefined): Area | undefined {
  if (code === CITY.code) return CITY;
  if (named?.level === 'COMMUNE') return communeByCode.get(code.padStart(5, '0'));
  if (code.length > 3) return communeByCode.get(code.padStart(5, '0'));
  return code === AMBIGUOUS_CODE ? undefined : districtByCode.get(code.padStart(3, '0'));
}

/** True for a row that adds up some districts ("Khối quận", "Cộng các huyện"): known, and not served. */
export function isSubtotal(name: string): boolean {
  return SUBTOTAL.test(fold(name));
}
