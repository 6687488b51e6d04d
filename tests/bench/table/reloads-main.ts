import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Graph, startGraph } from '../../../gateway/graph.js';
import { projectFile } from '../../../schema/files.js';
import { Clock } from '../program.js';
import { heldNow } from './held-now.js';
import { bodyOf, type QuestionName } from './questions.js';
import { log, type Place } from './subgraphs.js';

export interface Reloads {
  readonly place: Place;
  /** How often a new supergraph and a new catalogue are taken up. */
  readonly times: number;
}

/** Bytes that the program holds before and after, on V8's heap and outside of it. */
export interface Reloaded {
  readonly before: number;
  readonly after: number;
  /** Milliseconds of one reload, on average. */
  readonly ms: number;
}

const ASKED: readonly QuestionName[] = ['dashboard', 'districts', 'tiny'];

/** The whole program, which takes up one supergraph and catalogue after the other and answers in between. */
async function reload({ place, times }: Reloads): Promise<Reloaded> {
  const [catalogue, supergraph] = [join(place.dataDir, 'catalogue'), join(place.dataDir, 'supergraph.graphql')];
  await cp(projectFile('schema', 'catalogue'), catalogue, { recursive: true });
  const sdl = await readFile(projectFile('schema', 'supergraph.graphql'), 'utf8');
  await writeFile(supergraph, sdl);
  const targets = join(catalogue, 'targets.csv');
  const first = await readFile(targets, 'utf8');
  const clock = new Clock();
  const own = {
    DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl,
    CATALOGUE: catalogue,
    SUPERGRAPH: supergraph,
  };
  const graph = await startGraph({ ...own, BACKGROUND_REFRESH: 'off', PORT: '0' }, { log, now: clock.now });
  await graph.warm();
  await askAll(graph);
  const before = await heldNow();
  let ms = 0;
  for (let time = 1; time <= times; time++) {
    clock.forward(1000);
    await writeFile(targets, first.replace(/(,NEWBORN_SCREENING,.*?)80(@2021-03)/, `$1${80 + (time % 2)}$2`));
    await writeFile(supergraph, `${sdl}\n# ${time}\n`);
    const began = performance.now();
    await graph.reload();
    ms += performance.now() - began;
    await askAll(graph, 80 + (time % 2));
  }
  const after = await heldNow();
  await graph.close();
  return { before, after, ms: ms / times };
}

/** Asks, and looks whether the target is that of the catalogue that should be in use. */
async function askAll(graph: Graph, target = 80): Promise<void> {
  const bodies = ASKED.map(bodyOf);
  bodies.push(
    JSON.stringify({ query: '{ indicator(code: "NEWBORN_SCREENING") { target(period: "2023-S1") { value } } }' }),
  );
  let text = '';
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json' };
    text = await (await fetch(graph.url, { method: 'POST', headers, body })).text();
    if (text.includes('"errors"')) throw new Error(`A question failed: ${text.slice(0, 500)}`);
  }
  if (!text.includes(`"value":${target}`)) throw new Error(`The target ${target} was expected: ${text}`);
}

process.send?.(await reload(JSON.parse(process.argv[2] ?? '') as Reloads));
process.disconnect?.();
