import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Catalogue } from '../catalogue.js';
import type { SourceFigure } from '../figure.js';
import { FREQUENCIES } from '../period.js';
import { type Stray, sortAnswer } from './answer.js';
import type { CheckReason, Coverage, NewQuarantined, NewVintage, Quarantined, SliceKey, Vintage } from './contract.js';
import { Outcome } from './outcome.js';
import { sameFigure } from './sameness.js';
import { compareSlice } from './slice-comparison.js';

/** What a source answered. */
export interface Arrival {
  readonly owner: OwnerName;
  readonly catalogue: Catalogue;
  /** What it was asked for. */
  readonly slices: readonly Coverage[];
  /** In any order. What was not asked for (a known indicator at another frequency) is passed over. */
  readonly figures: readonly SourceFigure[];
  readonly now: Date;
  /** Today in Hanoi: 2023-06-30. */
  readonly today: string;
}

/** What is recorded of one slice. */
export interface RecordedSlice {
  /** When the source last confirmed the slice; null: never. */
  readonly checkedAt: string | null;
  /** The latest vintage of a cell, a withdrawal too. */
  get(areaId: string, period: string): Vintage | undefined;
  /** The latest vintage of each cell, in any order. */
  vintages(): Iterable<Vintage>;
}

/** What is recorded, as a comparison reads it. It is only read, never kept. */
export interface Recorded {
  /** Undefined when nothing is recorded of the slice. */
  slice(key: SliceKey): RecordedSlice | undefined;
  /** The entries of a cell that are open, rejected or released, ascending; superseded ones where they had been rejected. */
  quarantined(indicator: string, areaId: string, period: string): readonly Quarantined[];
}

/** A cell whose figure was refused in this answer, be it put in quarantine now or already there. */
export interface HeldCell {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly reason: CheckReason;
}

/** What is to be recorded of an answer. */
export interface Comparison {
  /** New and changed figures and accepted withdrawals: by indicator (in the catalogue's order), frequency, area id, period. */
  readonly taken: readonly NewVintage[];
  /** Refused figures that are not in quarantine yet, alike. */
  readonly quarantine: readonly NewQuarantined[];
  /** Numbers of open entries that the source no longer stands by: it gave another figure for the cell, or a good one. */
  readonly superseded: readonly number[];
  /** Cells that the source confirmed. */
  readonly unchanged: number;
  /** How many of `taken` are withdrawals. */
  readonly withdrawn: number;
  /** Figures refused now: those put in quarantine and those that are still there. */
  readonly refused: number;
  readonly held: readonly HeldCell[];
}

/**
 * Sets an answer against what is recorded: what is new or changed and passes the checks is taken, what fails is put in
 * quarantine, and the last good figure stays. The same answer in any order gives the same comparison. Each slice is asked for once.
 */
export function compare(arrival: Arrival, recorded: Recorded): Comparison {
  const outcome = new Outcome();
  const answer = sortAnswer(arrival);
  for (const coverage of inOrder(arrival)) {
    const indicator = arrival.catalogue.get(coverage.indicator);
    if (!indicator || indicator.owner !== arrival.owner) continue;
    const { now, today } = arrival;
    compareSlice({ indicator, coverage, arrived: answer.of(coverage), recorded, now, today }, outcome);
  }
  for (const stray of answer.strays) refuseStray(stray, recorded, outcome);
  return outcome.result();
}

/** A figure of no slice can only be refused, unless an operator has released it. */
function refuseStray({ figure, failure }: Stray, recorded: Recorded, outcome: Outcome): void {
  const entries = recorded.quarantined(figure.indicator, figure.area, figure.period);
  const isReleased = ({ decision, reason, figure: other }: Quarantined) =>
    decision === 'RELEASED' && reason === failure.reason && sameFigure(other, figure);
  outcome.review(entries);
  if (entries.some(isReleased)) outcome.confirm();
  else outcome.refuse(figure, failure, { standing: undefined, entries, checkedAt: null });
}

/** Each slice once, by indicator in the catalogue's order, then by frequency. */
function inOrder({ slices, catalogue, owner }: Arrival): Coverage[] {
  const place = new Map(catalogue.seriesOf(owner).map(({ code }, i) => [code, i]));
  const order = (slice: Coverage) =>
    (place.get(slice.indicator) ?? 0) * FREQUENCIES.length + FREQUENCIES.indexOf(slice.frequency);
  return [...slices].sort((a, b) => order(a) - order(b));
}
