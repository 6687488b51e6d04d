import { AREAS } from '../../schema/areas/areas.js';
import type { Call } from '../../subgraphs/core/department.js';
import type { Figure, Freshness, Journal, ServedSlice } from '../../subgraphs/core/journal/served.js';
import { lastEnded, type Period, period, periodsBetween } from '../../subgraphs/core/period.js';

/**
 * A journal that is none: the figures that another one knows, laid out once, without ages, coverage or quarantine. An
 * answer from it takes what answers would take if nothing were kept of when a figure was confirmed, and why not.
 */
export async function bareJournal(journal: Journal, firstYear: number, today: string, call: Call): Promise<Journal> {
  const requests = journal.ages().map((key) => ({ ...key, firstYear, maxAgeMs: null }));
  const slices = new Map<string, ServedSlice>();
  for (const slice of await journal.read(requests, call)) {
    if (slice instanceof Error) throw slice;
    const { indicator, frequency } = slice;
    slices.set(
      indicator,
      bareSlice(slice, periodsBetween(frequency, period(String(firstYear)), lastEnded('M', today))),
    );
  }
  const sliceOf = ({ indicator }: { readonly indicator: string }) => slices.get(indicator) as ServedSlice;
  return {
    inMemory: () => ({ slice: sliceOf }),
    read: async (asked) => asked.map(sliceOf),
    version: { edition: 0, position: 0 },
    lastGood: null,
    ages: () => [],
    ...{ readAt: refused, refresh: refused, catchUp: refused, decide: refused, renew: refused, close: refused },
  };
}

function refused(): never {
  throw new Error('The bare journal answers questions about now alone.');
}

function bareSlice(slice: ServedSlice, periods: readonly Period[]): ServedSlice {
  const figures = new Map<string, Map<string, Figure>>();
  let fresh: Freshness | null = null;
  for (const { id } of AREAS) {
    const known = periods.flatMap(({ text }): [string, Figure][] => {
      const figure = slice.get(id, text);
      fresh ??= slice.freshness(id, text);
      return figure ? [[text, figure]] : [];
    });
    figures.set(id, new Map(known));
  }
  return {
    indicator: slice.indicator,
    frequency: slice.frequency,
    get: (areaId, text) => figures.get(areaId)?.get(text),
    reader: () => ({
      place: (text) => periods.findIndex((p) => p.text === text),
      of: (areaId, place) => figures.get(areaId)?.get(periods[place]?.text ?? ''),
    }),
    heldBack: () => undefined,
    freshness: () => fresh,
  };
}
