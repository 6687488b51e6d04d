import type { SourceFigure } from '../figure.js';
import type { Failure } from './checks.js';
import type { Comparison, HeldCell } from './comparison.js';
import type { NewQuarantined, NewVintage, Quarantined, Vintage } from './contract.js';
import { WITHDRAWN } from './contract.js';
import { sameFigure } from './sameness.js';

/** What is known of the cell of a figure that came, or that should have come. */
export interface KnownCell {
  readonly standing: Vintage | undefined;
  /** Its entries in quarantine. */
  readonly entries: readonly Quarantined[];
  /** When the source last confirmed the slice. */
  readonly checkedAt: string | null;
}

/** Collects what an answer comes to. */
export class Outcome {
  readonly #taken: NewVintage[] = [];
  readonly #quarantine: NewQuarantined[] = [];
  readonly #held: HeldCell[] = [];
  /** Entries that say of a cell what the source still says. */
  readonly #upheld = new Set<number>();
  readonly #open: Quarantined[] = [];
  #unchanged = 0;
  #withdrawn = 0;

  /** Looks at the open entries of a cell that the source has spoken about: those that nothing upholds are superseded. */
  review(entries: readonly Quarantined[]): void {
    for (const entry of entries) if (entry.decision === null) this.#open.push(entry);
  }

  confirm(): void {
    this.#unchanged += 1;
  }

  take(figure: SourceFigure, released: number | null): void {
    this.#taken.push({ ...figure, released });
    if (figure.reason === WITHDRAWN) this.#withdrawn += 1;
  }

  /** Refuses a figure: what is in quarantine alike already, open or rejected, is not put there again. */
  refuse(figure: SourceFigure, { reason, detail }: Failure, cell: KnownCell): void {
    const { indicator, area, period } = figure;
    this.#held.push({ indicator, area, period, reason });
    const alike = cell.entries.filter(
      (entry) =>
        (entry.decision === null || entry.decision === 'REJECTED') &&
        entry.reason === reason &&
        sameFigure(entry.figure, figure),
    );
    for (const { number } of alike) this.#upheld.add(number);
    if (alike.length === 0) this.#quarantine.push({ figure, reason, detail, lastGoodAt: lastGoodAt(cell) });
  }

  result(): Comparison {
    return {
      taken: this.#taken,
      quarantine: this.#quarantine,
      superseded: this.#open.flatMap(({ number }) => (this.#upheld.has(number) ? [] : number)).sort((a, b) => a - b),
      unchanged: this.#unchanged,
      withdrawn: this.#withdrawn,
      refused: this.#held.length,
      held: this.#held,
    };
  }
}

/** While something is held, the figure that stands is no longer confirmed: it is as old as when the first of it came. */
function lastGoodAt({ standing, entries, checkedAt }: KnownCell): string | null {
  if (!standing || standing.reason === WITHDRAWN) return null;
  const open = entries.flatMap((entry) => (entry.decision === null ? (entry.lastGoodAt ?? []) : []));
  return open.sort()[0] ?? checkedAt;
}
