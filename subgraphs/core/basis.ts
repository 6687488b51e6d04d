/**
 * What an answer rests on besides accepted figures and definitions, told while it is made to whoever may keep it. What is
 * told wins: an answer holds until the earliest of all instants.
 */
export interface Basis {
  /** The answer tells when figures were confirmed, or that they were not: it holds until the next confirmation. */
  onConfirmed(): void;
  /** The answer tells of the source itself: it holds until that answers or fails again. */
  onStatus(): void;
  /** The answer holds no longer than until this instant (epoch milliseconds); one of the past: it is not to be kept. */
  until(instant: number): void;
}

/**
 * Where an owner's answers stand. Equal texts mean equal answers to equal questions, as long as what was told to their
 * `Basis` holds too. They are of one run of the program, and compared only with those of the same one.
 */
export interface OwnerVersion {
  /**
   * Moves with accepted and withdrawn figures, quarantine and its decisions, what is withheld, what was asked of the source
   * for the first time, the definitions in use, and the day in Hanoi, on which periods end.
   */
  readonly figures: string;
  /** Moves with all of that, and with every confirmation. */
  readonly confirmed: string;
  /** Moves with all of that, and with every answer and failure of the source. */
  readonly status: string;
}

/** Milliseconds for which an answer with a stale figure is kept: whoever asks after that tries the source again. */
export const STALE_KEPT_MS = 5_000;
