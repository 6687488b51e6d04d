import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOn } from '../../subgraphs/core/postgres/running.js';
import { seeded } from '../../subgraphs/core/sample/shares.js';

/** One start of the recorder, and how it is killed. */
export interface Kill {
  readonly run: number;
  /** What it is killed in the midst of. */
  readonly during: 'start' | 'migration' | 'recording';
  /** Milliseconds from the first sign of that. */
  readonly afterMs: number;
  /** Whether the database is killed with it, a moment before or after; else it is left behind, running. */
  readonly database: { readonly first: boolean; readonly apartMs: number } | null;
  /** Whether the next start records beside it on the same server already, and goes on when this one is dead. */
  readonly besideNext: boolean;
  /** How wrong the program's clock is, in milliseconds: it jumps ahead and back between starts. */
  readonly clockMs: number;
}

/** Starts on an empty folder, where the cluster is made first: about 1 s. */
const FIRST_STARTS = 3;
const STARTS = 12;
const MIGRATIONS = 12;
const RECORDINGS = 30;
const LONGEST_MS = { first: 1500, start: 300, migration: 120, recording: 250, apart: 150 };

/** The kills of a test by its seed: those on an empty folder first, all others shuffled. */
export function killsOf(seed: string): Kill[] {
  const chance = seeded(seed);
  const below = (most: number) => Math.floor(chance() * most);
  const kinds = [
    ...Array.from({ length: STARTS }, () => 'start' as const),
    ...Array.from({ length: MIGRATIONS }, () => 'migration' as const),
    ...Array.from({ length: RECORDINGS }, () => 'recording' as const),
  ];
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [kinds[i], kinds[j]] = [kinds[j] as (typeof kinds)[0], kinds[i] as (typeof kinds)[0]];
  }
  const all = [...Array.from({ length: FIRST_STARTS }, () => 'start' as const), ...kinds];
  let withoutDatabase = 0;
  return all.map((during, run) => {
    const longest = run < FIRST_STARTS ? LONGEST_MS.first : LONGEST_MS[during];
    // Every third time that a server surely runs.
    const withDatabase = during !== 'start' && withoutDatabase++ % 3 === 0;
    return {
      run,
      during,
      afterMs: below(longest),
      database: withDatabase ? { first: below(2) === 0, apartMs: below(LONGEST_MS.apart) } : null,
      besideNext: all[run + 1] !== undefined && all[run + 1] !== 'start' && below(3) === 0,
      clockMs: run * 60_000 + below(3_600_000) - 1_800_000,
    };
  });
}

/** kill -9 of the server on a cluster and of all its processes; false when none ran. */
export function killDatabase(cluster: string): boolean {
  const server = serverOn(cluster);
  if (!server) return false;
  // First the one that would start others in place of those that are gone.
  for (const pid of [server.pid, ...childrenOf(server.pid)]) killHard(pid);
  return true;
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has just ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | null {
  try {
    // The name, in brackets, may hold anything; then come the state and the parent.
    return Number(
      readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ')[1],
    );
  } catch (error) {
    // The process ended between the listing and the look.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
