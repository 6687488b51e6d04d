import { createHash } from 'node:crypto';
import { Lru } from '../executor/lru.js';
import type { SubgraphClient, SubgraphVersion } from '../subgraphs/client.js';
import { type AnswerBasis, type Aspect, standing, stillStands, type Touched } from './basis.js';
import { Bodies } from './bodies.js';

export interface AnswersOptions {
  /** Bytes of all that is kept, keys included. */
  readonly mostBytes: number;
  /** By name. */
  readonly subgraphs: ReadonlyMap<string, Pick<SubgraphClient, 'version'>>;
  /** Under which supergraph and program answers are made now: those of another release are never served. */
  readonly release: () => string;
  readonly now: () => Date;
}

/** What an answer is besides its bytes. */
interface Head {
  readonly type: string;
  /** Of a file to download. */
  readonly disposition: string | null;
  readonly operationName: string | null;
}

/** Why an answer holds, and until when. */
export interface Ground {
  readonly touched: readonly Touched[];
  /** Where the subgraphs stood, in the same order. */
  readonly stands: readonly string[];
  readonly release: string;
  /** Epoch milliseconds: from when, and up to when. */
  readonly since: number;
  readonly until: number;
}

export interface KeptAnswer extends Head, Ground {
  readonly bodies: Bodies;
  readonly tag: string;
}

/** Where everything stood before an answer was begun. */
export interface Beginning {
  readonly versions: ReadonlyMap<string, SubgraphVersion | null>;
  /** The same as one text; null where it is not known of one of them. */
  readonly stands: string | null;
  readonly release: string;
  readonly since: number;
}

/** How a tag says on what of a subgraph its answer rests. */
const MARKS: Readonly<Record<Aspect, string>> = { figures: '', confirmed: '+', status: '*' };

function touchedBy(marked: string): Touched {
  const aspect = marked.endsWith('*') ? 'status' : marked.endsWith('+') ? 'confirmed' : 'figures';
  return [aspect === 'figures' ? marked : marked.slice(0, -1), aspect];
}

/** The largest share of the room that one answer may take. */
const LARGEST = 1 / 8;
/** What an entry takes besides its texts and bytes, roughly. */
const OVERHEAD = 2_000;

/** Finished answers by the key of their question, each as long as it is what would be computed. */
export class Answers {
  readonly #kept: Lru<string, KeptAnswer>;
  /** Keys by questions as they were sent, so that those who send the same need not be read. */
  readonly #keys: Lru<string, string>;
  #hits = 0;
  #misses = 0;

  constructor(private readonly options: AnswersOptions) {
    const { mostBytes } = options;
    const largest = mostBytes * LARGEST;
    const weight = ({ bodies }: KeptAnswer) => bodies.size + OVERHEAD;
    this.#keys = new Lru(mostBytes * LARGEST, (key, sent) => 2 * (key.length + sent.length) + OVERHEAD / 20);
    this.#kept = new Lru(mostBytes * (1 - LARGEST), (kept) =>
      kept.bodies.plain.length + OVERHEAD > largest ? Number.POSITIVE_INFINITY : weight(kept),
    );
  }

  /** What is kept, for the log. */
  get state() {
    const bytes = this.#kept.weight + this.#keys.weight;
    return { entries: this.#kept.size, bytes, hits: this.#hits, misses: this.#misses };
  }

  /** The key of a question that was sent in the same words before. */
  keyOf(sent: string): string | undefined {
    return this.#keys.get(sent);
  }

  /** The answer that is kept for a key, if it holds now. */
  get(key: string): KeptAnswer | null {
    const kept = this.#kept.get(key);
    if (kept && this.#holds(kept)) {
      this.#hits += 1;
      return kept;
    }
    if (kept) this.#kept.delete(key);
    this.#misses += 1;
    return null;
  }

  begin(): Beginning {
    const { subgraphs, release, now } = this.options;
    const versions = new Map([...subgraphs].map(([name, subgraph]) => [name, subgraph.version()]));
    const current = release();
    const all = [...versions.keys()].map((name): Touched => [name, 'status']);
    const stands = standing(subgraphs, all);
    return { versions, stands: stands && [current, ...stands].join('\n'), release: current, since: now().getTime() };
  }

  /** Why an answer that was made since a beginning holds; null: something moved meanwhile, or it holds for itself alone. */
  ground({ versions, release, since }: Beginning, basis: AnswerBasis): Ground | null {
    const { subgraphs, now } = this.options;
    const { touched, until } = basis;
    if (until <= now().getTime() || release !== this.options.release()) return null;
    const before = standing(new Map([...versions].map(([name, one]) => [name, { version: () => one }])), touched);
    if (before === null || !stillStands(subgraphs, touched, before)) return null;
    return { touched, stands: before, release, since, until };
  }

  /** Keeps an answer under its key, and under the question as it was sent (null: under the key alone). */
  keep(key: string, sent: string | null, kept: Omit<KeptAnswer, 'bodies'>, plain: Buffer): void {
    const bodies = new Bodies(plain, () => {
      if (this.#kept.get(key) === answer) this.#kept.set(key, answer);
    });
    const answer: KeptAnswer = { ...kept, bodies };
    this.#kept.set(key, answer);
    if (sent !== null) this.#keys.set(sent, key);
  }

  /** Remembers other words for the same question. */
  alsoSent(key: string, sent: string): void {
    this.#keys.set(sent, key);
  }

  /** The most bytes of an answer that can be kept. */
  get largest(): number {
    return this.options.mostBytes * LARGEST;
  }

  /** The tag of an answer: who shows it later is told whether it still holds, also when the answer itself is gone. */
  tag(key: string, { touched, stands, release, until }: Ground): string {
    const names = touched.map(([name, aspect]) => name + MARKS[aspect]).join('.');
    const head = `${Number.isFinite(until) ? until.toString(36) : ''}/${names}`;
    const digest = createHash('sha256')
      .update([key, head, release, ...stands].join('\n'))
      .digest('base64url');
    return `W/"${head}/${digest.slice(0, 27)}"`;
  }

  /** Whether a tag that a client shows is one of ours for this key, and holds now. */
  isCurrent(key: string, tag: string): boolean {
    const [, until, names] = /^W\/"([0-9a-z]*)\/([^/"]*)\/[^/"]*"$/.exec(tag) ?? [];
    if (until === undefined || names === undefined) return false;
    const touched = (names === '' ? [] : names.split('.')).map(touchedBy);
    const end = until === '' ? Number.POSITIVE_INFINITY : Number.parseInt(until, 36);
    const now = this.options.now().getTime();
    const stands = standing(this.options.subgraphs, touched);
    if (stands === null || end <= now) return false;
    const ground = { touched, stands, release: this.options.release(), since: now, until: end };
    return this.tag(key, ground) === tag;
  }

  /** A clock that was set back tells nothing of what was kept before. */
  #holds({ touched, stands, release, since, until }: Ground): boolean {
    const now = this.options.now().getTime();
    if (now < since || now >= until || release !== this.options.release()) return false;
    return stillStands(this.options.subgraphs, touched, stands);
  }
}
