import type { Question } from '../question.js';
import type { SubgraphAnswer, SubgraphClient, SubgraphQuery } from './client.js';
import { SubgraphFailure } from './failure.js';

/**
 * Asks a subgraph and waits until a deadline (epoch milliseconds) at the longest, or until the client goes away. A subgraph in the same process cannot
 * be interrupted, so its answer is not waited for any longer; it sees by the question's signal when to stop.
 * Throws SubgraphFailure.
 */
export async function askInTime(
  client: SubgraphClient,
  query: SubgraphQuery,
  question: Question,
  deadline: number,
): Promise<SubgraphAnswer> {
  question.basis?.touch(client.name);
  const left = deadline - Date.now();
  const late = () => new SubgraphFailure('DEADLINE_EXCEEDED', client.name, `no answer within ${Math.max(0, left)} ms`);
  const gone = () => new SubgraphFailure('DEADLINE_EXCEEDED', client.name, 'nobody waits for the answer any more');
  if (question.signal.aborted) throw gone();
  if (left <= 0) throw late();
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let leave = (): void => undefined;
  const lateness = new Promise<never>((_, reject) => {
    const end = (why: SubgraphFailure) => {
      // First the rejection: what the aborted request throws comes second and is not listened to.
      reject(why);
      patience.abort(why);
    };
    timer = setTimeout(() => end(late()), left);
    leave = () => end(gone());
    question.signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([client.ask(query, { question, deadline, signal: patience.signal }), lateness]);
  } finally {
    clearTimeout(timer);
    question.signal.removeEventListener('abort', leave);
  }
}
