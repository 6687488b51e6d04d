import type { Text, Unit } from './catalogue.js';

/** Units as they are written behind a number. */
export const UNIT_TEXTS: Readonly<Record<Unit, Text>> = {
  PERCENT: { vi: '%', en: '%' },
  PERCENTAGE_POINTS: { vi: 'điểm phần trăm', en: 'percentage points' },
  PER_10000: { vi: 'trên 1 vạn dân', en: 'per 10,000 people' },
  PEOPLE: { vi: 'người', en: 'people' },
  HOUSEHOLDS: { vi: 'hộ', en: 'households' },
  YEARS: { vi: 'tuổi', en: 'years' },
  SCHOOLS: { vi: 'trường', en: 'schools' },
  PUPILS: { vi: 'học sinh', en: 'pupils' },
  FACILITIES: { vi: 'cơ sở', en: 'facilities' },
  BILLION_VND: { vi: 'tỷ đồng', en: 'billion VND' },
};
