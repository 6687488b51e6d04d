import { onTestFinished } from 'vitest';
import { areasOn, CITY } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Call, DepartmentSource, Sandbox } from '../../subgraphs/core/department.js';
import type { Block } from '../../subgraphs/core/figure.js';
import { lastDay, period, periodsBetween } from '../../subgraphs/core/period.js';
import type { SampleFigure } from '../../subgraphs/core/sample/figure.js';
import type { Clock } from '../../subgraphs/social-insurance/clock.js';
import { type PlatformOptions, startPlatform } from '../../subgraphs/social-insurance/sandbox/platform.js';
import { parseSettings } from '../../subgraphs/social-insurance/settings.js';
import { openSource } from '../../subgraphs/social-insurance/source.js';
import { type Front, type Passing, type Spoilt, startFront } from './front.js';

export const catalogue = readCatalogue();

/** A clock that stands still but for waits, which take no time and are kept. */
export class StoppedClock implements Clock {
  time = Date.parse('2026-01-05T02:00:00Z');
  readonly waits: number[] = [];
  readonly now = (): number => this.time;

  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(milliseconds);
    this.time += milliseconds;
  }
}

/** Lines of a log, kept instead of written. */
export class KeptLog {
  readonly lines: unknown[][] = [];
  readonly debug = (...line: unknown[]): void => void this.lines.push(line);
  readonly info = this.debug;
  readonly warn = this.debug;
  readonly error = this.debug;
  readonly child = (): never => {
    throw new Error('the log has no children in these tests');
  };
}

export const DISTRICTS = areasOn('DISTRICT', '2023-06-30');
const MONTHS = periodsBetween('M', period('2020'), period('2025'));
export const HALVES = periodsBetween('S', period('2020'), period('2025'));
/** The main question: one indicator at months, four at half-years, the city alone: 72 + 48 = 120 cells, 2 pages. */
export const MAIN: readonly Block[] = [
  { indicators: ['HEALTH_INSURANCE'], areas: [CITY], periods: MONTHS },
  {
    indicators: ['COMPULSORY_SOCIAL_INSURANCE', 'VOLUNTARY_SOCIAL_INSURANCE', 'UNEMPLOYMENT_INSURANCE', 'PENSION'],
    areas: [CITY],
    periods: HALVES,
  },
];
/** All districts and the city at all months: 31 x 72 = 2,232 cells, 23 pages. */
export const WIDE: readonly Block[] = [
  { indicators: ['HEALTH_INSURANCE'], areas: [CITY, ...DISTRICTS], periods: MONTHS },
];
export const ONE: readonly Block[] = [{ indicators: ['PENSION'], areas: [CITY], periods: [period('2023-S1')] }];

/** A figure for every cell of the blocks, no two alike. */
export function figuresFor(blocks: readonly Block[]): SampleFigure[] {
  const figures: SampleFigure[] = [];
  for (const block of blocks)
    for (const indicator of block.indicators)
      for (const area of block.areas)
        for (const { text } of block.periods) {
          const numerator = 700_001 + 7 * figures.length;
          figures.push(figure({ indicator, area: area.id, period: text, numerator, denominator: 900_000 }));
        }
  return figures;
}

export function figure(
  cell: Pick<SampleFigure, 'indicator' | 'area' | 'period' | 'numerator' | 'denominator'> & Partial<SampleFigure>,
): SampleFigure {
  const { numerator, denominator } = cell;
  const value = numerator === null || !denominator ? null : (100 * numerator) / denominator;
  return { value, status: 'A', note: null, publishedAt: `${lastDay(period(cell.period))}T03:00:00.000Z`, ...cell };
}

export interface Stage {
  readonly source: DepartmentSource;
  readonly sandbox: Sandbox;
  readonly clock: StoppedClock;
  readonly log: KeptLog;
  readonly front: Front | null;
  readonly call: Call;
  /** Ends the call. */
  readonly end: AbortController;
}

export interface StageOptions extends Partial<Omit<PlatformOptions, 'log'>> {
  readonly variables?: Readonly<Record<string, string>>;
  readonly spoil?: (passing: Passing, end: AbortController) => Spoilt | Promise<Spoilt>;
  /** The source's own clock; by default the platform's. */
  readonly sourceClock?: Clock;
}

/** The platform in miniature, a front before it if something is to be spoilt, and the source, over real HTTP. */
export async function stage(options: StageOptions = {}): Promise<Stage> {
  const { variables, spoil, sourceClock, ...platform } = options;
  const clock = new StoppedClock();
  const log = new KeptLog();
  const end = new AbortController();
  const sandbox = await startPlatform({
    port: 0,
    catalogue,
    figures: figuresFor(MAIN),
    now: clock.now,
    ...platform,
    log,
  });
  onTestFinished(() => sandbox.close());
  const url = sandbox.variables.SOCIAL_INSURANCE_URL ?? '';
  const front = spoil ? await startFront(url, (passing) => spoil(passing, end)) : null;
  if (front) onTestFinished(() => front.close());
  const values = { ...sandbox.variables, ...(front ? { SOCIAL_INSURANCE_URL: front.url } : {}), ...variables };
  const settings = parseSettings(values, { catalogue });
  const source = openSource(settings, { catalogue, log }, sourceClock ?? clock);
  onTestFinished(() => source.close());
  return { source, sandbox, clock, log, front, end, call: { signal: end.signal, requestId: 'test', log } };
}
