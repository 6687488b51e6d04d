import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AREAS, areaById, CITY } from '../../schema/areas/areas.js';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import { valueOfParts } from '../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Call, Department, DepartmentSource, Sandbox } from '../../subgraphs/core/department.js';
import type { Block, SourceFigure } from '../../subgraphs/core/figure.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { period, periodsBetween } from '../../subgraphs/core/period.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';
import { tempFolder } from '../support/temp.js';

const catalogue: Catalogue = readCatalogue();
const sampleFigures = sampleOf(catalogue);
const log = makeLogger('silent');
const call = (): Call => ({ requestId: randomUUID(), signal: AbortSignal.timeout(20_000), log });
const key = (f: { indicator: string; area: string; period: string }) => `${f.indicator} ${f.area} ${f.period}`;

const HALF_YEARS = periodsBetween('S', period('2020'), period('2025'));
const DISTRICTS = AREAS.filter((area) => area.level === 'DISTRICT');

/** What every department has to do alike, whatever its system is. */
describe.each(DEPARTMENTS_AT_WORK.map((d) => [d.owner, d] as const))('%s', (owner, department: Department) => {
  let sandbox: Sandbox;
  let source: DepartmentSource;
  let remove: () => Promise<void>;
  const indicators = catalogue.seriesOf(owner);
  const codes = indicators.map((i) => i.code);
  const everything: Block = {
    indicators: codes,
    areas: AREAS,
    periods: ['A', 'S', 'Q', 'M'].flatMap((f) => periodsBetween(f as 'A', period('2022'), period('2023'))),
  };

  beforeAll(async () => {
    const folder = await tempFolder(`contract-${owner}`);
    remove = folder.remove;
    sandbox = await department.startSandbox({ port: 0, dataDir: folder.path, catalogue, log });
    source = await department.open(department.parse(sandbox.variables, { catalogue }), { catalogue, log });
  });

  afterAll(async () => {
    await source?.close();
    await sandbox?.close();
    await remove?.();
  });

  test('serves exactly the figures that its system holds, unrounded', async () => {
    const asked = new Set(everything.periods.map((p) => p.text));
    const expected = new Map(
      sampleFigures(owner)
        .filter((f) => asked.has(f.period))
        .map((f) => [key(f), f]),
    );
    const got = new Map((await source.figures([everything], call())).map((f) => [key(f), f]));
    expect(expected.size).toBeGreaterThan(50);
    const withValue = [...expected.values()].filter((f) => f.value !== null).map(key);
    expect(
      [...got.values()]
        .filter((f) => f.value !== null)
        .map(key)
        .sort(),
    ).toEqual(withValue.sort());
    // A 0 is a figure like any other: where the sample has some, they are among those compared.
    expect([...got.values()].some((f) => f.value === 0)).toBe(owner === 'health' || owner === 'labour');
    for (const [name, figure] of got) {
      const sample = expected.get(name);
      if (figure.value === null || !sample) continue;
      expect(figure.value, name).toBeCloseTo(sample.value ?? Number.NaN, 6);
      if (sample.numerator !== null) expect(figure.numerator, name).toBeCloseTo(sample.numerator, 3);
      if (sample.denominator !== null) expect(figure.denominator, name).toBeCloseTo(sample.denominator, 3);
    }
  });

  test('answers only what was asked: indicators, areas and periods', async () => {
    const block: Block = {
      indicators: codes.slice(0, 1),
      areas: [CITY, ...DISTRICTS.slice(0, 2)],
      periods: [period('2023-S1'), period('2022')],
    };
    const figures = await source.figures([block], call());
    const allowed = new Set(block.areas.map((a) => a.id));
    for (const f of figures) {
      expect(block.indicators).toContain(f.indicator);
      expect(allowed.has(f.area)).toBe(true);
      expect(block.periods.map((p) => p.text)).toContain(f.period);
    }
    expect(figures.length).toBeGreaterThan(0);
  });

  test('gives each cell once, also when blocks overlap', async () => {
    const block: Block = { indicators: codes, areas: [CITY], periods: HALF_YEARS };
    const figures = await source.figures([block, { ...block, areas: [CITY, ...DISTRICTS.slice(0, 3)] }], call());
    expect(new Set(figures.map(key)).size).toBe(figures.length);
  });

  test('numerator and denominator agree with the value, or a note says why not', async () => {
    const figures = await source.figures([{ ...everything, periods: [...HALF_YEARS] }], call());
    const rates = figures.filter((f) => catalogue.get(f.indicator)?.kind === 'RATE' && f.value !== null);
    for (const f of rates) {
      const unit = catalogue.get(f.indicator)?.unit ?? 'PERCENT';
      expect(f.numerator, key(f)).not.toBeNull();
      const computed = valueOfParts(unit, f.numerator ?? Number.NaN, f.denominator ?? Number.NaN);
      if (f.note === null) expect(f.value, key(f)).toBeCloseTo(computed ?? Number.NaN, 6);
    }
    const disagreeing = rates.filter((f) => f.note !== null).map(key);
    expect(disagreeing).toEqual(owner === 'education' ? ['NATIONAL_STANDARD_SCHOOLS CITY-01 2025-S2'] : []);
  });

  test('a rate over nothing is missing and says so, never 0', async () => {
    const nothing = sampleFigures(owner).filter((f) => f.value === null && f.period === '2022-S2');
    // In the sample only the programme has such rates; each department's own tests have one for its system.
    expect(nothing.length > 0).toBe(owner === 'programme');
    if (owner !== 'programme') return;
    const block: Block = {
      indicators: [...new Set(nothing.map((f) => f.indicator))],
      areas: AREAS,
      periods: [period('2022-S2')],
    };
    const got = new Map((await source.figures([block], call())).map((f) => [key(f), f]));
    for (const f of nothing) {
      const figure: SourceFigure | undefined = got.get(key(f));
      expect(figure?.value ?? null, key(f)).toBeNull();
      expect([figure?.status, figure?.reason], key(f)).toEqual(['M', 'DOES_NOT_APPLY']);
    }
  });

  test('names the document and the time of publication of every figure', async () => {
    const figures = await source.figures([{ indicators: codes, areas: [CITY], periods: HALF_YEARS }], call());
    for (const f of figures.filter((g) => g.value !== null)) {
      expect(f.document, key(f)).toBeTruthy();
      // DHIS2 does not say when a figure was published.
      if (owner === 'health') expect(f.publishedAt).toBeNull();
      else expect(Number.isNaN(Date.parse(f.publishedAt ?? '')), key(f)).toBe(false);
    }
  });

  test('asks its system once for many blocks', async () => {
    const before = sandbox.asked.length;
    const blocks = codes.slice(0, 5).map((code): Block => ({ indicators: [code], areas: [CITY], periods: HALF_YEARS }));
    await source.figures(blocks, call());
    const questions = sandbox.asked.slice(before).filter((line) => !line.includes('token'));
    // 60 cells are one page. The programme's files have nobody who could count: they are read when they have changed.
    expect(questions).toHaveLength(owner === 'programme' ? 0 : 1);
    if (owner === 'social-insurance') expect(questions).toEqual(['POST /v1/statistics/search page 1']);
  });

  test('knows everything that its mapping names, and misses nothing of the catalogue', async () => {
    const report = await source.probe(call());
    expect(report.refused).toEqual([]);
    expect(report.missing).toEqual([]);
    expect([...report.mapped].sort()).toEqual([...codes].sort());
  });

  test('says which districts reported for a half-year, and when', async () => {
    const submissions = await source.submissions(period('2023-S1'), call());
    expect(submissions.length).toBeGreaterThan(0);
    for (const s of submissions) {
      expect(s.on).toMatch(/^2023-\d{2}-\d{2}$/);
      if (s.area !== null) expect(areaById(s.area)).toBeDefined();
    }
  });

  test('a caller that has left ends the question', async () => {
    const left = AbortSignal.abort();
    await expect(source.figures([everything], { ...call(), signal: left })).rejects.toThrow();
  });
});
