import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Aliases of a document that must not be used, as a sentence each. An alias that equals the name of another field of
 * its type stands in the answer where the planner expects that field: if it is a key or a requirement of some subgraph,
 * that subgraph silently gets the wrong value. Looked up in the full supergraph, for requirements may be hidden from
 * clients, and on every type that the object may turn out to be.
 */
export function aliasFaults(supergraph: GraphQLSchema, document: DocumentNode): string[] {
  const faults = new Set<string>();
  const types = new TypeInfo(supergraph);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const alias = node.alias?.value;
        const parent = getNamedType(types.getParentType());
        if (alias === undefined || alias === node.name.value || !isCompositeType(parent)) return;
        if (alias.startsWith('__')) {
          faults.add(
            `The alias "${alias}" of the field "${node.name.value}" begins with two underscores, which GraphQL keeps for itself; choose another alias.`,
          );
        } else if (fieldNames(supergraph, parent).has(alias)) {
          faults.add(
            `The alias "${alias}" of the field "${node.name.value}" is the name of another field on ${parent.name}, and would be taken for it; choose another alias, like "${alias}_".`,
          );
        }
      },
    }),
  );
  return [...faults];
}

function fieldNames(supergraph: GraphQLSchema, type: GraphQLCompositeType): ReadonlySet<string> {
  const concrete = isAbstractType(type) ? supergraph.getPossibleTypes(type) : [];
  const withFields = isUnionType(type) ? concrete : [type, ...concrete];
  return new Set(withFields.flatMap((candidate) => Object.keys(candidate.getFields())));
}
