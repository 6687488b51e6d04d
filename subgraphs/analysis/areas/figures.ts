import DataLoader from 'dataloader';
import type { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { GraphCaller, GraphClient } from '../../core/graph-client.js';
import { type Answered, askGraph } from '../asking.js';

/** Figures of areas that judgements need: all of one indicator up to a period, as Series.observations lists them. */
export interface AreaFiguresAsked {
  readonly code: string;
  readonly asOf: string | null;
  /** Area ids. */
  readonly areas: readonly string[];
  /** The last period; null: the last that has ended. */
  readonly to: string | null;
  readonly boundaries: string;
}

const observation = z.object({
  area: z.object({ id: z.string() }),
  period: z.string(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  sample: z.boolean(),
  status: z.string(),
  movedBy: z.string().nullable(),
});

/** A figure of an area. */
export type AreaFigure = z.infer<typeof observation>;

const indicators = z
  .array(
    z
      .object({
        code: z.string(),
        owner: z.object({ code: z.string() }),
        series: z.object({ observations: z.array(observation).nullable() }).nullable(),
      })
      .nullable(),
  )
  .nullish();

const QUESTION = `query AreaFigures($codes: [ID!], $asOf: DateTime, $areas: [ID!], $to: String, $boundaries: Boundaries) {
  indicators(codes: $codes, asOf: $asOf) {
    code owner { code }
    series {
      observations(areas: $areas, to: $to, boundaries: $boundaries) {
        area { id } period value numerator denominator sample status movedBy
      }
    }
  }
}`;

/**
 * The figures of areas, asked of the whole graph: one question for all indicators of which the same is asked. Rejects with
 * the error of the owner that did not answer.
 */
export class AreaFigures {
  readonly #loader: DataLoader<AreaFiguresAsked, readonly AreaFigure[], string>;

  constructor(graph: GraphClient | null, call: GraphCaller) {
    this.#loader = new DataLoader<AreaFiguresAsked, readonly AreaFigure[], string>(
      (asked) => loadAll(asked, graph, call),
      { cacheKeyFn: keyOf },
    );
  }

  of(asked: AreaFiguresAsked): Promise<readonly AreaFigure[]> {
    return this.#loader.load(asked);
  }
}

function keyOf({ code, asOf, areas, to, boundaries }: AreaFiguresAsked): string {
  return JSON.stringify([code, asOf, areas, to, boundaries]);
}

async function loadAll(
  all: readonly AreaFiguresAsked[],
  graph: GraphClient | null,
  call: GraphCaller,
): Promise<(readonly AreaFigure[] | GraphQLError)[]> {
  const alike = new Map<string, AreaFiguresAsked[]>();
  for (const asked of all) {
    const key = keyOf({ ...asked, code: '' });
    alike.set(key, [...(alike.get(key) ?? []), asked]);
  }
  const found = new Map<AreaFiguresAsked, readonly AreaFigure[] | GraphQLError>();
  await Promise.all(
    [...alike.values()].map(async (group) => {
      const { code: _, ...variables } = group[0] as AreaFiguresAsked;
      const codes = group.map(({ code }) => code);
      const answered = await askGraph(graph, QUESTION, { ...variables, codes }, call);
      for (const asked of group) found.set(asked, figuresOf(answered, asked.code));
    }),
  );
  return all.map((asked) => found.get(asked) as readonly AreaFigure[] | GraphQLError);
}

function figuresOf(answered: Answered, code: string): readonly AreaFigure[] | GraphQLError {
  const list = indicators.parse((answered.data as { indicators?: unknown }).indicators) ?? [];
  const index = list.findIndex((one) => one?.code === code);
  const found = list[index];
  if (!found) return answered.failureAt(['indicators'], 'programme');
  const figures = found.series?.observations;
  return figures ?? answered.failureAt(['indicators', index, 'series', 'observations'], found.owner.code);
}
