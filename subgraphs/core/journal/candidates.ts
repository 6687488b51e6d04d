import type { CatalogueIndicator } from '../catalogue.js';
import type { SourceFigure } from '../figure.js';
import { type Period, period } from '../period.js';
import type { Failure } from './checks.js';
import type { RecordedSlice } from './comparison.js';
import type { CheckReason } from './contract.js';
import { jumpsOf, type SeriesPoint } from './jump-check.js';
import type { KnownCell } from './outcome.js';
import { sumFault } from './sum-check.js';

/** A new or changed figure, or a withdrawal, that has passed the checks so far. */
export interface Candidate {
  readonly figure: SourceFigure;
  readonly period: Period;
  readonly cell: KnownCell;
  /** True when no number differs from what stands: then what stands beside it need not be looked at. */
  readonly isSameNumber: boolean;
  /** True for a check that an operator has released the figure from. */
  readonly isPardoned: (reason: CheckReason) => boolean;
}

interface Refusal {
  readonly candidate: Candidate;
  readonly failure: Failure;
}

/** The candidates of one slice before what is recorded of it. */
export class Candidates {
  readonly #byArea = new Map<string, Map<string, Candidate>>();

  constructor(
    private readonly indicator: CatalogueIndicator,
    private readonly recorded: RecordedSlice | undefined,
  ) {}

  add(candidate: Candidate): void {
    const { area, period: text } = candidate.figure;
    const row = this.#byArea.get(area) ?? new Map<string, Candidate>();
    this.#byArea.set(area, row.set(text, candidate));
  }

  all(): Candidate[] {
    return [...this.#byArea.values()].flatMap((row) => [...row.values()]);
  }

  /**
   * Takes out the candidates that jump or do not add up, beside what would then stand: what is taken out brings back the
   * last good figure, which can contradict others, so it goes on until nothing more is taken out.
   */
  takeOutContradictions(): Refusal[] {
    const refusals: Refusal[] = [];
    const axis = this.#axis();
    for (let before = -1; before < refusals.length; ) {
      before = refusals.length;
      for (const area of this.#byArea.keys()) refusals.push(...this.#takeOut(this.#jumps(area, axis)));
      for (const about of this.#openPeriods()) refusals.push(...this.#takeOut(this.#sums(about)));
    }
    return refusals;
  }

  #takeOut(refusals: Refusal[]): Refusal[] {
    for (const { candidate } of refusals) this.#byArea.get(candidate.figure.area)?.delete(candidate.figure.period);
    return refusals;
  }

  /** What would stand in a cell. */
  #at(area: string, text: string): SourceFigure | undefined {
    return this.#byArea.get(area)?.get(text)?.figure ?? this.recorded?.get(area, text);
  }

  /** All periods that anything is known of, ascending. */
  #axis(): Period[] {
    const texts = new Set(this.all().map(({ figure }) => figure.period));
    for (const vintage of texts.size > 0 ? (this.recorded?.vintages() ?? []) : []) texts.add(vintage.period);
    return [...texts].map(period).sort((a, b) => a.lastMonth - b.lastMonth);
  }

  #jumps(area: string, axis: readonly Period[]): Refusal[] {
    const row = this.#byArea.get(area);
    if (!row?.size) return [];
    const series = new Map<number, SeriesPoint[]>();
    for (const about of axis) {
      const figure = this.#at(area, about.text);
      if (!figure || !hasValue(figure)) continue;
      // A seasonal figure is set against the same part of other years.
      const key = this.indicator.seasonal ? about.part : 0;
      const points = series.get(key) ?? [];
      points.push({ period: about, figure, isOpen: isOpen(row.get(about.text), 'JUMP') });
      series.set(key, points);
    }
    return [...series.values()].flatMap((points) =>
      [...jumpsOf(points, this.indicator)].flatMap(([point, detail]) => {
        const candidate = row.get(point.period.text);
        return candidate ? { candidate, failure: { reason: 'JUMP' as const, detail } } : [];
      }),
    );
  }

  #openPeriods(): Set<Period> {
    return new Set(this.all().flatMap((candidate) => (isOpen(candidate, 'SUM_OF_DISTRICTS') ? candidate.period : [])));
  }

  /** Which figure of a sum is wrong cannot be told, so all of its period that are new are taken out. */
  #sums(about: Period): Refusal[] {
    const detail = sumFault(this.indicator, about, (area) => this.#at(area, about.text));
    if (detail === null) return [];
    const failure: Failure = { reason: 'SUM_OF_DISTRICTS', detail };
    return [...this.#byArea.values()].flatMap((row) => {
      const candidate = row.get(about.text);
      return candidate && isOpen(candidate, failure.reason) ? { candidate, failure } : [];
    });
  }
}

function hasValue(figure: SourceFigure): figure is SeriesPoint['figure'] {
  return figure.value !== null;
}

function isOpen(candidate: Candidate | undefined, reason: CheckReason): boolean {
  return candidate !== undefined && !candidate.isSameNumber && !candidate.isPardoned(reason);
}
