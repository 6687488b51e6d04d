import type { Supergraph } from '@apollo/federation-internals';
import {
  type ConstDirectiveNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';

/** What the executor has to know of the supergraph besides the plan. */
export interface SupergraphFacts {
  /** The full schema, with what clients cannot see. */
  readonly schema: GraphQLSchema;
  /** True when an object of the named type satisfies a type condition. */
  isOfType(typename: string, condition: string): boolean;
  /** Names of the fields (first level) by which a subgraph identifies an entity. */
  keyFields(typename: string, subgraph: string): ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** Reads the facts from the supergraph and its SDL. */
export function supergraphFacts(supergraph: Supergraph, sdl: string): SupergraphFacts {
  const schema = supergraph.schema.toGraphQLJSSchema();
  const keys = keysOf(sdl);
  return {
    schema,
    isOfType: (typename, condition) => typename === condition || isSubtype(schema, typename, condition),
    keyFields: (typename, subgraph) => keys.get(typename)?.get(subgraph) ?? NONE,
  };
}

function isSubtype(schema: GraphQLSchema, typename: string, condition: string): boolean {
  const type = schema.getType(typename);
  const abstract = schema.getType(condition);
  return isAbstractType(abstract) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(abstract, type);
}

/** The key fields by type and subgraph, as composition wrote them into @join__type. */
function keysOf(sdl: string): Map<string, Map<string, Set<string>>> {
  const { definitions } = parse(sdl, { noLocation: true });
  const subgraphs = new Map<string, string>();
  for (const node of definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const value of node.values ?? []) {
      const name = value.directives?.map((directive) => argument(directive, 'name')).find((text) => text !== undefined);
      subgraphs.set(value.name.value, name ?? value.name.value);
    }
  }
  const keys = new Map<string, Map<string, Set<string>>>();
  for (const node of definitions) {
    if (!('directives' in node) || !('name' in node) || !node.name) continue;
    for (const directive of node.directives ?? []) {
      if (directive.name.value !== 'join__type') continue;
      const key = argument(directive as ConstDirectiveNode, 'key');
      if (key === undefined) continue;
      const graph = argument(directive as ConstDirectiveNode, 'graph') ?? '';
      const subgraph = subgraphs.get(graph) ?? graph;
      const bySubgraph = keys.get(node.name.value) ?? new Map<string, Set<string>>();
      keys.set(node.name.value, bySubgraph);
      bySubgraph.set(subgraph, new Set([...(bySubgraph.get(subgraph) ?? []), ...topLevel(key)]));
    }
  }
  return keys;
}

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((candidate) => candidate.name.value === name)?.value;
  return value && (value.kind === Kind.STRING || value.kind === Kind.ENUM) ? value.value : undefined;
}

function topLevel(fieldSet: string): string[] {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));
}
