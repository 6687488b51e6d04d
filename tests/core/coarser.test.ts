import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatalogueIndicator } from '../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { coarserFigure } from '../../subgraphs/core/coarser.js';
import type { SourceFigure } from '../../subgraphs/core/figure.js';
import { partsOf, period } from '../../subgraphs/core/period.js';

const catalogue = readCatalogue();
const indicator = (code: string, change: Partial<CatalogueIndicator> = {}): CatalogueIndicator => {
  const found = catalogue.get(code);
  if (!found) throw new Error(`${code} is not in the catalogue`);
  return { ...found, ...change };
};
const JOBS = indicator('JOBS');
const POOR = indicator('POOR_HOUSEHOLDS');
const CREMATION = indicator('CREMATION');

function figure(text: string, change: Partial<SourceFigure>): SourceFigure {
  return {
    indicator: 'X',
    area: 'CITY-01',
    period: text,
    value: null,
    numerator: null,
    denominator: null,
    status: 'A',
    reason: null,
    note: null,
    document: `${text}.xlsx`,
    place: 'D1',
    publishedAt: `${text.slice(0, 4)}-12-01T00:00:00.000Z`,
    ...change,
  };
}

const count = (text: string, value: number) => figure(text, { value, numerator: value });
const rate = (text: string, numerator: number, denominator: number) =>
  figure(text, { numerator, denominator, value: denominator === 0 ? null : (100 * numerator) / denominator });

function made(of: CatalogueIndicator, text: string, figures: readonly SourceFigure[]): SourceFigure | undefined {
  const held = new Map(figures.map((f) => [f.period, f]));
  return coarserFigure(of, period(text), (at) => held.get(at));
}

describe('a figure of a coarser period', () => {
  test('of a flow is the sum of its parts, and names all their documents', () => {
    const quarter = made(JOBS, '2023-Q1', [count('2023-01', 10), count('2023-02', 20), count('2023-03', 5)]);
    expect(quarter).toMatchObject({ period: '2023-Q1', value: 35, numerator: 35, denominator: null, status: 'A' });
    expect(quarter?.document).toBe('2023-01.xlsx; 2023-02.xlsx; 2023-03.xlsx');
    expect(quarter?.place).toBe('D1');
  });

  test('of a flow is unknown while one part is', () => {
    expect(made(JOBS, '2023-Q1', [count('2023-01', 10), count('2023-03', 5)])).toBeUndefined();
  });

  test('has no value, never a smaller one, when a part is blank, and says why', () => {
    const blank = figure('2023-02', { status: 'O', reason: 'BLANK_AT_SOURCE' });
    const quarter = made(JOBS, '2023-Q1', [count('2023-01', 10), blank, count('2023-03', 5)]);
    expect(quarter).toMatchObject({ value: null, numerator: null, status: 'O', reason: 'BLANK_AT_SOURCE' });
  });

  test('of a rate that flows divides the sums, it does not average the rates', () => {
    const year = made(CREMATION, '2023', [rate('2023-S1', 1, 10), rate('2023-S2', 90, 90)]);
    expect(year).toMatchObject({ numerator: 91, denominator: 100, value: 91, status: 'A' });
  });

  test('of a rate that flows takes a part over nothing as nothing', () => {
    expect(made(CREMATION, '2023', [rate('2023-S1', 0, 0), rate('2023-S2', 3, 4)])).toMatchObject({ value: 75 });
    const nothing = made(CREMATION, '2023', [rate('2023-S1', 0, 0), rate('2023-S2', 0, 0)]);
    expect(nothing).toMatchObject({ value: null, status: 'M', reason: 'DOES_NOT_APPLY', denominator: 0 });
  });

  test('of a stock is its last part alone', () => {
    const year = made(POOR, '2023', [rate('2023-S1', 9, 100), rate('2023-S2', 4, 100)]);
    expect(year).toMatchObject({ period: '2023', value: 4, numerator: 4, document: '2023-S2.xlsx' });
    expect(made(POOR, '2023', [rate('2023-S2', 4, 100)])?.value).toBe(4);
    expect(made(POOR, '2023', [rate('2023-S1', 9, 100)])).toBeUndefined();
  });

  test('of an average is the mean of its parts', () => {
    const average = indicator('JOBS', { timeRule: 'AVERAGE' });
    const quarter = made(average, '2023-Q1', [count('2023-01', 1), count('2023-02', 2), count('2023-03', 6)]);
    expect(quarter).toMatchObject({ value: 3, numerator: null });
  });

  test('gives way to the figure that the source holds itself', () => {
    expect(made(POOR, '2023', [rate('2023', 7, 100), rate('2023-S2', 4, 100)])?.value).toBe(7);
  });

  test('is never made for a period finer than the parts', () => {
    expect(made(POOR, '2023-Q2', [rate('2023-S1', 9, 100)])).toBeUndefined();
    expect(made(POOR, '2022-01', [rate('2022-01', 3, 100)])?.value).toBe(3);
  });

  test('is an estimate when one of its parts is', () => {
    const estimated = { ...count('2023-02', 1), status: 'E' as const };
    expect(made(JOBS, '2023-Q1', [count('2023-01', 1), estimated, count('2023-03', 1)])?.status).toBe('E');
  });

  test('was published when the last of its parts was', () => {
    const late = { ...count('2023-01', 1), publishedAt: '2024-02-01T00:00:00.000Z' };
    const quarter = made(JOBS, '2023-Q1', [late, count('2023-02', 1), count('2023-03', 1)]);
    expect(quarter?.publishedAt).toBe('2024-02-01T00:00:00.000Z');
  });

  test('is the same by way of quarters, half-years or months', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 12, maxLength: 12 }), (values) => {
        const months = partsOf(period('2023'), 'M').map((p, i) => count(p.text, values[i] ?? 0));
        const total = (texts: string[]) =>
          texts.reduce((sum, text) => sum + (made(JOBS, text, months)?.value ?? Number.NaN), 0);
        const year = total(['2023']);
        expect(total(['2023-S1', '2023-S2'])).toBe(year);
        expect(total(['2023-Q1', '2023-Q2', '2023-Q3', '2023-Q4'])).toBe(year);
      }),
    );
  });
});
