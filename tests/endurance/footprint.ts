import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a process holds at rest. */
export interface Footprint {
  /** Bytes of the heap that are in use after a collection. */
  readonly heap: number;
  /** What keeps the process going, by kind: sockets, timers, servers. */
  readonly handles: Readonly<Record<string, number>>;
}

const LOOKS = 5;
const BETWEEN_LOOKS_MS = 250;

/** The least of several looks, for the background refresh always has something under way. */
export async function footprint(): Promise<Footprint> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let heap = Number.POSITIVE_INFINITY;
  const looks: Record<string, number>[] = [];
  for (let look = 0; look < LOOKS; look++) {
    await delay(BETWEEN_LOOKS_MS);
    collect();
    heap = Math.min(heap, process.memoryUsage().heapUsed);
    looks.push(countOf(process.getActiveResourcesInfo()));
  }
  const kinds = new Set(looks.flatMap((look) => Object.keys(look)));
  const least = (kind: string) => Math.min(...looks.map((look) => look[kind] ?? 0));
  return { heap, handles: Object.fromEntries([...kinds].map((kind) => [kind, least(kind)])) };
}

function countOf(names: readonly string[]): Record<string, number> {
  const count: Record<string, number> = {};
  for (const name of names) count[name] = (count[name] ?? 0) + 1;
  return count;
}
