import { request } from 'node:http';
import { graphql } from 'graphql';
import type { Graph } from '../../gateway/graph.js';
import type { RunningSubgraph } from '../../subgraphs/start.js';
import { type Ground, type Measured, measured } from './measure.js';
import { Clock, startProgram } from './program.js';

const CLIENTS = 1000;
const WINDOWS = 5;
const MAX_AGE_S = 60;
const CODES = ['DOCTORS', 'HOSPITAL_BEDS', 'HEALTH_MANAGEMENT'];

/** One crowd of questions, all at the same time; throws when one of them is not answered. */
type Crowd = () => Promise<void>;

/** How often a department's system is asked while crowds ask the same of the graph: counted where the system is. */
export async function singleFlight(ground: Ground): Promise<readonly Measured[]> {
  const clock = new Clock();
  const env = { HEALTH_MAX_AGE: String(MAX_AGE_S), DEADLINE_MS: '60000', SOURCE_DEADLINE_MS: '60000' };
  const graph = await startProgram(ground, clock, env);
  try {
    const health = graph.subgraphs.find(({ name }) => name === 'health') as RunningSubgraph;
    const counts = (crowd: Crowd) => windowsOf(crowd, health, clock);
    const within = await counts(() => atOnce(() => askSubgraph(health)));
    const overHttp = await counts(() => atOnce(() => askOverHttp(graph)));
    return [
      ...told(`${CLIENTS} questions at once to the subgraph`, within),
      ...told(`${CLIENTS} clients at once over HTTP`, overHttp),
    ];
  } finally {
    await graph.close();
  }
}

/** Questions to the system in each window of maxAge, in which two crowds come: at its beginning and before its end. */
async function windowsOf(crowd: Crowd, { asked }: RunningSubgraph, clock: Clock): Promise<number[]> {
  const counts: number[] = [];
  for (let window = 0; window < WINDOWS; window++) {
    clock.forward(1000 * MAX_AGE_S);
    const before = asked.length;
    await crowd();
    clock.forward(1000 * MAX_AGE_S - 1);
    await crowd();
    if (asked.length === before) throw new Error('Figures that were too old were served without asking for them.');
    counts.push(asked.length - before);
    clock.forward(1);
  }
  return counts;
}

function told(what: string, counts: readonly number[]): Measured[] {
  return [
    measured(`${what}: source questions within maxAge, the most of ${WINDOWS} times`, Math.max(...counts), '', 1),
  ];
}

async function atOnce(ask: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: CLIENTS }, ask));
}

const OF_SUBGRAPH = `query ($series: [_Any!]!) {
  _entities(representations: $series) { ... on HealthSeries { headline { period value } } }
}`;
const SERIES = CODES.map((indicator) => ({ __typename: 'HealthSeries', indicator, asOf: null }));

/** Each question is one of its own: they share nothing but the journal. */
async function askSubgraph({ schema, contextFor }: RunningSubgraph): Promise<void> {
  const contextValue = contextFor({ requestId: 'bench', signal: new AbortController().signal });
  const variableValues = { series: SERIES };
  const { errors } = await graphql({ schema, source: OF_SUBGRAPH, variableValues, contextValue });
  if (errors) throw errors[0];
}

const OF_GRAPH = JSON.stringify({
  query: 'query ($codes: [ID!]) { indicators(codes: $codes) { series { headline { period value } } } }',
  variables: { codes: CODES },
});

async function askOverHttp({ url }: Graph): Promise<void> {
  const body = await new Promise<string>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', connection: 'close' };
    const sent = request(url, { method: 'POST', agent: false, headers }, async (response) => {
      const chunks: Buffer[] = await response.toArray();
      resolve(Buffer.concat(chunks).toString());
    });
    sent.on('error', reject).end(OF_GRAPH);
  });
  const { errors } = JSON.parse(body);
  if (errors) throw new Error(`A question of the crowd failed: ${body.slice(0, 300)}`);
}
