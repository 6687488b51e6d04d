import type { OwnerName } from '../../../schema/subgraphs.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import type { SourceFigure } from '../../../subgraphs/core/figure.js';
import { type Comparison, compare, type Recorded } from '../../../subgraphs/core/journal/comparison.js';
import type { Coverage, Decision, Quarantined, SliceKey, Vintage } from '../../../subgraphs/core/journal/contract.js';
import { hanoiDay, lastEnded, parsePeriod, period } from '../../../subgraphs/core/period.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';

export const catalogue = readCatalogue();
export const NOW = new Date('2026-03-01T00:00:00Z');

const sample = sampleOf(catalogue);

/** The sample of an owner as its source gives it. */
export function sampleFigures(owner: OwnerName): SourceFigure[] {
  return sample(owner).map((figure) => ({
    ...figure,
    reason: figure.value === null ? 'DOES_NOT_APPLY' : null,
    document: 'sample',
    place: null,
  }));
}

/** Figures of one indicator and frequency. */
export function figuresOf(indicator: string, frequency: string): SourceFigure[] {
  return sampleFigures(catalogue.get(indicator)?.owner ?? 'health').filter(
    (f) => f.indicator === indicator && period(f.period).frequency === frequency,
  );
}

export function slice(indicator: string, frequency: Coverage['frequency'], now = NOW): Coverage {
  return { indicator, frequency, firstYear: 2020, lastPeriod: lastEnded(frequency, hanoiDay(now)).text };
}

/** A figure with nothing remarkable about it. */
export function figure(
  given: Partial<SourceFigure> & Pick<SourceFigure, 'indicator' | 'period' | 'value'>,
): SourceFigure {
  const isCount = catalogue.get(given.indicator)?.kind === 'COUNT';
  return {
    area: 'CITY-01',
    numerator: isCount ? given.value : null,
    denominator: null,
    status: given.value === null ? 'O' : 'A',
    reason: given.value === null ? 'BLANK_AT_SOURCE' : null,
    note: null,
    document: 'form',
    place: null,
    publishedAt: null,
    ...given,
  };
}

interface Asked {
  readonly owner?: OwnerName;
  readonly slices?: readonly Coverage[];
  readonly now?: Date;
}

/** A journal in memory that records whatever a comparison says. */
export class Desk implements Recorded {
  /** By indicator and frequency, then by area and period. */
  readonly #slices = new Map<string, Map<string, Vintage>>();
  readonly entries: Quarantined[] = [];
  #position = 0;
  #at: string | null = null;

  slice({ indicator, frequency }: SliceKey) {
    const known = this.#slices.get(`${indicator} ${frequency}`) ?? new Map<string, Vintage>();
    return {
      checkedAt: this.#at,
      get: (area: string, text: string) => known.get(`${area} ${text}`),
      vintages: () => known.values(),
    };
  }

  quarantined(indicator: string, area: string, text: string): Quarantined[] {
    if (this.entries.length === 0) return [];
    return this.entries.filter(
      ({ figure: f, decision }) =>
        decision !== 'SUPERSEDED' && f.indicator === indicator && f.area === area && f.period === text,
    );
  }

  at(indicator: string, area: string, text: string): Vintage | undefined {
    return this.slice({ indicator, frequency: period(text).frequency }).get(area, text);
  }

  /** What stands, withdrawals too. */
  standing(): Vintage[] {
    return [...this.#slices.values()].flatMap((known) => [...known.values()]);
  }

  /** Compares and records. By default all slices of the figures are asked for. */
  take(figures: readonly SourceFigure[], asked: Asked = {}): Comparison {
    const comparison = this.look(figures, asked);
    this.#at = (asked.now ?? NOW).toISOString();
    for (const { released, ...taken } of comparison.taken) this.#record(taken, released);
    for (const entry of comparison.quarantine) {
      this.#position += 1;
      const undecided = { decision: null, decidedAt: null, decidedBy: null, decidedWhy: null };
      this.entries.push({ ...entry, number: this.#position, receivedAt: this.#at, ...undecided });
    }
    for (const number of comparison.superseded) this.#decide(number, 'SUPERSEDED');
    return comparison;
  }

  /** Compares only. */
  look(figures: readonly SourceFigure[], { owner, slices, now = NOW }: Asked = {}): Comparison {
    const known = figures.flatMap((f) => {
      const about = parsePeriod(f.period);
      return about && catalogue.get(f.indicator) ? [slice(f.indicator, about.frequency, now)] : [];
    });
    const each = [...new Map(known.map((key) => [`${key.indicator} ${key.frequency}`, key])).values()];
    const by = owner ?? catalogue.get(figures[0]?.indicator ?? '')?.owner ?? 'health';
    return compare({ owner: by, catalogue, slices: slices ?? each, figures, now, today: hanoiDay(now) }, this);
  }

  release(number: number): void {
    this.#record(this.#decide(number, 'RELEASED').figure, number);
  }

  reject(number: number): void {
    this.#decide(number, 'REJECTED');
  }

  #decide(number: number, decision: Decision): Quarantined {
    const at = this.entries.findIndex((entry) => entry.number === number);
    const entry = this.entries[at];
    if (!entry || entry.decision === 'RELEASED' || entry.decision === 'SUPERSEDED')
      throw new Error(`${number} is decided`);
    const decided = { ...entry, decision };
    this.entries[at] = decided;
    return decided;
  }

  #record(taken: SourceFigure, released: number | null): void {
    this.#position += 1;
    const key = `${taken.indicator} ${parsePeriod(taken.period)?.frequency}`;
    const known = this.#slices.get(key) ?? new Map<string, Vintage>();
    const vintage = { ...taken, position: this.#position, recordedAt: NOW.toISOString(), released };
    this.#slices.set(key, known.set(`${taken.area} ${taken.period}`, vintage));
  }
}

/** Cells and reasons of what was refused: "DOCTORS CITY-01 2023-S1 RANGE". */
export function refusals({ held }: Comparison): string[] {
  return held.map((cell) => `${cell.indicator} ${cell.area} ${cell.period} ${cell.reason}`);
}
