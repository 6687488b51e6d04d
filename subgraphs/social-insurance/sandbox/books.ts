import { z } from 'zod';
import { period } from '../../core/period.js';
import type { SampleFigure } from '../../core/sample/figure.js';
import { periodCode } from '../codes.js';
import type { Mapping } from '../mapping.js';
import type { Page } from '../pages.js';
import type { Statistic } from '../statistics.js';
import { Problem } from './problem.js';
import { type Report, reportsOf } from './reports.js';

const CODES = z.array(z.string()).min(1);
const PAGING = { page: z.coerce.number().int().min(1), size: z.coerce.number().int().min(1).max(100) };
const SEARCH = z.object({
  queries: z.array(z.object({ indicators: CODES, areas: CODES, periods: CODES })).min(1),
  ...PAGING,
});
const PERIOD = z.string().regex(/^\d{4}(H[12]|Q[1-4]|0[1-9]|1[0-2])?$/);
const SUBMISSIONS = z.object({ period: PERIOD, ...PAGING });

/** The books of social insurance: figures in the service's own codes, and who reported when. */
export class Books {
  readonly #cells = new Map<string, { readonly place: number; readonly item: Statistic }>();
  readonly #reports: ReadonlyMap<string, readonly Report[]>;
  readonly #indicators: ReadonlySet<string>;
  readonly #areas: ReadonlySet<string>;
  /** The last search: its pages are asked for one after the other. */
  #last: { readonly asked: string; readonly found: readonly Statistic[] } | null = null;

  constructor(figures: readonly SampleFigure[], mapping: Mapping) {
    this.#indicators = new Set([...mapping.indicators.values()].map(({ code }) => code));
    this.#areas = new Set(mapping.areas.values());
    this.#reports = reportsOf(figures, mapping);
    const texts = new Texts();
    for (const figure of figures) {
      const indicator = mapping.indicators.get(figure.indicator)?.code;
      const area = mapping.areas.get(figure.area);
      if (indicator && area) this.#enter(itemOf(figure, indicator, area, texts));
    }
  }

  #enter(item: Statistic): void {
    this.#cells.set(`${item.indicator}|${item.area}|${item.period}`, { place: this.#cells.size, item });
  }

  /** What the service knows. */
  metadata(): object {
    const listed = (codes: ReadonlySet<string>) => [...codes].map((code) => ({ code }));
    return {
      name: 'Dịch vụ số liệu bảo hiểm xã hội (hệ thống thu nhỏ)',
      version: '1.0',
      indicators: listed(this.#indicators),
      areas: listed(this.#areas),
    };
  }

  /** A page of the figures that any of the queries asks for, each once, in the order of the books. */
  search(body: unknown): Page<Statistic> {
    const { queries, page, size } = read(SEARCH, body);
    const asked = JSON.stringify(queries);
    if (this.#last?.asked !== asked) this.#last = { asked, found: this.#found(queries) };
    return pageOf(this.#last.found, page, size);
  }

  #found(queries: z.infer<typeof SEARCH>['queries']): Statistic[] {
    const found = new Map<number, Statistic>();
    for (const query of queries) {
      this.#check(query);
      for (const indicator of query.indicators)
        for (const area of query.areas)
          for (const time of query.periods) {
            const cell = this.#cells.get(`${indicator}|${area}|${time}`);
            if (cell) found.set(cell.place, cell.item);
          }
    }
    return [...found].sort(([a], [b]) => a - b).map(([, item]) => item);
  }

  /** A page of the reports that came in for a period. */
  submissions(query: unknown): Page<Report> {
    const { period: time, page, size } = read(SUBMISSIONS, query);
    return pageOf(this.#reports.get(time) ?? [], page, size);
  }

  #check(query: z.infer<typeof SEARCH>['queries'][number]): void {
    const unknown = [
      ...query.indicators.filter((code) => !this.#indicators.has(code)),
      ...query.areas.filter((code) => !this.#areas.has(code)),
      ...query.periods.filter((code) => !PERIOD.safeParse(code).success),
    ];
    if (unknown.length > 0) throw new Problem(422, 'Unknown code', `Not known: ${unknown.slice(0, 5).join(', ')}.`);
  }
}

function read<T>(form: z.ZodType<T>, came: unknown): T {
  const result = form.safeParse(came);
  if (result.success) return result.data;
  throw new Problem(422, 'Unprocessable Content', z.prettifyError(result.error));
}

function pageOf<T>(items: readonly T[], page: number, size: number): Page<T> {
  return { page, size, total: items.length, items: items.slice((page - 1) * size, page * size) };
}

const QUALITY = { P: 'PROVISIONAL', E: 'ESTIMATED', B: 'NEW_SERIES' } as const;

/** Texts that many figures share stand in memory once. */
class Texts {
  readonly #known = new Map<string, string>();

  one(text: string): string {
    const known = this.#known.get(text) ?? text;
    this.#known.set(known, known);
    return known;
  }
}

function itemOf(figure: SampleFigure, indicator: string, area: string, texts: Texts): Statistic {
  const { numerator, denominator, status, note } = figure;
  const time = period(figure.period);
  return {
    indicator,
    area,
    period: texts.one(periodCode(time)),
    numerator,
    denominator,
    rate: figure.value === null ? null : Math.round(figure.value * 100) / 100,
    quality: status === 'P' || status === 'E' || status === 'B' ? QUALITY[status] : 'FINAL',
    note,
    batch: texts.one(batchOf(time.lastMonth)),
    updatedAt: texts.one(hanoiTime(figure.publishedAt)),
  };
}

/** The closing of the books on day 25 of a period's last month (in months since year 0): CHOT-2023-06-25. */
function batchOf(lastMonth: number): string {
  return `CHOT-${Math.floor(lastMonth / 12)}-${String((lastMonth % 12) + 1).padStart(2, '0')}-25`;
}

/** An instant as a clock in Hanoi shows it. */
function hanoiTime(instant: string): string {
  return new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+07:00');
}
