import { describe, expect, test } from 'vitest';
import { AreaFigures } from '../../subgraphs/analysis/areas/figures.js';
import type { GraphAnswer, GraphClient } from '../../subgraphs/core/graph-client.js';

const CALL = { requestId: 'test', signal: new AbortController().signal };
const ASKED = { asOf: null, areas: ['DISTRICT-001'], to: '2023-S1', boundaries: 'AS_REPORTED' };
const row = {
  area: { id: 'DISTRICT-001' },
  ...{ period: '2023-S1', value: 1, numerator: 1, denominator: null, sample: false, status: 'A', movedBy: null },
};
const told = (code: string, observations: unknown[] | null) => ({
  code,
  owner: { code: 'health' },
  series: { observations },
});

function graphThat(answer: (codes: readonly string[]) => GraphAnswer): { graph: GraphClient; asked: unknown[] } {
  const asked: unknown[] = [];
  const ask: GraphClient['ask'] = async (_, variables) => {
    asked.push(variables);
    return answer(variables.codes as string[]);
  };
  return { graph: { ask }, asked };
}

describe('figures of areas for judgements', () => {
  test('are asked once for all indicators of which the same is asked', async () => {
    const { graph, asked } = graphThat((codes) => ({ data: { indicators: codes.map((code) => told(code, [row])) } }));
    const figures = new AreaFigures(graph, CALL);
    const found = await Promise.all([
      figures.of({ ...ASKED, code: 'DOCTORS' }),
      figures.of({ ...ASKED, code: 'BEDS' }),
      figures.of({ ...ASKED, code: 'DOCTORS' }),
      figures.of({ ...ASKED, code: 'DOCTORS', to: '2023-S2' }),
    ]);
    expect(found).toEqual([[row], [row], [row], [row]]);
    expect(asked).toEqual([
      { ...ASKED, codes: ['DOCTORS', 'BEDS'] },
      { ...ASKED, to: '2023-S2', codes: ['DOCTORS'] },
    ]);
  });

  test('of an owner that did not answer are that owner’s error, beside those of others', async () => {
    const { graph } = graphThat((codes) => ({
      data: { indicators: codes.map((code) => told(code, code === 'DOCTORS' ? null : [row])) },
      errors: [
        {
          message: 'x',
          path: ['indicators', 0, 'series', 'observations'],
          extensions: { code: 'SOURCE_UNREACHABLE', department: 'health' },
        },
      ],
    }));
    const figures = new AreaFigures(graph, CALL);
    const [doctors, beds] = await Promise.allSettled([
      figures.of({ ...ASKED, code: 'DOCTORS' }),
      figures.of({ ...ASKED, code: 'BEDS' }),
    ]);
    expect(doctors).toMatchObject({ reason: { extensions: { code: 'SOURCE_UNREACHABLE', department: 'health' } } });
    expect(beds).toMatchObject({ value: [row] });
  });

  test('cannot be had without the whole graph, and say what to set', async () => {
    await expect(new AreaFigures(null, CALL).of({ ...ASKED, code: 'DOCTORS' })).rejects.toMatchObject({
      extensions: { code: 'SUBGRAPH_FAILED' },
      originalError: expect.objectContaining({ message: expect.stringContaining('GRAPH_URL') }),
    });
  });
});
