import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Question } from '../question.js';
import { httpClient } from './http.js';
import { inProcessClient } from './in-process.js';

/** Where a subgraph's answers stand: equal texts mean equal answers to equal questions. */
export interface SubgraphVersion {
  readonly figures: string;
  /** Of answers that tell when figures were confirmed, or that they were not. */
  readonly confirmed: string;
  /** Of answers that tell of the source itself. */
  readonly status: string;
}

/** Told by a subgraph what its part of an answer rests on. */
export interface OwnerBasis {
  /** It tells when figures were confirmed, or that they were not. */
  onConfirmed(): void;
  /** It tells of the source itself. */
  onStatus(): void;
  /** It holds no longer than until this instant (epoch milliseconds). */
  until(instant: number): void;
}

/** What a subgraph in the same process is told of the request that it takes part in. */
interface SubgraphRequest {
  readonly requestId: string;
  /** Epoch milliseconds: an answer after it is thrown away. */
  readonly deadline: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** True within a question that a subgraph asks of the graph. */
  readonly inner: boolean;
  /** Absent where nobody keeps the answer. */
  readonly basis?: OwnerBasis | undefined;
}

/** Answers a valid document that it knows again by identity, as GraphQL's `execute` does. */
type Execute = (execution: {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly contextValue: object;
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly writtenBelow?: readonly string[] | undefined;
}) => ExecutionResult | Promise<ExecutionResult>;

/**
 * How a subgraph is joined, as the composition root says it: by address, or by what executes its schema in the same process.
 * `contextFor` is called once per gateway request and subgraph, so that loaders in the context are shared by all fetches.
 */
export type SubgraphConnection = { readonly name: string } & (
  | {
      readonly url: string;
      readonly secret?: string | null;
      /** Where it tells where its answers stand; without it they are not kept. */
      readonly versionUrl?: string;
    }
  | {
      readonly schema: GraphQLSchema;
      readonly execute: Execute;
      readonly contextFor: (request: SubgraphRequest) => object;
      /** Where its answers stand now; while that is not known, they are not kept. */
      readonly version?: (() => SubgraphVersion | null) | undefined;
    }
);

export interface SubgraphQuery {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
  /**
   * Where lists may come as JSON text: below which fields, by their response names from the root, joined by dots. Who answers
   * over HTTP does not look at it.
   */
  readonly writtenBelow?: readonly string[] | undefined;
  /** Where values may come as UnreadValue, by paths as above; who answers in the process does not look at it. */
  readonly unreadAt?: readonly string[] | undefined;
  /** Where in a representation UnreadValues may stand. */
  readonly toldUnreadAt?: readonly string[] | undefined;
}

/** One question to a subgraph: `signal` is aborted at `deadline` (epoch milliseconds). */
export interface SubgraphCall {
  readonly question: Question;
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export interface SubgraphError {
  readonly message: string;
  readonly path: readonly (string | number)[] | null;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** What the log gets besides the message. */
  readonly cause?: unknown;
}

export interface SubgraphAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly SubgraphError[];
}

/** A subgraph that can be asked, however it is joined. `ask` throws SubgraphFailure when there is no answer to use. */
export interface SubgraphClient {
  readonly name: string;
  /** Whether its answers are as its schema says because it executes it here; what comes over HTTP can be anything. */
  readonly isTrusted: boolean;
  /** Whether it answers, and is told, in JSON text, so that values can pass through the gateway as UnreadValue. */
  readonly passesText: boolean;
  ask(query: SubgraphQuery, call: SubgraphCall): Promise<SubgraphAnswer>;
  /** Where its answers stand now; null while that is not known for sure. */
  version(): SubgraphVersion | null;
  close(): void;
}

export function connect(connection: SubgraphConnection): SubgraphClient {
  return 'execute' in connection ? inProcessClient(connection) : httpClient(connection);
}
