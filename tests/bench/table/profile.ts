import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A part of the work, and how much of the processor's time it took, from 0 to 1. */
export interface Part {
  readonly part: string;
  readonly share: number;
  /** Its functions that took most, each with its share of all. */
  readonly most: readonly (readonly [name: string, share: number])[];
}

interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: Frame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Which part a function belongs to, by the file that it comes from and its name; the first that fits. */
const PARTS: readonly (readonly [part: string, fits: RegExp])[] = [
  ['garbage collection', /^ \(garbage collector\)$/],
  ['the engine and the system', /^ \(program\)$/],
  ['JSON', /prettyJSONStringify|^ (stringify|parse)$|limit\.ts|serialize/i],
  [
    'shaping of the answer',
    /gateway\/executor\/(shaper|response)\.ts|gateway\/dist\/resultShaping|^ (object|list|value|leaf)\w*\d+$/,
  ],
  ['fetches, merging, representations', /gateway\/executor\/|gateway\/dist\/(executeQueryPlan|utilities|datasources)/],
  [
    'subgraph execution',
    /gateway\/subgraphs\/|node_modules\/(graphql\/execution|graphql\/jsutils|graphql-jit|@apollo\/subgraph)\//,
  ],
  ['parsing, validation, printing of GraphQL', /node_modules\/graphql\//],
  ['planning', /node_modules\/@apollo\/(query-planner|query-graphs|federation-internals|composition)\//],
  ['the subgraphs themselves', /(^| )subgraphs\/|node_modules\/dataloader\//],
  ["Apollo's server and gateway", /node_modules\/@(apollo|as-integrations|opentelemetry)\//],
  [
    'the web server',
    /node_modules\/(fastify|@fastify|find-my-way|light-my-request|avvio|pino|negotiator|body-parser|cors|finalhandler|raw-body)\b/,
  ],
  ['node itself: HTTP, streams, promises', /^node:|^ (write|run|close|shutdown|abort|then)\w*$/],
  ['the rest of the gateway', /(^| )(gateway|schema)\//],
];

/** Waiting, and the profiler's own start and end. */
const NOT_WORK = new Set(['(idle)', 'dispatch']);

/** Sums a profile by part, the largest first; time in which nothing was to be done does not count. */
export function partsOf(file: string): readonly Part[] {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const sources = new Sources();
  const parts = new Map<string, { time: number; functions: Map<string, number> }>();
  let all = 0;
  for (const [i, id] of samples.entries()) {
    const frame = frames.get(id);
    if (!frame || NOT_WORK.has(frame.functionName)) continue;
    const name = `${sources.of(frame)} ${frame.functionName || '(anonymous)'}`;
    const time = timeDeltas[i] ?? 0;
    const part = PARTS.find(([, fits]) => fits.test(name))?.[0] ?? 'everything else';
    const known = parts.get(part) ?? { time: 0, functions: new Map() };
    known.time += time;
    known.functions.set(name, (known.functions.get(name) ?? 0) + time);
    parts.set(part, known);
    all += time;
  }
  return [...parts]
    .sort(([, a], [, b]) => b.time - a.time)
    .map(([part, { time, functions }]) => ({
      part,
      share: time / all,
      most: [...functions]
        .sort(([, a], [, b]) => b - a)
        .slice(0, 4)
        .map(([name, took]) => [name.trim(), took / all] as const),
    }));
}

/** The sources that built files were made of. */
class Sources {
  readonly #maps = new Map<string, SourceMap | null>();

  /** The source file of a function, from the project's folder; empty for the engine's own. */
  of({ url, lineNumber, columnNumber }: Frame): string {
    if (!url.startsWith('file:')) return url;
    const path = fileURLToPath(url);
    const entry = this.#mapOf(path)?.findEntry(lineNumber, columnNumber);
    const source = entry && 'originalSource' in entry ? entry.originalSource : path;
    return source.replace(/^.*?((?:node_modules|gateway|subgraphs|schema|tests)\/)/, '$1');
  }

  #mapOf(path: string): SourceMap | null {
    const known = this.#maps.get(path);
    if (known !== undefined) return known;
    const file = `${path}.map`;
    const map =
      !path.includes('node_modules') && existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : null;
    this.#maps.set(path, map);
    return map;
  }
}

/** A profile by part, as lines. */
export function profileLines(parts: readonly Part[]): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(7);
  return parts.flatMap(({ part, share, most }) => [
    `${percent(share)}  ${part}`,
    ...most.filter(([, one]) => one >= 0.005).map(([name, one]) => `${' '.repeat(9)}${percent(one)}  ${name}`),
  ]);
}
