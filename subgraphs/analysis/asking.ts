import { GraphQLError } from 'graphql';
import { errorText, isErrorCode } from '../../schema/errors.js';
import type { GraphAnswer, GraphCaller, GraphClient } from '../core/graph-client.js';

/** The part of the time left that one question may take: the answer must get out although somebody hangs. */
const SHARE = 0.6;

type Path = readonly (string | number)[];

/** An answer of the graph to a question of ours, with where what went wrong. */
export class Answered {
  constructor(
    private readonly answer: GraphAnswer,
    /** Why the graph could not be asked at all. */
    private readonly cause?: unknown,
  ) {}

  get data(): unknown {
    return this.answer.data ?? {};
  }

  /** What the answer says of why there is nothing at a path. */
  errorAt(path: Path): Readonly<Record<string, unknown>> | null {
    const touching = (this.answer.errors ?? []).filter(({ path: known = [] }) => {
      const shared = Math.min(known.length, path.length);
      return known.slice(0, shared).every((step, index) => step === path[index]);
    });
    return touching.length > 0 ? (touching[0]?.extensions ?? {}) : null;
  }

  /** The same for clients, with the catalogue's text: of the department that it names, else of the one given. */
  failureAt(path: Path, owner: string): GraphQLError {
    const { code, department } = this.errorAt(path) ?? {};
    // What we asked is our own: a client can do nothing about a question of ours that was refused.
    const known = isErrorCode(code) && code !== 'BAD_USER_INPUT' ? code : 'SUBGRAPH_FAILED';
    return failure(known, typeof department === 'string' ? department : owner, this.cause);
  }
}

function failure(code: Parameters<typeof errorText>[0], department: string, cause?: unknown): GraphQLError {
  const { vi, en } = errorText(code, department);
  const originalError = cause instanceof Error ? { originalError: cause } : {};
  return new GraphQLError(en, { extensions: { code, department, messageVi: vi }, ...originalError });
}

/** Asks the graph for somebody; see askGraph. */
export type Ask = (query: string, variables: Record<string, unknown>) => Promise<Answered>;

/**
 * Asks the graph on behalf of a caller, within a share of the time that is left. Where it cannot be asked at all, nothing
 * is answered, with SUBGRAPH_FAILED of analysis: what was found out before still gets to the caller.
 */
export async function askGraph(
  graph: GraphClient | null,
  query: string,
  variables: Record<string, unknown>,
  { requestId, deadline, signal }: GraphCaller,
): Promise<Answered> {
  if (!graph) return notAsked(new Error('Analysis has no address of the whole graph: set GRAPH_URL.'));
  const until = deadline === undefined ? {} : { deadline: Date.now() + SHARE * (deadline - Date.now()) };
  try {
    return new Answered(await graph.ask(query, variables, { requestId, signal, ...until }));
  } catch (cause) {
    return notAsked(cause);
  }
}

function notAsked(cause: unknown): Answered {
  const extensions = { code: 'SUBGRAPH_FAILED', department: 'analysis' };
  return new Answered({ data: null, errors: [{ message: 'The graph could not be asked.', extensions }] }, cause);
}
