import type { Call, DepartmentSource } from './department.js';
import type { Submission } from './figure.js';
import type { Period } from './period.js';
import { SharedWork } from './sources/shared-work.js';

/** Periods remembered: more than a committee ever looks at. */
const MOST_PERIODS = 100;

interface Remembered {
  readonly at: number;
  readonly submissions: readonly Submission[];
}

/**
 * Who has reported for a period, as the source says: asked once for all who want it at the same time, and not again within
 * the maximum age. It tells of a process at the source and not of a figure, so the journal does not keep it.
 */
export class Submissions {
  readonly #remembered = new Map<string, Remembered>();
  readonly #asking = new Map<string, SharedWork<readonly Submission[]>>();

  #moves = 0;

  constructor(
    private readonly source: Pick<DepartmentSource, 'submissions'>,
    private readonly maxAgeMs: number,
    private readonly now: () => Date,
  ) {}

  /** How many answers have been remembered. */
  get moves(): number {
    return this.#moves;
  }

  /** Throws the source's error. */
  async of(period: Period, call: Call): Promise<readonly Submission[]> {
    const known = this.#remembered.get(period.text);
    if (known && this.now().getTime() - known.at < this.maxAgeMs) {
      call.basis?.until(known.at + this.maxAgeMs);
      return known.submissions;
    }
    call.basis?.until(this.now().getTime() + this.maxAgeMs);
    const asking =
      this.#asking.get(period.text) ??
      new SharedWork((signal) =>
        this.#ask(period, { ...call, signal }).finally(() => this.#asking.delete(period.text)),
      );
    this.#asking.set(period.text, asking);
    return asking.wait(call.signal);
  }

  async #ask(period: Period, call: Call): Promise<readonly Submission[]> {
    const submissions = await this.source.submissions(period, call);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= MOST_PERIODS && oldest !== undefined) this.#remembered.delete(oldest);
    this.#moves += 1;
    this.#remembered.set(period.text, { at: this.now().getTime(), submissions });
    return submissions;
  }
}
