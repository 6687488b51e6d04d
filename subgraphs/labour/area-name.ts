import { AREAS, type Area, CITY } from '../../schema/areas/areas.js';
import { fold } from '../core/fold.js';

const KIND = /^(?:quan|huyen|thi xa|thanh pho|q|h|tx|tp) /;
const TOTALS = new Set(
  ['Tổng cộng', 'Tổng số', 'Cộng', 'Tổng', 'Toàn thành phố', 'Toàn TP', 'Thành phố Hà Nội', 'TP Hà Nội', 'Hà Nội'].map(
    fold,
  ),
);
const SUBTOTAL = /^(?:[ivx]+ )?(?:tong |cong )?(?:khoi|cac) /;

const byName = new Map(AREAS.filter((area) => area.level === 'DISTRICT').map((area) => [bare(area.name.vi), area]));
const byCode = new Map(AREAS.filter((area) => area.level === 'DISTRICT').map((area) => [area.code, area]));

/** A name without its kind of unit and without marks: `Q. Ba Đình`, `Quận Ba Đình` and `BA ĐÌNH` become the same. */
function bare(name: string): string {
  return fold(name).replace(KIND, '');
}

/** The area that people mean by a name in a form: a district, or the city for a total row; undefined when none is known. */
export function areaOfName(name: string): Area | undefined {
  const folded = fold(name);
  return TOTALS.has(folded) ? CITY : byName.get(folded.replace(KIND, ''));
}

/** What a spreadsheet leaves of both `001` and `01`: the row's name decides. */
export const AMBIGUOUS_CODE = '1';

/**
 * The area of an official code in a form: three digits for a district, `01` for the city. A spreadsheet drops leading zeros, so
 * shorter numbers are filled up; `1` is left unknown, because it could be either `001` or `01`.
 */
export function areaOfCode(code: string): Area | undefined {
  if (code === CITY.code) return CITY;
  return code === AMBIGUOUS_CODE ? undefined : byCode.get(code.padStart(3, '0'));
}

/** True for a row that adds up some districts ("Khối quận", "Cộng các huyện"): known, and not served. */
export function isSubtotal(name: string): boolean {
  return SUBTOTAL.test(fold(name));
}
