import type { GraphCaller, GraphClient } from '../core/graph-client.js';
import { AreaFigures } from './areas/figures.js';

/** What all resolvers of one question to analysis share: on whose behalf the graph is asked, and what it was asked already. */
export interface AnalysisContext {
  readonly call: GraphCaller;
  readonly areaFigures: AreaFigures;
}

/** The context of one question; `graph` is the whole graph, null where it cannot be asked. */
export function analysisContext(graph: GraphClient | null, call: GraphCaller): AnalysisContext {
  return { call, areaFigures: new AreaFigures(graph, call) };
}
