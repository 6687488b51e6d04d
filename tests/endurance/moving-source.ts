import { setTimeout as delay } from 'node:timers/promises';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import { period } from '../../subgraphs/core/period.js';
import { Faults } from '../../subgraphs/core/table.js';
import * as health from '../../subgraphs/health/mapping.js';
import { periodCode as healthPeriod } from '../../subgraphs/health/period-code.js';
import { periodCode as insurancePeriod } from '../../subgraphs/social-insurance/codes.js';
import * as insurance from '../../subgraphs/social-insurance/mapping.js';
import { type Front, type Reply, startFront, withBody } from '../social-insurance/front.js';
import type { Cell } from './published.js';

/** The owners whose sources publish other figures now and then. */
export type MovingOwner = 'health' | 'social-insurance';

/** A slip of the decimal point. */
const WRONG_FACTOR = 10;

/** What a figure says in place of what the sandbox says. */
type Numbers = { readonly numerator: number; readonly value: number };

/** A front before a sandbox that serves other figures than it: revised ones, wrong ones, and late. */
export class MovingSource {
  /** By cell in the source's codes, what is added to the numerator. */
  readonly #shifts = new Map<string, number>();
  #wrong: ReadonlySet<string> = new Set();
  /** Milliseconds by which every answer comes late. */
  slowMs = 0;
  #front: Front | null = null;

  constructor(
    private readonly owner: MovingOwner,
    private readonly codeOf: (cell: Cell) => string,
  ) {}

  static async before(owner: MovingOwner, sandboxUrl: string, catalogue: Catalogue): Promise<MovingSource> {
    const source = new MovingSource(owner, codesOf(owner, catalogue));
    source.#front = await startFront(sandboxUrl, async ({ reply }) => {
      if (source.slowMs > 0) await delay(source.slowMs);
      return reply.status === 200 ? source.#moved(reply) : reply;
    });
    return source;
  }

  get port(): number {
    return Number(new URL(this.#front?.url ?? '').port);
  }

  revise(cell: Cell, by: number): void {
    this.#shifts.set(this.codeOf(cell), by);
  }

  /** From now on these figures come ten times too large; none: all come right again. */
  spoil(cells: readonly Cell[]): void {
    this.#wrong = new Set(cells.map((cell) => this.codeOf(cell)));
  }

  async close(): Promise<void> {
    await this.#front?.close();
  }

  #moved(reply: Reply): Reply {
    if (this.#shifts.size === 0 && this.#wrong.size === 0) return reply;
    return withBody(reply, (body) => (this.owner === 'health' ? this.#grid(body) : this.#items(body)));
  }

  #grid(body: Record<string, unknown>): object {
    const { headers, rows } = body as { headers?: { name: string }[]; rows?: string[][] };
    if (!headers || !rows) return body;
    const at = (name: string) => headers.findIndex((header) => header.name === name);
    const [dx, ou, pe, value, numerator] = ['dx', 'ou', 'pe', 'value', 'numerator'].map(at) as number[] as [
      number,
      number,
      number,
      number,
      number,
    ];
    const changed = rows.map((row) => {
      const numbers = this.#numbers(`${row[dx]}|${row[ou]}|${row[pe]}`, Number(row[numerator]), Number(row[value]));
      return numbers ? row.with(numerator, String(numbers.numerator)).with(value, String(numbers.value)) : row;
    });
    return { ...body, rows: changed };
  }

  #items(body: Record<string, unknown>): object {
    if (!Array.isArray(body.items)) return body;
    const items = body.items.map((item) => {
      const { indicator, area, period: time, numerator, rate } = item;
      if (typeof numerator !== 'number' || typeof rate !== 'number') return item;
      const numbers = this.#numbers(`${indicator}|${area}|${time}`, numerator, (100 * numerator) / item.denominator);
      // The service prints two decimals.
      return numbers ? { ...item, numerator: numbers.numerator, rate: Math.round(numbers.value * 100) / 100 } : item;
    });
    return { ...body, items };
  }

  #numbers(code: string, numerator: number, value: number): Numbers | null {
    const isWrong = this.#wrong.has(code);
    const by = this.#shifts.get(code) ?? 0;
    if (!isWrong && by === 0) return null;
    const factor = isWrong ? WRONG_FACTOR : 1;
    return { numerator: (numerator + by) * factor, value: ((value * (numerator + by)) / numerator) * factor };
  }
}

/** A cell in the source's codes. */
function codesOf(owner: MovingOwner, catalogue: Catalogue): (cell: Cell) => string {
  const faults = new Faults();
  if (owner === 'health') {
    const { items, units } = health.readMapping(health.DEFAULT_MAPPING, catalogue, faults);
    return (c) => `${items.get(c.indicator)?.uid}|${units.get(c.area)}|${healthPeriod(period(c.period))}`;
  }
  const { indicators, areas } = insurance.readMapping(insurance.DEFAULT_MAPPING, catalogue, faults);
  return (c) => `${indicators.get(c.indicator)?.code}|${areas.get(c.area)}|${insurancePeriod(period(c.period))}`;
}
