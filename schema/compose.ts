import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { requirementFaults } from './requirements.js';
import { subgraphSdl } from './sdl.js';
import { SUBGRAPHS } from './subgraphs.js';

/** One subgraph as composition takes it. */
export interface SubgraphDefinition {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

export interface Composed {
  /** The supergraph that the gateway plans with. */
  readonly supergraphSdl: string;
  /** What clients see, types and fields in alphabetical order, so that a change of the file is a change of the graph. */
  readonly apiSdl: string;
}

/**
 * Composes subgraphs. Throws one Error with every fault: what composition refuses, and every requirement that names a
 * field with arguments, which the planner would fill with wrong data without an error.
 */
export function composeSubgraphs(subgraphs: readonly SubgraphDefinition[]): Composed {
  const faults = requirementFaults(subgraphs);
  const { supergraphSdl, errors } = composeServices([...subgraphs]);
  faults.push(...(errors ?? []).map((error) => error.message));
  if (faults.length > 0 || !supergraphSdl) {
    throw new Error(`The subgraphs do not compose:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
  const api = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  return {
    supergraphSdl: `${supergraphSdl.trimEnd()}\n`,
    apiSdl: `${printSchema(lexicographicSortSchema(api))}\n`,
  };
}

/** Composes the declared subgraphs, each at its declared port on loopback. Throws as `composeSubgraphs`. */
export function composeSupergraph(): Composed {
  return composeSubgraphs(
    SUBGRAPHS.map(({ name, port }) => ({
      name,
      url: `http://127.0.0.1:${port}/graphql`,
      typeDefs: parse(subgraphSdl(name)),
    })),
  );
}
