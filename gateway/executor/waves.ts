import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { Question } from '../question.js';

/** How many waves of fetches a plan has, and how many come after each fetch. */
export interface Waves {
  readonly total: number;
  readonly after: ReadonlyMap<FetchNode, number>;
}

/** Share of a question's time that is kept for shaping and sending the answer. */
const FOR_ANSWER = 1 / 30;
/** Share of the time that is kept for each wave that comes after a fetch, and for all of them together at most. */
const FOR_WAVE = 1 / 10;
const FOR_WAVES = 1 / 2;

export function wavesOf(plan: PlanNode | undefined): Waves {
  const after = new Map<FetchNode, number>();
  const walk = (node: PlanNode, later: number): number => {
    switch (node.kind) {
      case 'Fetch':
        after.set(node, later);
        return 1;
      case 'Flatten':
        return walk(node.node, later);
      case 'Parallel':
        return Math.max(0, ...node.nodes.map((child) => walk(child, later)));
      case 'Sequence':
        return node.nodes.reduceRight((sum, child) => sum + walk(child, later + sum), 0);
      case 'Condition': {
        const branches = [node.ifClause, node.elseClause].filter((branch) => branch !== undefined);
        return Math.max(0, ...branches.map((branch) => walk(branch, later)));
      }
      case 'Defer':
        throw new Error('Answers in parts (@defer) are not supported.');
    }
  };
  return { total: plan ? walk(plan, 0) : 0, after };
}

/**
 * Until when (epoch milliseconds) a fetch may take: what stands after it gets its share, so that a department that
 * hangs in an early wave costs only its own figures and not the judgement of all the others.
 */
export function fetchDeadline(question: Question, waves: Waves, node: FetchNode): number {
  const budget = question.deadline - question.receivedAt;
  const perWave = budget * Math.min(FOR_WAVE, FOR_WAVES / Math.max(1, waves.total - 1));
  return Math.floor(question.deadline - budget * FOR_ANSWER - perWave * (waves.after.get(node) ?? 0));
}
