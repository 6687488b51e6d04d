import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

const EASY = { level: 1 };
/** For what is sent again and again: several times smaller than the text, and made once. */
const THOROUGH = { params: { [zlib.BROTLI_PARAM_QUALITY]: 5, [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT } };

const MAKE = {
  br: (text: Buffer): Promise<Buffer> => promisify(brotliCompress)(text, THOROUGH),
  gzip: (text: Buffer): Promise<Buffer> => promisify(gzip)(text, { level: 6 }),
};

export type Encoding = keyof typeof MAKE;

/** The best first. */
const ENCODINGS: readonly Encoding[] = ['br', 'gzip'];

/** Bytes below which an answer is sent as it is: its head is as long. */
const LEAST = 1024;

/** What an `Accept-Encoding` header allows of what we make, the best first; a quality of zero refuses. */
export function encodingsOf(header: string | undefined): readonly Encoding[] {
  if (header === undefined) return [];
  const refused = new Set<string>();
  const allowed = new Set<string>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const isRefused = parameters.some((text) => /^q=0(\.0*)?$/.test(text));
    (isRefused ? refused : allowed).add(name === 'x-gzip' ? 'gzip' : name);
  }
  return ENCODINGS.filter((one) => !refused.has(one) && (allowed.has(one) || allowed.has('*')));
}

/** An answer on its way out. */
export interface Body {
  readonly bytes: Buffer;
  /** Null: as it is. */
  readonly encoding: Encoding | null;
}

/** The bytes of one kept answer: as it is, and compressed once somebody has asked for that. */
export class Bodies {
  readonly #made = new Map<Encoding, Buffer>();
  readonly #making = new Set<Encoding>();

  constructor(
    readonly plain: Buffer,
    /** Called when there are more of them. */
    private readonly grown: () => void,
  ) {}

  /** Bytes of all of them. */
  get size(): number {
    return [...this.#made.values()].reduce((sum, { length }) => sum + length, this.plain.length);
  }

  /** The best that is there. What would be better is made meanwhile, for those who ask next: nobody waits for it. */
  best(encodings: readonly Encoding[]): Body {
    const [wanted] = encodings;
    if (wanted === undefined || this.plain.length < LEAST) return { bytes: this.plain, encoding: null };
    if (!this.#made.has(wanted) && !this.#making.has(wanted)) void this.#make(wanted);
    for (const encoding of encodings) {
      const bytes = this.#made.get(encoding);
      if (bytes) return { bytes, encoding };
    }
    return { bytes: this.plain, encoding: null };
  }

  async #make(encoding: Encoding): Promise<void> {
    this.#making.add(encoding);
    const bytes = await MAKE[encoding](this.plain);
    this.#made.set(encoding, bytes);
    this.grown();
  }
}

/** Bytes below which an answer that is sent once is not worth the work. */
const LEAST_ONCE = 8 * 1024;

/** An answer that is sent once: as little work as makes it several times smaller, and that beside the event loop. Null: as it is. */
export async function compressedOnce(answer: string | Buffer, encodings: readonly Encoding[]): Promise<Body | null> {
  if (answer.length < LEAST_ONCE || !encodings.includes('gzip')) return null;
  return { bytes: await promisify(gzip)(answer, EASY), encoding: 'gzip' };
}
