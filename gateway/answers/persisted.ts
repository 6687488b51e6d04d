import { createHash } from 'node:crypto';
import { Lru } from '../executor/lru.js';

/** Bytes of the texts that clients have sent with their hash. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Texts of operations by their SHA-256 in hexadecimal, so that a question can be asked without its text. */
export class Persisted {
  readonly #registered: ReadonlyMap<string, string>;
  readonly #sent = new Lru<string, string>(MOST_BYTES, (text) => 2 * text.length + 200);

  /** The registered ones are known from the start, and stay. */
  constructor(registered: readonly string[]) {
    this.#registered = new Map(registered.map((text) => [hashOf(text), text]));
  }

  textOf(hash: string): string | undefined {
    return this.#registered.get(hash) ?? this.#sent.get(hash);
  }

  /** Remembers a text that may be asked. */
  add(hash: string, text: string): void {
    if (!this.#registered.has(hash)) this.#sent.set(hash, text);
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
