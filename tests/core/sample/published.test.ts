import { describe, expect, it } from 'vitest';
import { OWNERS } from '../../../schema/subgraphs.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';
import { publishedFigures, publishedTest } from '../../../subgraphs/core/sample/published.js';

const published = publishedFigures();
const catalogue = readCatalogue();
const sampleFigures = sampleOf(catalogue);
const all = OWNERS.flatMap((owner) => sampleFigures(owner));
const served = (indicator: string, area: string, text: string) =>
  all.find((f) => f.indicator === indicator && f.area === area && f.period === text);

/** Rounded half up in decimal, as print does; the float itself may lie a hair below. */
const printed = (value: number, decimals: number) => Number((value + 1e-9).toFixed(decimals));

describe('the figures in print', () => {
  it.each(published)('$indicator of $area in $period is met by the sample to the printed decimals', (figure) => {
    const found = served(figure.indicator, figure.area, figure.period);
    expect(found?.value, 'the sample has the figure').toEqual(expect.any(Number));
    expect(printed(found?.value as number, figure.decimals)).toBe(figure.value);
    if (figure.numerator !== null) expect(found?.numerator).toBe(figure.numerator);
    if (figure.denominator !== null) expect(found?.denominator).toBe(figure.denominator);
  });

  it('are all of catalogue indicators, and name where they were found', () => {
    for (const figure of published) {
      expect(catalogue.get(figure.indicator), figure.indicator).toBeDefined();
      expect(figure.source).toMatch(/^https:\/\//);
    }
    expect(published).toHaveLength(35);
  });

  it('are met exactly where print is exact', () => {
    expect(served('JOBS', 'CITY-01', '2022')?.value).toBe(203_027);
    expect(served('JOBS', 'CITY-01', '2024-S1')?.value).toBe(100_335);
    expect(served('UNEMPLOYMENT', 'CITY-01', '2022')?.value).toBe(2.23);
    for (const text of ['2022', '2022-S2']) expect(served('POPULATION', 'CITY-01', text)?.value).toBe(8_435_700);
  });

  it('leave 11,695 doctors in August 2023 at 14 per 10,000, over the people of that month', () => {
    const doctors = served('DOCTORS', 'CITY-01', '2023-08');
    expect(doctors?.numerator).toBe(11_695);
    expect(doctors?.denominator).toBeGreaterThan(843);
    expect(doctors?.denominator).toBeLessThan(850);
    expect(Math.round(doctors?.value as number)).toBe(14);
  });
});

describe('whether a served figure is the published one', () => {
  const printedParts = publishedTest();
  const isPublished = (figure: Parameters<typeof printedParts>[0]) => printedParts(figure).value;
  const of = (indicator: string, area: string, text: string) => {
    const found = served(indicator, area, text);
    if (!found) throw new Error(`${indicator} ${area} ${text} is not in the sample.`);
    return found;
  };

  it('is true where the value is the printed one exactly, also for the year of a stock', () => {
    expect(isPublished(of('UNEMPLOYMENT', 'CITY-01', '2022'))).toBe(true);
    expect(isPublished(of('JOBS', 'CITY-01', '2024-S1'))).toBe(true);
    expect(isPublished(of('POPULATION', 'CITY-01', '2022-S2'))).toBe(true);
    expect(isPublished(of('NATIONAL_STANDARD_SCHOOLS', 'CITY-01', '2025-S2'))).toBe(true);
  });

  it('is true where both printed parts are the figure’s own, though the rate has more decimals', () => {
    const schools = of('NATIONAL_STANDARD_SCHOOLS', 'CITY-01', '2020-S2');
    expect(schools.value).not.toBe(61.4);
    expect(isPublished(schools)).toBe(true);
    expect(isPublished({ ...schools, denominator: 2842 })).toBe(false);
  });

  it('is false where the value only rounds to print, or only one part was printed', () => {
    expect(isPublished(of('DOCTORS', 'CITY-01', '2023-08'))).toBe(false);
    expect(isPublished(of('HEALTH_INSURANCE', 'CITY-01', '2024-02'))).toBe(false);
    expect(isPublished(of('POOR_HOUSEHOLDS', 'CITY-01', '2022-S2'))).toBe(false);
  });

  it('is told part by part: a printed rate says nothing of the made-up count below its line', () => {
    expect(printedParts(of('POOR_HOUSEHOLDS', 'DISTRICT-018', '2022'))).toEqual({
      value: false,
      numerator: false,
      denominator: false,
    });
    expect(printedParts(of('POOR_HOUSEHOLDS', 'CITY-01', '2022-S2'))).toEqual({
      value: false,
      numerator: true,
      denominator: false,
    });
    expect(printedParts(of('JOBS', 'CITY-01', '2022'))).toEqual({ value: true, numerator: true, denominator: false });
    expect(printedParts(of('NATIONAL_STANDARD_SCHOOLS', 'CITY-01', '2025-S2'))).toEqual({
      value: true,
      numerator: true,
      denominator: true,
    });
  });

  it('is false for another period or area, for a changed value and for a missing one', () => {
    const jobs = of('JOBS', 'CITY-01', '2022');
    expect(isPublished({ ...jobs, period: '2023' })).toBe(false);
    expect(isPublished({ ...jobs, area: 'DISTRICT-001' })).toBe(false);
    expect(isPublished({ ...jobs, value: 203_028 })).toBe(false);
    expect(isPublished({ ...jobs, value: null })).toBe(false);
    // Neither print nor the figure has parts here: that they agree in having none says nothing.
    expect(isPublished({ ...of('UNEMPLOYMENT', 'CITY-01', '2022'), value: 2.24 })).toBe(false);
  });
});
