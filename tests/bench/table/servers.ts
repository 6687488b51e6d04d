import { readProjectFile } from '../../../schema/files.js';
import type { Ground } from '../measure.js';
import { answersOf } from './answers.js';
import { type Asker, type Server, startAsker, startServer } from './child.js';
import type { Kind, Start } from './kinds.js';
import { LIMIT_PATHS } from './limit.js';
import { buildPrograms } from './programs.js';
import type { QuestionName } from './questions.js';

/** Those that are asked, as rows of the table; the two limits are one server. */
const ROWS = [
  'limit',
  'limit, cached',
  'ours, one process',
  'ours, over HTTP',
  'ours, one process, answers kept',
  'ours, over HTTP, answers kept',
  'stock, local',
  'stock, over HTTP',
  'stock, asking ours',
  'one schema',
] as const;
export type Row = (typeof ROWS)[number];

/** What is asked, and what its processor time is the sum of. */
export interface Target {
  readonly url: (question: QuestionName) => string;
  readonly server: Server;
  /** The process of the subgraphs, where it asks them over HTTP. */
  readonly behind: Server | null;
}

export interface Servers {
  readonly asker: Asker;
  /** A second one, so that many questions do not make each other late where they are asked. */
  readonly other: Asker;
  readonly targets: ReadonlyMap<Row, Target>;
  close(): Promise<void>;
}

/** Room for the answers of those that take more of it. */
const ROOM = '--max-old-space-size=1536';

type Script = 'start' | 'gateway' | 'subgraph';
export type Flags = Readonly<Record<Script, readonly string[]>>;

/** As the product's scripts start node, but with room. */
export const FLAGS: Flags = { start: flagsOf('start'), gateway: flagsOf('gateway'), subgraph: flagsOf('subgraph') };

/** What the product's scripts start is started as they do; all else as node is by default. */
function flagsFor(kind: Kind): readonly string[] {
  if (kind === 'subgraphs') return FLAGS.subgraph;
  if (kind === 'ours, over HTTP' || kind === 'ours, over HTTP, answers kept') return FLAGS.gateway;
  return kind.startsWith('ours') ? FLAGS.start : [ROOM];
}

function flagsOf(script: Script): readonly string[] {
  const { scripts } = JSON.parse(readProjectFile('package.json')) as { scripts: Record<Script, string> };
  const words = scripts[script].split(' ');
  return [...words.filter((word) => word.startsWith('--') && !word.startsWith('--max-old-space-size')), ROOM];
}

/** Builds and starts every server of the table, each in a process of its own; refuses those that answer differently. */
export async function startServers(ground: Ground, say: (text: string) => void): Promise<Servers> {
  const programs = await buildPrograms();
  const place = { dataDir: await ground.folder(), databaseUrl: await ground.database() };
  const open: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const one of open.toReversed()) await one.close();
  };
  const start = async (kind: Kind, more: Partial<Start> = {}) => {
    say(`starting: ${kind}`);
    const server = await startServer(programs.server, flagsFor(kind), { kind, place, urls: {}, answers: {}, ...more });
    open.push(server);
    return server;
  };
  try {
    const graphs = new Map<Row, Target>();
    const add = (row: Row, server: Server, behind: Server | null = null) =>
      graphs.set(row, { server, behind, url: () => server.urls.graph as string });
    add('ours, one process', await start('ours, one process'));
    add('stock, local', await start('stock, local'));
    const subgraphs = await start('subgraphs');
    const { urls } = subgraphs;
    add('ours, over HTTP', await start('ours, over HTTP', { urls }), subgraphs);
    const stockSubgraphs = await start('stock subgraphs');
    add('stock, over HTTP', await start('stock, over HTTP', { urls: stockSubgraphs.urls }), stockSubgraphs);
    add('stock, asking ours', await start('stock, over HTTP', { urls }), subgraphs);
    add('ours, one process, answers kept', await start('ours, one process, answers kept'));
    add('ours, over HTTP, answers kept', await start('ours, over HTTP, answers kept', { urls }), subgraphs);
    const oneSchema = await start('one schema');
    say('comparing the answers');
    const answers = await answersOf([...graphs].map(([row, { url }]) => ({ row, url: url('tiny') })));
    const limit = await start('limit', { answers });
    const [asker, other] = [startAsker(programs.load), startAsker(programs.load)];
    open.push(asker, other);
    const limited = (path: string): Target => ({
      server: limit,
      behind: null,
      url: (question) => limit.urls.graph + path + question,
    });
    const targets = new Map<Row, Target>([
      ['limit', limited(LIMIT_PATHS.computed)],
      ['limit, cached', limited(LIMIT_PATHS.cached)],
      ...graphs,
      ['one schema', { server: oneSchema, behind: null, url: () => oneSchema.urls.graph as string }],
    ]);
    return { asker, other, targets, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whether a server is measured by this: one schema knows of the programme alone, and one row stands in a note alone. */
export function answers(row: Row, question: QuestionName): boolean {
  if (row === 'stock, asking ours') return question === 'dashboard';
  return row !== 'one schema' || question === 'tiny';
}
