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
  /** Price of a question at most. Dear ones have as much together, all others half of it. */
  readonly price: number;
}

/** A question is dear above this share of the highest price. */
const DEAR = 1 / 4;

interface Inside {
  readonly since: number;
  light: number;
  dear: number;
}

/**
 * Where questions are while they are answered: so many at once and no more, for every answer takes memory. Dear ones have a
 * room of their own, so that they never keep the others out; and when one is over its price stays taken for as long again,
 * so that whoever asks dear questions one after the other leaves half of the time to the rest.
 */
export class Room {
  readonly #inside = new Map<string, Inside>();
  readonly #unanswered = new Set<string>();
  readonly #paid = { light: 0, dear: 0 };

  constructor(private readonly limits: RoomLimits) {}

  /** True while the question of this id has no answer, which would tell its id to whoever asked. */
  has(requestId: string): boolean {
    return this.#unanswered.has(requestId);
  }

  /** A place, or null when all are taken: nobody waits, for a queue would only make everybody late. */
  enter(requestId: string): Place | null {
    if (this.#inside.size >= this.limits.atOnce) return null;
    const inside: Inside = { since: performance.now(), light: 0, dear: 0 };
    this.#inside.set(requestId, inside);
    this.#unanswered.add(requestId);
    return {
      pay: (price) => this.#pay(inside, price),
      answered: () => void this.#unanswered.delete(requestId),
      leave: () => {
        this.#unanswered.delete(requestId);
        if (this.#inside.delete(requestId)) this.#giveBack(inside);
      },
    };
  }

  #pay(inside: Inside, price: number): boolean {
    const { price: limit } = this.limits;
    const lane = price > limit * DEAR ? 'dear' : 'light';
    const paid = this.#paid[lane];
    if (paid > 0 && paid + price > (lane === 'dear' ? limit : limit / 2)) return false;
    inside[lane] += price;
    this.#paid[lane] += price;
    return true;
  }

  #giveBack({ since, light, dear }: Inside): void {
    this.#paid.light -= light;
    if (dear === 0) return;
    setTimeout(() => {
      this.#paid.dear -= dear;
    }, performance.now() - since).unref();
  }
}
