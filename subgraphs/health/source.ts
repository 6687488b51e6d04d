import type { Call, DepartmentSource, SourceContext } from '../core/department.js';
import { SourceError } from '../core/errors.js';
import { httpClient } from '../core/sources/http.js';
import { figuresOf, type Question, questionOf } from './figures.js';
import { type Grid, isRecord, readGrid } from './grid.js';
import type { HealthSettings } from './index.js';
import { periodCode } from './period-code.js';
import { probe, systemOf } from './probe.js';
import { submissionsOf } from './registrations.js';

/** Asks DHIS2 for a path below the base URL; JSON that it answered with 200. */
export type Ask = (path: string, query: readonly (readonly [string, string])[], call: Call) => Promise<unknown>;

/** Longest query text. Tomcat, on which DHIS2 runs, takes 8 KB of request line and headers together. */
const QUERY_AT_MOST = 7_000;

/** Opens the client of a DHIS2 instance. Nothing is asked until the first question. */
export function openSource(settings: HealthSettings, { catalogue }: SourceContext): DepartmentSource {
  const http = httpClient({ owner: 'health', baseUrl: settings.url });
  const headers = { Authorization: `ApiToken ${settings.token}` };
  const { mapping } = settings;

  const ask: Ask = async (path, query, call) => {
    const answer = await http.get(path, { signal: call.signal, headers, query, accept: [409] });
    if (answer.status === 409) throw conflict(path, answer.body);
    return answer.body;
  };

  return {
    async figures(blocks, call) {
      const question = questionOf(blocks, mapping);
      if (!question) return [];
      const grid = readGrid(await ask('/api/analytics.json', analyticsQuery(question), call));
      warnOfUnknown(grid, question, call);
      return figuresOf(grid, question, blocks, mapping, catalogue);
    },
    async submissions(period, call) {
      const dataSet = mapping.dataSets.get(period.frequency);
      const city = mapping.units.get('CITY-01');
      if (!dataSet || !city) return [];
      const query = [
        ['dataSet', dataSet],
        ['period', periodCode(period)],
        ['orgUnit', city],
        ['children', 'true'],
      ] as const;
      return submissionsOf(await ask('/api/completeDataSetRegistrations.json', query, call), period, mapping);
    },
    probe: (call) => probe(ask, mapping, catalogue, call),
    async ping(call) {
      await systemOf(ask, call);
    },
    async close() {
      http.close();
    },
  };
}

function analyticsQuery(question: Question): [string, string][] {
  const dimension = (name: keyof Question): [string, string] => [
    'dimension',
    `${name}:${[...question[name].keys()].sort().join(';')}`,
  ];
  const query: [string, string][] = [
    dimension('dx'),
    dimension('ou'),
    dimension('pe'),
    ['includeNumDen', 'true'],
    // By default DHIS2 rounds to one decimal, and the graph promises values that are not rounded.
    ['skipRounding', 'true'],
    ['outputIdScheme', 'UID'],
  ];
  const length = query.reduce((sum, [name, text]) => sum + name.length + text.length + 2, 0);
  if (length <= QUERY_AT_MOST) return query;
  throw new SourceError('SOURCE_REFUSED', 'health', `the question is ${length} characters long, more than DHIS2 takes`);
}

/** DHIS2 leaves out items that it does not know without a word, as long as one is known. */
function warnOfUnknown(grid: Grid, question: Question, call: Call): void {
  for (const dimension of ['dx', 'ou'] as const) {
    const known = grid.known(dimension);
    const unknown = known ? [...question[dimension].keys()].filter((uid) => !known.has(uid)) : [];
    if (unknown.length === 0) continue;
    const what = unknown.map((uid) => `${question[dimension].get(uid)} (${uid})`);
    call.log.warn(
      { owner: 'health', dimension, what, requestId: call.requestId },
      'the source does not know what is mapped',
    );
  }
}

/** 409 is DHIS2's answer to a question that it cannot or may not answer; E7131 is a query of its own that timed out. */
function conflict(path: string, body: unknown): SourceError {
  const told: unknown = isRecord(body) ? body.errorCode : undefined;
  const code = typeof told === 'string' && /^E\d{4}$/.test(told) ? told : 'no error code';
  return new SourceError(
    code === 'E7131' ? 'SOURCE_FAILED' : 'SOURCE_REFUSED',
    'health',
    `GET ${path}: HTTP 409, ${code}`,
  );
}
