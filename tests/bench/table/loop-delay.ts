/** How often is looked, in milliseconds. */
const EVERY_MS = 2;

/**
 * How long whoever comes at a chance moment waits for the event loop. A loop that stands still for a second is seen late
 * once, but by everybody who comes in that second: so it counts as often as it could have been looked at meanwhile.
 */
export class LoopDelay {
  readonly #delays: number[] = [];
  #expected = performance.now() + EVERY_MS;
  readonly #timer = setInterval(() => this.#look(), EVERY_MS);

  /** Ends; milliseconds that 99 of 100 do not exceed. */
  p99(): number {
    clearInterval(this.#timer);
    this.#look();
    const sorted = this.#delays.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(0.99 * sorted.length))] ?? 0;
  }

  #look(): void {
    const now = performance.now();
    for (let late = now - this.#expected; late > 0; late -= EVERY_MS) this.#delays.push(late);
    if (now <= this.#expected) this.#delays.push(0);
    this.#expected = now + EVERY_MS;
  }
}
