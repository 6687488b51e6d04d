import { parse } from 'graphql';
import type { Question, RequestContext } from '../question.js';
import { askInTime } from '../subgraphs/asking.js';
import type { SubgraphClient } from '../subgraphs/client.js';

const TEXT = '{ __typename }';
const DOCUMENT = parse(TEXT, { noLocation: true });

/** Milliseconds that a subgraph has to show that it is there. */
const PATIENCE = 1000;

/** The names of the subgraphs that do not answer the smallest of questions, in the order of the clients. */
export async function silentSubgraphs(
  clients: Iterable<SubgraphClient>,
  { requestId, log, answer }: RequestContext,
): Promise<string[]> {
  const receivedAt = Date.now();
  const deadline = receivedAt + PATIENCE;
  const over = new AbortController();
  const question: Question = { requestId, receivedAt, deadline, log, inner: false, answer, signal: over.signal };
  const query = { text: TEXT, document: DOCUMENT, operationName: undefined, variables: {} };
  const silent = [...clients].map(async (client) => {
    try {
      const { data } = await askInTime(client, query, question, deadline);
      return data ? [] : [client.name];
    } catch (error) {
      log.warn({ subgraph: client.name, err: error }, 'a subgraph is not ready');
      return [client.name];
    }
  });
  const names = (await Promise.all(silent)).flat();
  over.abort();
  return names;
}
