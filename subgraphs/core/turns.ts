/** Milliseconds of work after which others have their turn. */
const TURN_MS = 2;
/** Items of lists before which they do not: what is small is answered in one go, so that what it loads is loaded together. */
const TURN_ITEMS = 250;

/** Divides long work among turns of the event loop, so that short questions do not wait for the end of a long one. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isArranged = false;
  #began = 0;
  /** Items worked on in this turn of the event loop, in whichever question. */
  #items = 0;

  /** Counts items of a list that were worked on; true when this turn has taken long enough. */
  isOver(items: number): boolean {
    if (this.#items === 0 && items > 0) {
      this.#began = performance.now();
      setImmediate(() => {
        this.#items = 0;
      });
    }
    this.#items += items;
    return this.#items >= TURN_ITEMS && performance.now() - this.#began > TURN_MS;
  }

  /** Goes on in another turn, when all that waited before has had one. */
  after(goOn: () => void): void {
    this.#waiting.push(goOn);
    this.#arrange();
  }

  #arrange(): void {
    if (this.#isArranged || this.#waiting.length === 0) return;
    this.#isArranged = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isArranged = false;
    this.#items = 0;
    // What comes meanwhile waits behind the others, and what is left over stays in front of it.
    for (let left = this.#waiting.length; left > 0 && !this.isOver(0); left -= 1) this.#waiting.shift()?.();
    this.#arrange();
  }

  /** Resolves in another turn. */
  another(): Promise<void> {
    return new Promise((resolve) => this.after(resolve));
  }
}
