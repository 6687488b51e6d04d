import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { projectFile } from '../../../schema/files.js';
import type { Ground } from '../measure.js';
import { type Figure, figuresOf, isReached } from './figures.js';
import { heldInMemory } from './held.js';
import { cellLines, figureLines } from './lines.js';
import { type Part, partsOf, profileLines } from './profile.js';
import { bodyOf, type QuestionName } from './questions.js';
import { memoryAfterReloads } from './reloads.js';
import { type Cell, inRounds } from './rounds.js';
import { FLAGS, type Flags, type Servers, startServers, type Target } from './servers.js';
import { started } from './started.js';
import { together } from './together.js';

export interface TableOptions {
  readonly rounds: number;
  /** Also where the time goes. */
  readonly profile: boolean;
  /** Hears what is under way. */
  readonly say: (text: string) => void;
}

/** All that one run has measured. */
export interface Table {
  readonly machine: { readonly cpus: string; readonly node: string; readonly flags: Flags };
  readonly rounds: number;
  readonly cells: readonly Cell[];
  readonly figures: readonly (Figure & { readonly reached: boolean })[];
  /** Where the time of ours goes, by question. */
  readonly profiles: Readonly<Record<string, readonly Part[]>>;
}

export async function table(ground: Ground, { rounds, profile, say }: TableOptions): Promise<Table> {
  const servers = await startServers(ground, say);
  try {
    const cells = await inRounds(servers, rounds, say);
    const profiles = profile ? await profilesOf(servers, say) : {};
    say('a large question beside small ones');
    const besides = await together(servers, rounds);
    say('figures held in memory');
    const held = await heldInMemory(ground);
    say('npm start');
    const program = await started(ground, servers.asker, Math.min(rounds, STARTS));
    say('reloads');
    const reloads = await memoryAfterReloads(ground);
    const figures = [...figuresOf(cells), ...besides, held, ...program, reloads];
    const [cpu] = cpus();
    return {
      machine: { cpus: `${cpus().length} x ${cpu?.model}`, node: process.version, flags: FLAGS },
      ...{ rounds, cells, profiles },
      figures: figures.map((figure) => ({ ...figure, reached: isReached(figure) })),
    };
  } finally {
    await servers.close();
  }
}

/** Each takes some seconds. */
const STARTS = 3;

export function tableLines({ machine, rounds, cells, figures, profiles }: Table): string[] {
  return [
    `${machine.cpus}, node ${machine.node}; ${rounds} rounds; flags of ours in one process: ${machine.flags.start.join(' ')}; of its gateway over HTTP: ${machine.flags.gateway.join(' ')}`,
    ...cellLines(cells),
    ...Object.entries(profiles).flatMap(([what, parts]) => [
      '',
      `where the time goes: ${what}`,
      ...profileLines(parts),
    ]),
    ...figureLines(figures),
  ];
}

/** Writes what was measured as JSON. */
export function writeTable(measured: Table, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
}

const PROFILED: readonly QuestionName[] = ['cells', 'dashboard', 'tiny'];
const PROFILE_LENGTH = { requests: 20, ms: 4000 };

async function profilesOf(servers: Servers, say: (text: string) => void): Promise<Record<string, readonly Part[]>> {
  const profiles: Record<string, readonly Part[]> = {};
  for (const row of ['ours, one process', 'ours, over HTTP'] as const) {
    const { server, url } = servers.targets.get(row) as Target;
    for (const question of PROFILED) {
      const name = `${row}, ${question}`;
      say(`profiling: ${name}`);
      const file = projectFile('.data', 'bench', `${name.replaceAll(/\W+/g, '-')}.cpuprofile`);
      mkdirSync(dirname(file), { recursive: true });
      const load = { url: url(question), bodies: [bodyOf(question)], connections: 1, atLeast: PROFILE_LENGTH };
      await server.profile(file, () => servers.asker.load(load));
      profiles[name] = partsOf(file);
    }
  }
  return profiles;
}
