/** Milliseconds of work after which others have their turn. */
const TURN_MS = 2;
/** Items of lists before which they do not: what is small is answered in one go, so that what it loads is loaded together. */
const TURN_ITEMS = 250;

/** Divides long work among turns of the event loop, so that short questions do not wait for the end of a long one. */
export class Turns {
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

  /** Goes on in another turn. */
  after(goOn: () => void): void {
    setImmediate(() => {
      if (this.isOver(0)) this.after(goOn);
      else goOn();
    });
  }

  /** Resolves in another turn. */
  another(): Promise<void> {
    return new Promise((resolve) => this.after(resolve));
  }
}
