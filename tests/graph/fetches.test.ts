import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNERS } from '../../schema/subgraphs.js';
import { question, type TestGraph, TODAY, testGraph } from '../support/graph.js';

/** Figures of no age at all: every question goes to the departments. */
const ALWAYS_ASKED = Object.fromEntries(
  OWNERS.map((owner) => [`${owner.toUpperCase().replaceAll('-', '_')}_MAX_AGE`, '0']),
);

/** What each sandbox was asked while a question was answered; tokens apart. */
async function asked(graph: TestGraph, query: string): Promise<Record<string, string[]>> {
  const before = new Map(graph.owners.map((s) => [s.name, s.asked.length]));
  const { errors } = await graph.ask(query);
  expect(errors).toBeUndefined();
  return Object.fromEntries(graph.owners.map((s) => [s.name, s.asked.slice(before.get(s.name))]));
}

/**
 * One question of the graph is at most one question to each department, counted where the department's system is: in its
 * sandbox.
 */
describe.each(['in one process', 'over HTTP'] as const)('what one question asks of the departments, %s', (joined) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await testGraph(ALWAYS_ASKED, joined);
  });
  afterAll(() => graph?.close());

  test('the main question asks health, education and labour once, and social insurance each page once', async () => {
    const { health, education, labour, 'social-insurance': insurance } = await asked(graph, question('Standing'));
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
    } = await asked(
      graph,
      `{
      one: indicators(codes: ["DOCTORS", "HOSPITAL_BEDS", "SCHOOL_MILK", "JOBS", "PENSION"]) { series { headline { value } now: observations(level: DISTRICT, periods: ["2023-S1"]) { value changeOnYear } } }
      two: indicators(codes: ["HEALTH_MANAGEMENT", "NATIONAL_STANDARD_SCHOOLS", "POLICY_CREDIT", "HEALTH_INSURANCE"]) { series { headline { value changeOnYear } } assessment(period: "2023-S1") { state } }
      areas(level: DISTRICT) {
        then: health(period: "2021") { doctors { value } }
        health(period: "2022") { doctors { value } doctorsPer10000 { value changeOnYear } }
        education(period: "2022") { pupils { value } }
        labour(period: "2022") { poorHouseholds { value } }
        socialInsurance(period: "2022") { insuredPeople { value } }
      }
    }`,
    );
    expect(health).toHaveLength(1);
    expect(education).toHaveLength(1);
    expect(labour).toHaveLength(1);
    const pages = (insurance ?? []).filter((line) => !line.includes('token'));
    expect(new Set(pages).size).toBe(pages.length);
  });

  test('very many profiles and lists in one question are one question to each system too', async () => {
    const { health, education, labour } = await asked(
      graph,
      `{
      indicators { series { headline { value } } }
      areas {
        health(period: "2022") { doctors { value } }
        education(period: "2022") { pupils { value } }
        labour(period: "2022") { poorHouseholds { value } }
      }
    }`,
    );
    expect([health?.length, education?.length, labour?.length]).toEqual([1, 1, 1]);
  });

  test('very many lists in one question are one question to each system too', async () => {
    const lists = Array.from({ length: 8 }, (_, i) => `list${i}: observations(periods: ["2015"]) { value }`).join(' ');
    const { health, education, labour } = await asked(graph, `{ indicators { series { ${lists} } } }`);
    expect([health?.length, education?.length, labour?.length]).toEqual([1, 1, 1]);
  });

  test('a question about one department asks no other', async () => {
    const {
      health,
      education,
      labour,
      'social-insurance': insurance,
    } = await asked(graph, '{ indicator(code: "DOCTORS") { series { headline { value } } } }');
    expect(health).toHaveLength(1);
    expect([education, labour, insurance]).toEqual([[], [], []]);
  });

  test('a question about the catalogue asks none', async () => {
    expect(Object.values(await asked(graph, '{ indicators { code name target { value } } }')).flat()).toEqual([]);
  });
});

describe.each(['in one process', 'over HTTP'] as const)('figures of which some are fresh, %s', (joined) => {
  let graph: TestGraph;
  let time = TODAY.getTime();
  beforeAll(async () => {
    const young = { LABOUR_MAX_AGE: '60', HEALTH_MAX_AGE: '60', EDUCATION_MAX_AGE: '60' };
    graph = await testGraph(young, joined, () => new Date(time));
  });
  afterAll(() => graph?.close());

  test.each(['COMMUNE', 'DISTRICT'])('are one question to each department, in long lists of each %s', async (level) => {
    const { indicators } = await graph.answer('{ indicators { code } }');
    time += 61_000;
    const every = indicators.filter((_: unknown, i: number) => i % 2 === 0).map(({ code }: { code: string }) => code);
    await graph.answer('query($every: [ID!]) { indicators(codes: $every) { series { headline { value } } } }', {
      every,
    });
    const lists = `observations(level: ${level}, from: "2025", to: "2025") { period value }`;
    const { health, education, labour } = await asked(graph, `query Long { indicators { series { ${lists} } } }`);
    expect([health?.length, education?.length, labour?.length]).toEqual([1, 1, 1]);
  });
});

describe('figures that are fresh', () => {
  let graph: TestGraph;
  let time = TODAY.getTime();
  beforeAll(async () => {
    graph = await testGraph({ SOCIAL_INSURANCE_MAX_AGE: '60' }, 'in one process', () => new Date(time));
  });
  afterAll(() => graph?.close());

  test('are not asked for again, whoever asks', async () => {
    const questions = Array.from({ length: 20 }, () => asked(graph, question('Standing')));
    expect((await Promise.all(questions)).flatMap((one) => Object.values(one).flat())).toEqual([]);
  });

  test('are asked for again once they are older than their department allows, and only there', async () => {
    time += 61_000;
    const { health, 'social-insurance': insurance } = await asked(graph, question('Standing'));
    expect(health).toEqual([]);
    expect(insurance?.length).toBeGreaterThan(0);
    expect((await asked(graph, question('Standing')))['social-insurance']).toEqual([]);
  });

  test('are asked for now where the question says so, but not twice within ten seconds', async () => {
    const live = '{ indicator(code: "DOCTORS") { series { observations(periods: ["2023"], maxAge: 0) { value } } } }';
    expect((await asked(graph, live)).health).toHaveLength(1);
    expect((await asked(graph, live)).health).toEqual([]);
    time += 11_000;
    expect((await asked(graph, live)).health).toHaveLength(1);
  });
});
