/** An answer of the graph. */
export interface GraphAnswer {
  readonly data: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** Who asks: the question of a client that a subgraph answers with the help of the whole graph. */
export interface GraphCaller {
  readonly requestId: string;
  /** Epoch milliseconds after which nobody waits for the answer. */
  readonly deadline?: number;
  readonly signal: AbortSignal;
}

/** The whole graph, as a subgraph asks it. A question from within must not lead to another one from within. */
export interface GraphClient {
  ask(query: string, variables: Record<string, unknown>, caller: GraphCaller): Promise<GraphAnswer>;
}

/** The longest wait for an answer where nobody says how long. */
const LONGEST_MS = 10_000;
/** What an answer that was in time may take on its way. */
const SLACK_MS = 100;
/** Bytes of an answer at most. */
const MOST_BYTES = 20_000_000;

/** The graph at an address. */
export function graphAt(url: string): GraphClient {
  return {
    async ask(query, variables, { requestId, deadline, signal }) {
      const left = deadline === undefined ? LONGEST_MS : Math.max(1, Math.round(deadline - Date.now()));
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-inner-question': '1',
          'x-request-id': requestId,
          'x-time-left': String(left),
        },
        body: JSON.stringify({ query, variables }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(left + SLACK_MS)]),
      });
      const bytes = await readAll(response);
      const answer: unknown = JSON.parse(new TextDecoder().decode(bytes));
      if (typeof answer !== 'object' || answer === null || !('data' in answer)) {
        throw new Error(
          `The graph at GRAPH_URL answered a question of analysis with HTTP ${response.status} and no data.`,
        );
      }
      return answer as GraphAnswer;
    },
  };
}

async function readAll(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`The graph's answer is longer than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
