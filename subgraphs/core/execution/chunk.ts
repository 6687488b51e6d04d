/** Bytes of a chunk, unless what is written at once is longer. */
const SIZE = 65_536;
/** As many as some of the longest answers take. */
const MOST_IDLE = 512;
/** Milliseconds after which it is looked how many nobody took since the last look: they are let go. */
const LOOK_MS = 10_000;

/**
 * Memory for what is written, used again when nobody holds it any more: V8 finds out only by collecting all of memory that a
 * buffer is not needed, and collects all of it as soon as the buffers of a few long answers have come together.
 */
export class Chunk {
  readonly bytes: Buffer;
  #holders = 1;

  private constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** One that only the caller holds, of so many bytes at least. */
  static of(size: number): Chunk {
    const found = size <= SIZE ? idle.pop() : undefined;
    fewest = Math.min(fewest, idle.length);
    if (!found) return new Chunk(Math.max(SIZE, size));
    found.#holders = 1;
    return found;
  }

  /** The same for another holder. */
  held(): this {
    this.#holders += 1;
    return this;
  }

  /** A holder does not need it any more. Where one never says so it is left to V8. */
  letGo(): void {
    this.#holders -= 1;
    if (this.#holders > 0 || this.bytes.length > SIZE || idle.length >= MOST_IDLE) return;
    idle.push(this);
    watch();
  }
}

const idle: Chunk[] = [];
/** How many were idle at the least since that was looked at. */
let fewest = 0;
let watching: NodeJS.Timeout | null = null;

function watch(): void {
  if (watching) return;
  fewest = 0;
  const look = setInterval(() => {
    idle.splice(0, fewest);
    fewest = idle.length;
    if (idle.length > 0) return;
    clearInterval(look);
    watching = null;
  }, LOOK_MS).unref();
  watching = look;
}
