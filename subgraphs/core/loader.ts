import DataLoader from 'dataloader';
import { blockKey, mergeBlocks } from './block.js';
import type { Call, DepartmentSource } from './department.js';
import type { Block, SourceFigure } from './figure.js';

/** A figure with what the graph adds to it on arrival. */
export interface Figure extends SourceFigure {
  /** Which of its numbers are made up for the sample; the value with any part that is shown beside it. */
  readonly sample: Readonly<Record<'value' | 'numerator' | 'denominator', boolean>>;
  /** When the graph fetched it, ISO 8601 in UTC. */
  readonly retrievedAt: string;
}

/** The figures that one question to a source brought, by cell. */
export interface FigureTable {
  get(indicator: string, areaId: string, period: string): Figure | undefined;
}

/** Turns what arrives into what is served: marks, statuses. Null drops the figure. */
export type Accept = (figure: SourceFigure, retrievedAt: string) => Figure;

/**
 * The figures of one request of the gateway: everything that its parts ask an owner for goes to the source as one
 * question. All parts of a wave arrive in the same turn of the event loop, over HTTP in one request, so a batch is what
 * this turn has asked.
 */
export class FigureLoader {
  readonly #loader: DataLoader<Block, FigureTable, string>;

  constructor(source: Pick<DepartmentSource, 'figures'>, call: Call, accept: Accept) {
    this.#loader = new DataLoader<Block, FigureTable, string>(
      async (blocks) => {
        const wanted = mergeBlocks(blocks.filter(asksForSomething));
        const figures = wanted.length > 0 ? await source.figures(wanted, call) : [];
        const table = tableOf(figures, accept, new Date().toISOString());
        return blocks.map(() => table);
      },
      {
        cacheKeyFn: blockKey,
        batchScheduleFn: (run) => setImmediate(run),
      },
    );
  }

  /** A table that holds at least the figures of the block. Throws the source's error. */
  load(block: Block): Promise<FigureTable> {
    return this.#loader.load(block);
  }
}

/** A block without periods (none has ended yet, say) is answered without asking. */
function asksForSomething(block: Block): boolean {
  return block.indicators.length > 0 && block.areas.length > 0 && block.periods.length > 0;
}

function tableOf(figures: readonly SourceFigure[], accept: Accept, retrievedAt: string): FigureTable {
  const cells = new Map<string, Figure>();
  for (const figure of figures)
    cells.set(cell(figure.indicator, figure.area, figure.period), accept(figure, retrievedAt));
  return { get: (indicator, areaId, period) => cells.get(cell(indicator, areaId, period)) };
}

function cell(indicator: string, areaId: string, period: string): string {
  return `${indicator}|${areaId}|${period}`;
}
