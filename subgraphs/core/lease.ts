import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, startOf } from './postgres/running.js';

/** What the holder of a lease says to the others. */
export interface Said {
  readonly pid: number;
  /** When the process was started: its number may be another's by now. */
  readonly start: string | null;
  /** READY: what it says holds. BUSY: it begins or ends. FREE: it has let go. */
  readonly state: 'BUSY' | 'READY' | 'FREE';
  /** What it says, or the one before it said. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Held by this process until it lets go or ends. */
export interface Lease {
  /** What the one before said; empty for the first. */
  readonly former: Said['variables'];
  ready(variables: Said['variables']): void;
  busy(): void;
  free(): void;
}

const HOLDER = 'holder.json';
/**
 * Former holders that stay listed: a listing can miss what is added while it is made, and must still find the one before.
 */
const KEPT = 50;

/**
 * Takes the lease of a folder, which one process holds at a time, or gives its holder. That of a process that has ended is
 * free. Each holder has a folder with the next number; the highest ones are never removed, so that no number comes twice and
 * two that take it at the same moment find out which one has it.
 */
export function takeLease(folder: string): { readonly lease: Lease } | { readonly lease: null; readonly holder: Said } {
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const number = Math.max(0, ...numbers(folder));
    const last = number === 0 ? null : saidIn(join(folder, String(number)));
    // Somebody else has just taken it after the one that was listed.
    if (number > 0 && last === null) continue;
    if (last && last.state !== 'FREE' && isRunning(last.pid, last.start)) return { lease: null, holder: last };
    const lease = claimed(folder, number + 1, last?.variables ?? {});
    if (lease) return { lease };
  }
}

function numbers(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Null when it was removed meanwhile. */
function saidIn(place: string): Said | null {
  try {
    return JSON.parse(readFileSync(join(place, HOLDER), 'utf8')) as Said;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Null when another one was faster. */
function claimed(folder: string, number: number, former: Said['variables']): Lease | null {
  const place = join(folder, String(number));
  const made = mkdtempSync(join(folder, 'new-'));
  const say = (at: string, state: Said['state'], variables: Said['variables']) => {
    const said: Said = { pid: process.pid, start: startOf(process.pid), state, variables };
    const file = join(at, HOLDER);
    writeFileSync(`${file}.new`, JSON.stringify(said), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  say(made, 'BUSY', former);
  if (!renamed(made, place)) return null;
  const others = numbers(folder).filter((other) => other !== number);
  if (others.some((other) => other > number)) {
    rmSync(place, { recursive: true, force: true });
    return null;
  }
  for (const other of others.filter((one) => one < number - KEPT))
    rmSync(join(folder, String(other)), { recursive: true, force: true });
  let variables = former;
  return {
    former,
    ready(said) {
      variables = said;
      say(place, 'READY', variables);
    },
    busy: () => say(place, 'BUSY', variables),
    free: () => say(place, 'FREE', variables),
  };
}

/** False when there is one of that name: a folder with something in it is never replaced. */
function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    rmSync(from, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
