import { periodsBetween } from '../period.js';
import { type AnchoredSeries, readAnchors } from './anchors.js';
import { CommuneSplit } from './communes.js';
import { readDistricts, type SampleDistrict } from './districts.js';
import { SCHOOL_LEVELS, type School, type SchoolLevel } from './school.js';
import { withPupils } from './school-pupils.js';
import { withStandards } from './school-standards.js';
import { distribute, seeded } from './shares.js';
import { FIRST_YEAR, LAST_YEAR } from './span.js';

export type { School } from './school.js';

/** Half-years of the sample, ascending. */
const HALF_YEARS: readonly string[] = periodsBetween('S', FIRST_YEAR, LAST_YEAR).map((p) => p.text);

/** Schools by level that ever stand in the sample; the public ones as printed for 2025. */
const NUMBERS: Record<SchoolLevel, { public: number; private: number; prefix: string }> = {
  preschool: { public: 813, private: 336, prefix: 'MN' },
  primary: { public: 724, private: 68, prefix: 'TH' },
  'lower-secondary': { public: 613, private: 48, prefix: 'THCS' },
  'upper-secondary': { public: 122, private: 122, prefix: 'THPT' },
};

/** Some megabytes, of no use once a sample is made of them. */
let made: WeakRef<readonly School[]> | undefined;

/**
 * The sample's schools, about 2,850, the same on every machine. Grouped by area and half-year they give exactly the
 * figures of the sample of education: SCHOOLS (schools that stand), PUPILS (a year, by school year),
 * NATIONAL_STANDARD_SCHOOLS (schools that stand and meet the standard, over schools that stand; public ones only from
 * PUBLIC_ONLY_FROM on) and SCHOOL_MILK (participants over pupils). Districts end with 2025-S1, communes begin after it; the
 * city does neither.
 */
export function sampleSchools(): readonly School[] {
  const schools = made?.deref() ?? makeSchools();
  if (made?.deref() !== schools) made = new WeakRef(schools);
  return schools;
}

function makeSchools(): readonly School[] {
  const anchors = readAnchors();
  const districts = readDistricts();
  const standing = withChanges(namedSchools(districts), seriesOf(anchors, 'SCHOOLS'));
  const judged = withStandards(standing, seriesOf(anchors, 'NATIONAL_STANDARD_SCHOOLS'), HALF_YEARS);
  return withPupils(judged, seriesOf(anchors, 'SCHOOL_MILK'), districts);
}

function seriesOf(anchors: ReadonlyMap<string, AnchoredSeries>, name: string): AnchoredSeries {
  const series = anchors.get(name);
  if (!series) throw new Error(`anchors.csv: the series ${name} is missing.`);
  return series;
}

/** The schools of each level in each district; private ones mostly where towns are. */
function namedSchools(districts: readonly SampleDistrict[]): School[] {
  const split = new CommuneSplit();
  const next = seeded('school places');
  return SCHOOL_LEVELS.flatMap((level) => {
    const { prefix, ...numbers } = NUMBERS[level];
    const publicOnes = distribute(
      numbers.public,
      districts.map((d) => d.population),
    );
    const privateOnes = distribute(
      numbers.private,
      districts.map((d) => d.population * (1.6 - d.ruralShare / 100)),
    );
    return districts.flatMap(({ area }, i) => {
      const ofPublic = publicOnes[i] ?? 0;
      return Array.from({ length: ofPublic + (privateOnes[i] ?? 0) }, (_, place): School => {
        const id = `${prefix}-${area.slice(-3)}-${String(place + 1).padStart(3, '0')}`;
        const nothing = { opened: null, closed: null, standardFrom: null, standardUntil: null, pupils: [], milk: [] };
        return { id, area, commune: split.place(area, next()), level, isPublic: place < ofPublic, ...nothing };
      });
    });
  });
}

/** Opens public primary schools and closes private preschools, so that as many stand as the anchors say. */
function withChanges(schools: readonly School[], numbers: AnchoredSeries): School[] {
  const next = seeded('school changes');
  const shuffled = schools.map((s) => ({ s, at: next() })).sort((a, b) => a.at - b.at);
  const toOpen = shuffled.filter(({ s }) => s.isPublic && s.level === 'primary');
  const toClose = shuffled.filter(({ s }) => !s.isPublic && s.level === 'preschool');
  const changed = new Map<School, Partial<School>>();
  numbers.anchors.forEach(({ period, amount }, i) => {
    const more = amount - (numbers.anchors[i - 1]?.amount ?? amount);
    for (const { s } of toOpen.splice(0, Math.max(0, more))) changed.set(s, { opened: period.text });
    for (const { s } of toClose.splice(0, Math.max(0, -more))) changed.set(s, { closed: period.text });
  });
  return schools.map((school) => ({ ...school, ...changed.get(school) }));
}
