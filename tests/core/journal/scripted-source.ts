import { CITY } from '../../../schema/areas/areas.js';
import type { Call } from '../../../subgraphs/core/department.js';
import { SourceError } from '../../../subgraphs/core/errors.js';
import type { Block, SourceFigure } from '../../../subgraphs/core/figure.js';
import type { GuardedSource, SourceHealth } from '../../../subgraphs/core/guard/contract.js';

/** A question that was put to the scripted source. */
interface Question {
  readonly blocks: readonly Block[];
  readonly call: Call;
  /** Answers with what is published when this is called, or was when the question came. */
  answer(old?: boolean): void;
  fail(error: Error): void;
}

/** A department's system as a test plays it. */
export interface ScriptedSource extends GuardedSource {
  readonly asked: Question[];
  readonly health: { -readonly [K in keyof SourceHealth]: SourceHealth[K] };
  published: readonly SourceFigure[];
  /** How questions are met: at once with what is published, with an error, or when the test says. */
  mode: 'ANSWERS' | 'WAITS' | Error;
}

export function scriptedSource(published: readonly SourceFigure[] = []): ScriptedSource {
  const unused = () => Promise.reject(new Error('not part of this test'));
  const source: ScriptedSource = {
    asked: [],
    health: { asked: false, lastAnswer: null, lastError: null, openSince: null, budgetLeft: 600, moves: 0 },
    published,
    mode: 'ANSWERS',
    figures: (blocks, call) =>
      new Promise((resolve, reject) => {
        const then = source.published;
        const answer = (old = false) =>
          resolve((old ? then : source.published).filter((figure) => blocks.some((block) => holds(block, figure))));
        source.asked.push({ blocks, call, answer, fail: reject });
        const leave = () => reject(new SourceError('SOURCE_TIMEOUT', 'health', 'given up'));
        call.signal.addEventListener('abort', leave, { once: true });
        if (source.mode === 'ANSWERS') answer();
        if (source.mode instanceof Error) reject(source.mode);
      }),
    submissions: unused,
    probe: unused,
    ping: unused,
    close: async () => undefined,
  };
  return source;
}

function holds(block: Block, figure: SourceFigure): boolean {
  return (
    block.indicators.includes(figure.indicator) &&
    block.areas.some((area) => area.id === figure.area) &&
    block.periods.some((p) => p.text === figure.period)
  );
}

/** A figure of the city without parts. */
export function figure(
  indicator: string,
  period: string,
  value: number,
  more: Partial<SourceFigure> = {},
): SourceFigure {
  return {
    indicator,
    area: CITY.id,
    period,
    value,
    numerator: null,
    denominator: null,
    status: 'A',
    reason: null,
    note: null,
    document: null,
    place: null,
    publishedAt: null,
    ...more,
  };
}
