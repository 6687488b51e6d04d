import { median } from '../measure.js';
import { OBSERVATIONS, type QuestionName } from './questions.js';
import type { Cell, Sample } from './rounds.js';
import type { Row } from './servers.js';

/** One figure that has a bound. */
export interface Figure {
  readonly figure: string;
  readonly unit: 'x' | 'ms' | 's' | 'B' | 'MB' | '%';
  /** One for each round; empty: what it would measure is not there yet. */
  readonly values: readonly number[];
  /** Whether it may be at most, or has to be at least, what `must` says. */
  readonly bound: 'at most' | 'at least';
  readonly must: number;
  readonly aim: number;
  /** What else has to be known of how it was taken. */
  readonly note?: string;
}

/** True when the median is within what must be reached; what was not measured is not. */
export function isReached({ values, bound, must }: Figure): boolean {
  if (values.length === 0) return false;
  const value = median(values);
  return bound === 'at most' ? value <= must : value >= must;
}

/** The figures that follow from what servers did by turns. Ratios are taken in each round, of what ran side by side. */
export function figuresOf(cells: readonly Cell[]): Figure[] {
  const ratio = (question: QuestionName, of: (sample: Sample) => number, [above, below]: readonly [Row, Row]) =>
    ratios(samplesOf(cells, above, question).map(of), samplesOf(cells, below, question).map(of));
  const ms = (sample: Sample) => sample.ms;
  const rate = (sample: Sample) => sample.rate;
  const byCpu = (question: QuestionName, rows: readonly [Row, Row]) =>
    `by processor time, which others at work do not disturb: ${shown(median(ratio(question, ({ cpuMs }) => cpuMs, rows)))}x`;
  const cells4185 = OBSERVATIONS.cells.toLocaleString('en');
  const overHttp = (of: (sample: Sample) => number, row: Row) =>
    shown(median(ratio('dashboard', of, [row, 'ours, over HTTP'])));
  return [
    {
      figure: `${cells4185} observations, cache off, one process: time / limit`,
      values: ratio('cells', ms, ['ours, one process', 'limit']),
      ...{ unit: 'x', bound: 'at most', must: 2.5, aim: 2 },
      note: byCpu('cells', ['ours, one process', 'limit']),
    },
    {
      figure: 'the same, stock (local) / ours',
      values: ratio('cells', ms, ['stock, local', 'ours, one process']),
      ...{ unit: 'x', bound: 'at least', must: 5, aim: 7 },
      note: byCpu('cells', ['stock, local', 'ours, one process']),
    },
    {
      figure: 'dashboard query, cache off, over HTTP: stock / ours, CPU per request',
      values: ratio('dashboard', ({ cpuAllMs }) => cpuAllMs, ['stock, over HTTP', 'ours, over HTTP']),
      ...{ unit: 'x', bound: 'at least', must: 2.5, aim: 4 },
      note: `gateway and subgraphs together, each with its own kind of subgraphs; of the gateways alone ${overHttp(
        ({ cpuMs }) => cpuMs,
        'stock, over HTTP',
      )}x; where the stock gateway asks our subgraphs ${overHttp(({ cpuAllMs }) => cpuAllMs, 'stock, asking ours')}x, of the gateways alone ${overHttp(
        ({ cpuMs }) => cpuMs,
        'stock, asking ours',
      )}x`,
    },
    {
      figure: 'dashboard query, cached: requests/s against the bytes limit',
      values: ratio('dashboard', rate, ['ours, one process, answers kept', 'limit, cached']),
      ...{ unit: 'x', bound: 'at least', must: 0.7, aim: 0.9 },
      note: byCpu('dashboard', ['limit, cached', 'ours, one process, answers kept']),
    },
    {
      figure: 'tiny query: ours against ApolloServer with one schema',
      values: ratio('tiny', rate, ['ours, one process, answers kept', 'one schema']),
      ...{ unit: 'x', bound: 'at least', must: 1.5, aim: 3 },
      note: `answers kept, as by default; ${byCpu('tiny', ['one schema', 'ours, one process, answers kept'])}; every answer computed: ${shown(
        median(ratio('tiny', rate, ['ours, one process', 'one schema'])),
      )}x its rate`,
    },
    {
      figure: `time per observation, ${cells4185} -> ${OBSERVATIONS.many.toLocaleString('en')}`,
      values: ratios(
        samplesOf(cells, 'ours, one process', 'many').map((sample) => sample.ms / OBSERVATIONS.many),
        samplesOf(cells, 'ours, one process', 'cells').map((sample) => sample.ms / OBSERVATIONS.cells),
      ),
      ...{ unit: 'x', bound: 'at most', must: 1.3, aim: 1.1 },
    },
  ];
}

export function samplesOf(cells: readonly Cell[], row: Row, question: QuestionName): readonly Sample[] {
  return cells.find((cell) => cell.row === row && cell.question === question)?.samples ?? [];
}

/** Round by round; empty where one of them was not measured. */
function ratios(above: readonly number[], below: readonly number[]): number[] {
  if (below.length !== above.length) return [];
  return above.map((value, round) => value / (below[round] as number));
}

/** A number with as many digits as it is worth. */
export function shown(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
