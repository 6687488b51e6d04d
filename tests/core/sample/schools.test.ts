import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';
import { meetsStandardIn, PUBLIC_ONLY_FROM, standsIn } from '../../../subgraphs/core/sample/school.js';
import { sampleSchools } from '../../../subgraphs/core/sample/schools.js';

const schools = sampleSchools();
const education = sampleOf(readCatalogue())('education');
const figure = (indicator: string, area: string, text: string) =>
  education.find((f) => f.indicator === indicator && f.area === area && f.period === text);

describe('the schools of the sample', () => {
  it('are about 2,850, each with an id of its own, in the 30 districts', () => {
    expect(schools.length).toBeGreaterThanOrEqual(2800);
    expect(schools.length).toBeLessThanOrEqual(2850);
    expect(new Set(schools.map((s) => s.id)).size).toBe(schools.length);
    expect(new Set(schools.map((s) => s.area)).size).toBe(30);
  });

  it('give, grouped as a database groups them, the figures of every half-year that is served', () => {
    for (const f of education.filter((x) => /-S[12]$/.test(x.period) && x.indicator !== 'SCHOOL_MILK')) {
      const standing = schools.filter((s) => ['CITY-01', s.area, s.commune].includes(f.area) && standsIn(s, f.period));
      if (f.indicator === 'SCHOOLS') expect(f.value).toBe(standing.length);
      if (f.indicator !== 'NATIONAL_STANDARD_SCHOOLS') continue;
      const counted = standing.filter((s) => s.isPublic || f.period < PUBLIC_ONLY_FROM);
      const meeting = counted.filter((s) => meetsStandardIn(s, f.period));
      expect([f.numerator, f.denominator], `${f.area} ${f.period}`).toEqual([meeting.length, counted.length]);
    }
  });

  it('give the pupils of a school year and the school milk of a half-year', () => {
    const inTayHo = schools.filter((s) => s.area === 'DISTRICT-003');
    const pupils = inTayHo.flatMap((s) => s.pupils.filter((p) => p.schoolYear === 2022).map((p) => p.pupils));
    expect(figure('PUPILS', 'DISTRICT-003', '2022')?.value).toBe(pupils.reduce((a, b) => a + b));
    const milk = inTayHo.flatMap((s) => s.milk.filter((m) => m.period === '2023-S1'));
    expect(figure('SCHOOL_MILK', 'DISTRICT-003', '2023-S1')).toMatchObject({
      numerator: milk.reduce((all, m) => all + m.participants, 0),
      denominator: milk.reduce((all, m) => all + m.pupils, 0),
    });
  });

  it('are at the end of 2025 the public ones in print, level by level', () => {
    const parts = ['preschool', 'primary', 'lower-secondary', 'upper-secondary'].map((level) => {
      const ofLevel = schools.filter((s) => s.isPublic && s.level === level && standsIn(s, '2025-S2'));
      return [ofLevel.filter((s) => meetsStandardIn(s, '2025-S2')).length, ofLevel.length];
    });
    expect(parts).toEqual([
      [671, 813],
      [568, 724],
      [506, 613],
      [67, 122],
    ]);
  });

  it('open, close, reach the standard and lose it again during the sample', () => {
    const [opened, closed, lost] = ['opened', 'closed', 'standardUntil'] as const;
    for (const change of [opened, closed, lost]) {
      expect(schools.filter((s) => s[change] !== null).length, change).toBeGreaterThan(0);
    }
    expect(schools.filter((s) => s.standardFrom === null).length).toBeGreaterThan(400);
  });

  it('have no more pupils in school milk than pupils, and none where it is not given', () => {
    const rows = schools.flatMap((s) => s.milk);
    expect(rows.filter((m) => m.participants > m.pupils || m.participants < 0)).toEqual([]);
    expect(schools.filter((s) => s.level.endsWith('secondary') && s.milk.length > 0)).toEqual([]);
    expect(rows.filter((m) => m.period > '2024-S2')).toEqual([]);
  });
});
