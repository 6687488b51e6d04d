import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { question, type TestGraph, testGraph } from '../support/graph.js';

/**
 * One question of the graph is one question to each department, counted where the department's system is: in its sandbox.
 */
describe.each(['in one process', 'over HTTP'] as const)('what one question asks of the departments, %s', (joined) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await testGraph({}, joined);
  });
  afterAll(() => graph?.close());

  /** What each sandbox was asked while the question was answered; tokens apart. */
  async function asked(query: string): Promise<Record<string, string[]>> {
    const before = new Map(graph.owners.map((s) => [s.name, s.asked.length]));
    const { errors } = await graph.ask(query);
    expect(errors).toBeUndefined();
    return Object.fromEntries(graph.owners.map((s) => [s.name, s.asked.slice(before.get(s.name))]));
  }

  test('the main question asks health, education and labour once, and social insurance each page once', async () => {
    const { health, education, labour, 'social-insurance': insurance } = await asked(question('Standing'));
    expect(health).toHaveLength(1);
    expect(education).toHaveLength(1);
    expect(labour).toHaveLength(1);
    const pages = (insurance ?? []).filter((line) => !line.includes('token'));
    expect(pages.length).toBeGreaterThan(1);
    expect(new Set(pages).size).toBe(pages.length);
    expect((insurance ?? []).length - pages.length).toBeLessThanOrEqual(1);
  });

  test('aliases, series and profiles of one owner, asked in two places of a question, are one question to its system', async () => {
    const {
      health,
      education,
      labour,
      'social-insurance': insurance,
    } = await asked(`{
      one: indicators(codes: ["DOCTORS", "HOSPITAL_BEDS", "SCHOOL_MILK", "JOBS", "PENSION"]) { series { headline { value } now: observations(level: DISTRICT, periods: ["2023-S1"]) { value changeOnYear } } }
      two: indicators(codes: ["HEALTH_MANAGEMENT", "NATIONAL_STANDARD_SCHOOLS", "POLICY_CREDIT", "HEALTH_INSURANCE"]) { series { headline { value changeOnYear } } assessment(period: "2023-S1") { state } }
      areas(level: DISTRICT) {
        then: health(period: "2021") { doctors { value } }
        health(period: "2022") { doctors { value } doctorsPer10000 { value changeOnYear } }
        education(period: "2022") { pupils { value } }
        labour(period: "2022") { poorHouseholds { value } }
        socialInsurance(period: "2022") { insuredPeople { value } }
      }
    }`);
    expect(health).toHaveLength(1);
    expect(education).toHaveLength(1);
    expect(labour).toHaveLength(1);
    const pages = (insurance ?? []).filter((line) => !line.includes('token'));
    expect(new Set(pages).size).toBe(pages.length);
  });

  test('a question about one department asks no other', async () => {
    const {
      health,
      education,
      labour,
      'social-insurance': insurance,
    } = await asked('{ indicator(code: "DOCTORS") { series { headline { value } } } }');
    expect(health).toHaveLength(1);
    expect([education, labour, insurance]).toEqual([[], [], []]);
  });

  test('a question about the catalogue asks none', async () => {
    expect(Object.values(await asked('{ indicators { code name target { value } } }')).flat()).toEqual([]);
  });
});
