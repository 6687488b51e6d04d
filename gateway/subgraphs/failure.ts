export type SubgraphFailureCode = 'SUBGRAPH_UNREACHABLE' | 'SUBGRAPH_FAILED' | 'DEADLINE_EXCEEDED';

/** A subgraph gave no answer that can be used. The detail is for the log only: it may hold addresses or what was said. */
export class SubgraphFailure extends Error {
  override readonly name = 'SubgraphFailure';
  constructor(
    readonly code: SubgraphFailureCode,
    readonly subgraph: string,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${subgraph}: ${code} (${detail})`, options);
  }
}
