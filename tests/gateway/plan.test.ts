import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type PlanNode, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { wavesOf } from '../../gateway/executor/waves.js';
import { readProjectFile } from '../../schema/files.js';
import { question } from '../support/graph.js';

const supergraph = Supergraph.build(readProjectFile('schema', 'supergraph.graphql'));
const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true });

function planOf(query: string): PlanNode {
  const { node } = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), parse(query)));
  if (!node || node.kind === 'Subscription') throw new Error('There is no plan.');
  return node;
}

/** The fetches of a plan, by wave: subgraph and the types of its entities. */
function wavesIn(plan: PlanNode): string[][] {
  const { total, after } = wavesOf(plan);
  const waves: string[][] = Array.from({ length: total }, () => []);
  for (const [fetch, later] of after) {
    const types = [...fetch.operation.matchAll(/_entities\(representations:\$representations\)\{\.\.\.on (\w+)/g)];
    waves[total - 1 - later]?.push([fetch.serviceName, ...types.map((found) => found[1])].join(' '));
  }
  return waves.map((wave) => wave.sort());
}

describe('the plan of the main question', () => {
  test('has three waves: the programme, the owners side by side, and analysis once per entity type', () => {
    expect(wavesIn(planOf(question('Standing')))).toEqual([
      ['programme'],
      [
        'education EducationSeries',
        'health HealthSeries',
        'labour LabourSeries',
        'social-insurance SocialInsuranceSeries',
      ],
      ['analysis Indicator', 'analysis Programme'],
    ]);
  });

  test('has the owners alone in the second wave for the hard targets too', () => {
    const [first, second, third, ...more] = wavesIn(planOf(question('HardTargets')));
    expect([first, second?.length, third, more]).toEqual([['programme'], 4, ['analysis Indicator'], []]);
  });

  test('of one row per district asks each department once', () => {
    expect(wavesIn(planOf(question('OneRowPerDistrict')))).toEqual([
      ['programme'],
      ['education Area', 'health Area', 'labour Area', 'social-insurance Area'],
    ]);
  });
});
