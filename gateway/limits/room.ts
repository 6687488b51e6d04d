/** The place that one question takes while it is answered. */
export interface Place {
  /** Counts the price of the question in; false: together with the others under way it would be too much. */
  pay(price: number): boolean;
  /** The answer is about to be sent: nothing that comes from now on can be a part of the question. */
  answered(): void;
  leave(): void;
}

export interface RoomLimits {
  /** Questions at once. */
  readonly atOnce: number;
  /** Price of all questions at once; a question alone may always have all of it. */
  readonly price: number;
}

/** Where questions are while they are answered: so many at once and no more, for every answer takes memory. */
export class Room {
  readonly #inside = new Map<string, number>();
  readonly #unanswered = new Set<string>();
  #paid = 0;

  constructor(private readonly limits: RoomLimits) {}

  /** True while the question of this id has no answer, which would tell its id to whoever asked. */
  has(requestId: string): boolean {
    return this.#unanswered.has(requestId);
  }

  /** A place, or null when all are taken: nobody waits, for a queue would only make everybody late. */
  enter(requestId: string): Place | null {
    if (this.#inside.size >= this.limits.atOnce) return null;
    this.#inside.set(requestId, 0);
    this.#unanswered.add(requestId);
    return {
      pay: (price) => this.#pay(requestId, price),
      answered: () => void this.#unanswered.delete(requestId),
      leave: () => {
        this.#unanswered.delete(requestId);
        this.#paid -= this.#inside.get(requestId) ?? 0;
        this.#inside.delete(requestId);
      },
    };
  }

  #pay(requestId: string, price: number): boolean {
    if (this.#paid > 0 && this.#paid + price > this.limits.price) return false;
    this.#inside.set(requestId, (this.#inside.get(requestId) ?? 0) + price);
    this.#paid += price;
    return true;
  }
}
