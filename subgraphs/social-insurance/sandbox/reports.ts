import { CITY } from '../../../schema/areas/areas.js';
import { lastDay, type Period, period } from '../../core/period.js';
import type { SampleFigure } from '../../core/sample/figure.js';
import { seeded } from '../../core/sample/shares.js';
import { periodCode } from '../codes.js';
import type { Mapping } from '../mapping.js';

/** The report of one office of the insurance for a period. */
export interface Report {
  /** The service's code. */
  readonly area: string;
  /** The day, in Hanoi. */
  readonly receivedOn: string;
}

/**
 * The reports by the service's code of their period, one of each area that has figures: 2 to 11 days after the period,
 * now and then weeks late. The city, whose figures are the sum of its districts', reports with the last of them.
 */
export function reportsOf(figures: readonly SampleFigure[], mapping: Mapping): Map<string, Report[]> {
  const areasOf = new Map<string, Set<string>>();
  for (const figure of figures) {
    const areas = areasOf.get(figure.period) ?? new Set();
    areasOf.set(figure.period, areas.add(figure.area));
  }
  return new Map(
    [...areasOf].map(([text, areas]) => {
      const p = period(text);
      const days = new Map([...areas].map((area) => [area, receivedOn(p, area)]));
      if (areas.has(CITY.id)) days.set(CITY.id, [...days.values()].sort().at(-1) ?? '');
      const reports = [...days].flatMap(([id, day]) => {
        const area = mapping.areas.get(id);
        return area ? [{ area, receivedOn: day }] : [];
      });
      return [periodCode(p), reports];
    }),
  );
}

function receivedOn(p: Period, area: string): string {
  const chance = seeded(`report ${p.text} ${area}`);
  const late = chance() < 1 / 60;
  const after = late ? 18 + Math.floor(14 * chance()) : 2 + Math.floor(10 * chance());
  return new Date(Date.parse(lastDay(p)) + after * 86_400_000).toISOString().slice(0, 10);
}
