import { areaById } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../catalogue.js';
import type { SourceFigure } from '../figure.js';
import { period } from '../period.js';
import type { SliceAnswer } from './answer.js';
import { type Candidate, Candidates } from './candidates.js';
import { type ArrivalTime, type Failure, failureOf } from './checks.js';
import type { Recorded, RecordedSlice } from './comparison.js';
import type { CheckReason, Coverage, Vintage } from './contract.js';
import { goneFrom, withdrawalOf } from './gone.js';
import type { KnownCell, Outcome } from './outcome.js';
import { rejectionOf } from './rejection.js';
import { compareCells, sameFigure, sameNumbers } from './sameness.js';

/** A slice as it was asked for and answered. */
interface AnsweredSlice extends ArrivalTime {
  readonly indicator: CatalogueIndicator;
  readonly coverage: Coverage;
  readonly arrived: SliceAnswer;
  readonly recorded: Recorded;
}

/**
 * Compares one slice. Figures that fail by themselves are refused first, then those that jump, then periods whose districts
 * do not add up to the city. Jumps come first because they point at one figure, where a sum that fails holds all that is
 * new in its period.
 */
export function compareSlice(answered: AnsweredSlice, outcome: Outcome): void {
  new SliceComparison(answered, outcome).run();
}

interface Refused {
  readonly figure: SourceFigure;
  readonly failure: Failure;
  readonly cell: KnownCell;
}

class SliceComparison {
  readonly #slice: RecordedSlice | undefined;
  readonly #candidates: Candidates;
  readonly #refused: Refused[] = [];

  constructor(
    private readonly answered: AnsweredSlice,
    private readonly outcome: Outcome,
  ) {
    this.#slice = answered.recorded.slice(answered.coverage);
    this.#candidates = new Candidates(answered.indicator, this.#slice);
  }

  run(): void {
    const { arrived, coverage } = this.answered;
    for (const row of arrived.values()) for (const variants of row.values()) this.#arrive(variants);
    if (this.#slice) {
      const { withdrawn, lost } = goneFrom(arrived, coverage, this.#slice.vintages());
      for (const vintage of withdrawn) this.#miss(vintage, null);
      for (const vintage of lost) this.#miss(vintage, { reason: 'FEWER_AREAS', detail: lossOf(vintage) });
    }
    for (const { candidate, failure } of this.#candidates.takeOutContradictions()) {
      this.#refuse(candidate.figure, failure, candidate.cell);
    }
    this.#report();
  }

  /** What came for one cell: one figure, or several that contradict each other. */
  #arrive(variants: readonly SourceFigure[]): void {
    const [first] = variants;
    if (!first) return;
    const cell = this.#cellOf(first);
    if (variants.length === 1 && isStanding(first, cell)) {
      this.outcome.confirm();
      return;
    }
    const figure = this.#choose(variants, cell);
    if (figure && isStanding(figure, cell)) this.outcome.confirm();
    else if (figure) this.#check(figure, cell);
  }

  /** The one of several figures that counts; what does not is refused. */
  #choose(variants: readonly SourceFigure[], cell: KnownCell): SourceFigure | undefined {
    const open = variants.filter((figure) => isStanding(figure, cell) || !this.#refuseRejected(figure, cell));
    const chosen = open.length > 1 ? open.find((figure) => isReleased(figure, 'DUPLICATE', cell)) : open[0];
    for (const other of open) {
      if (other !== chosen) this.#refuse(other, { reason: 'DUPLICATE', detail: contradictionOf(open) }, cell);
    }
    return chosen;
  }

  #check(figure: SourceFigure, cell: KnownCell): void {
    const { indicator, now, today } = this.answered;
    const checked = { figure, indicator, area: areaById(figure.area), period: period(figure.period) };
    const isPardoned = (reason: CheckReason) => isReleased(figure, reason, cell);
    const failure = failureOf(checked, { now, today }, isPardoned);
    if (failure) this.#refuse(figure, failure, cell);
    else this.#candidates.add(candidateOf(figure, cell, isPardoned));
  }

  /** A recorded figure that did not come: withdrawn, or (with a failure) lost. */
  #miss(vintage: Vintage, failure: Failure | null): void {
    const figure = withdrawalOf(vintage);
    const cell = this.#cellOf(figure);
    if (this.#refuseRejected(figure, cell)) return;
    const isPardoned = (reason: CheckReason) => isReleased(figure, reason, cell);
    if (failure && !isPardoned(failure.reason)) this.#refuse(figure, failure, cell);
    else this.#candidates.add(candidateOf(figure, cell, isPardoned));
  }

  #cellOf({ indicator, area, period }: SourceFigure): KnownCell {
    const entries = this.answered.recorded.quarantined(indicator, area, period);
    this.outcome.review(entries);
    return { standing: this.#slice?.get(area, period), entries, checkedAt: this.#slice?.checkedAt ?? null };
  }

  /** What an operator rejected stays refused, whatever the checks would say of it now. */
  #refuseRejected(figure: SourceFigure, cell: KnownCell): boolean {
    const entry = rejectionOf(figure, cell.entries);
    if (entry) this.#refuse(figure, entry, cell);
    return entry !== undefined;
  }

  #refuse(figure: SourceFigure, { reason, detail }: Failure, cell: KnownCell): void {
    this.#refused.push({ figure, failure: { reason, detail }, cell });
  }

  /** Hands everything over in an order that does not depend on the answer's. */
  #report(): void {
    const byCell = (a: { figure: SourceFigure }, b: { figure: SourceFigure }) => compareCells(a.figure, b.figure);
    for (const { figure, failure, cell } of this.#refused.sort(byCell)) this.outcome.refuse(figure, failure, cell);
    for (const { figure, cell } of this.#candidates.all().sort(byCell)) {
      this.outcome.take(figure, releaseOf(figure, cell));
    }
  }
}

function isStanding(figure: SourceFigure, { standing }: KnownCell): boolean {
  return standing !== undefined && sameFigure(figure, standing);
}

function candidateOf(figure: SourceFigure, cell: KnownCell, isPardoned: Candidate['isPardoned']): Candidate {
  const isSameNumber = cell.standing !== undefined && sameNumbers(figure, cell.standing);
  return { figure, period: period(figure.period), cell, isSameNumber, isPardoned };
}

/**
 * True when an operator released the figure from a check: this one, or one of the same numbers; the one that stands released
 * passes all checks of numbers. A time of publication is released with the figure alone.
 */
function isReleased(figure: SourceFigure, reason: CheckReason, { standing, entries }: KnownCell): boolean {
  const alike = reason === 'PUBLISHED_IN_FUTURE' || reason === 'DUPLICATE' ? sameFigure : sameNumbers;
  const released = entries.some(
    (entry) => entry.decision === 'RELEASED' && entry.reason === reason && alike(entry.figure, figure),
  );
  return released || (standing !== undefined && standing.released !== null && alike(standing, figure));
}

/** The number of the entry whose release a figure rests on; null when it rests on the checks. */
function releaseOf(figure: SourceFigure, { standing, entries }: KnownCell): number | null {
  const entry = entries.find((one) => one.decision === 'RELEASED' && sameNumbers(one.figure, figure));
  if (entry) return entry.number;
  return standing && sameNumbers(standing, figure) ? standing.released : null;
}

function contradictionOf(variants: readonly SourceFigure[]): string {
  const values = variants.map(({ value }) => value ?? 'none').sort();
  return `${variants.length} different figures came for one cell: ${values.join(', ')}`;
}

function lossOf({ period: text }: Vintage): string {
  return `the figure is gone, while the answer has others of ${text} or lacks more than a source withdraws at once`;
}
