import type { PlanNode } from '@apollo/query-planner';
import type { Question } from '../question.js';
import type { SubgraphClient } from '../subgraphs/client.js';
import type { Failures } from './failures.js';
import { runFetch } from './fetch.js';
import type { Picking } from './picking.js';
import type { Prepared } from './preparation.js';
import type { Shaper } from './shaper.js';
import type { SupergraphFacts } from './supergraph-facts.js';
import type { Tree } from './tree.js';

/** One execution of a plan: what every node of it works on. */
export interface Run {
  readonly facts: SupergraphFacts;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  readonly prepared: Prepared;
  /** Null where GraphQL's own execution shapes the answer. */
  readonly shaper: Shaper | null;
  readonly question: Question;
  /** The client's variables as they came, for the subgraphs. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same with defaults filled in, for conditions. */
  readonly coerced: Readonly<Record<string, unknown>>;
  /** The answer, put together here; holds more than the client asked for. */
  readonly data: Tree;
  readonly failures: Failures;
  /** What fetches pick out of `data`. */
  readonly picking: Picking;
}

/** Runs a node of the plan at a path of the answer. Never rejects for what a subgraph does: that goes to `failures`. */
export async function runNode(run: Run, node: PlanNode, path: readonly (string | number)[]): Promise<void> {
  switch (node.kind) {
    case 'Sequence':
      for (const child of node.nodes) await runNode(run, child, path);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((child) => runNode(run, child, path)));
      return;
    case 'Flatten':
      return runNode(run, node.node, [...path, ...node.path]);
    case 'Fetch':
      return runFetch(run, node, path);
    case 'Condition': {
      const branch = run.coerced[node.condition] === true ? node.ifClause : node.elseClause;
      return branch && runNode(run, branch, path);
    }
    case 'Defer':
      throw new Error('Answers in parts (@defer) are not supported.');
  }
}
