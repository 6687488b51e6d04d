import type { Question } from '../question.js';
import type { SubgraphAnswer, SubgraphClient, SubgraphQuery } from './client.js';
import { SubgraphFailure } from './failure.js';

/**
 * Asks a subgraph and waits until a deadline (epoch milliseconds) at the longest. A subgraph in the same process cannot
 * be interrupted, so its answer is not waited for any longer; it sees by the question's signal when to stop.
 * Throws SubgraphFailure.
 */
export async function askInTime(
  client: SubgraphClient,
  query: SubgraphQuery,
  question: Question,
  deadline: number,
): Promise<SubgraphAnswer> {
  const left = deadline - Date.now();
  const late = () => new SubgraphFailure('DEADLINE_EXCEEDED', client.name, `no answer within ${Math.max(0, left)} ms`);
  if (left <= 0) throw late();
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // First the rejection: what the aborted request throws comes second and is not listened to.
      reject(late());
      patience.abort();
    }, left);
  });
  try {
    return await Promise.race([client.ask(query, { question, deadline, signal: patience.signal }), lateness]);
  } finally {
    clearTimeout(timer);
  }
}
