import type { OwnerBasis, SubgraphClient, SubgraphVersion } from '../subgraphs/client.js';

/** Which of an owner's versions an answer rests on; each moves whenever the one before it does. */
export type Aspect = keyof SubgraphVersion;

/** What one answer rests on: gathered while it is made, from all subgraphs that are asked for it. */
export class AnswerBasis {
  readonly #aspects = new Map<string, Aspect>();
  #until = Number.POSITIVE_INFINITY;

  /** `since`: when the answer was begun, in epoch milliseconds. */
  constructor(private readonly since: number) {}

  /** A subgraph is asked. */
  touch(name: string): void {
    if (!this.#aspects.has(name)) this.#aspects.set(name, 'figures');
  }

  /** For what a subgraph says of its part of the answer. */
  of(name: string): OwnerBasis {
    return {
      onConfirmed: () => {
        if (this.#aspects.get(name) !== 'status') this.#aspects.set(name, 'confirmed');
      },
      onStatus: () => void this.#aspects.set(name, 'status'),
      until: (instant) => {
        this.#until = Math.min(this.#until, instant);
      },
    };
  }

  /** A part of the answer holds for so many milliseconds; they are counted from the beginning. */
  holdsFor(ms: number): void {
    this.#until = Math.min(this.#until, this.since + ms);
  }

  /** A part of the answer could not be had, whether or not the answer tells of it. */
  spoil(): void {
    this.#until = Number.NEGATIVE_INFINITY;
  }

  /** Epoch milliseconds up to which the answer holds. */
  get until(): number {
    return this.#until;
  }

  /** By name: the subgraphs that were asked, in one order for all answers. */
  get touched(): readonly Touched[] {
    return [...this.#aspects].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

export type Touched = readonly [name: string, aspect: Aspect];

type Versioned = ReadonlyMap<string, Pick<SubgraphClient, 'version'>>;

/** Where the subgraphs stand now; null where it is not known of one of them. */
export function standing(subgraphs: Versioned, touched: readonly Touched[]): string[] | null {
  const stands: string[] = [];
  for (const [name, aspect] of touched) {
    const version = subgraphs.get(name)?.version();
    if (!version) return null;
    stands.push(version[aspect]);
  }
  return stands;
}

/** True when they stand where they stood. */
export function stillStands(subgraphs: Versioned, touched: readonly Touched[], stood: readonly string[]): boolean {
  for (let i = 0; i < touched.length; i++) {
    const [name, aspect] = touched[i] as Touched;
    if (subgraphs.get(name)?.version()?.[aspect] !== stood[i]) return false;
  }
  return true;
}
