import type { FetchNode } from '@apollo/query-planner';
import { Kind } from 'graphql';
import type { Run } from './run.js';
import { fieldsOf, responseName, type SelectionRules } from './selections.js';

/**
 * The names, in the subgraph's answer, of the fields that a fetch asks (first level, without __typename) of the root or
 * of an entity of a type. Remembered by type: a fetch may be about thousands of entities.
 */
export function fetchedFields(run: Run, node: FetchNode): (typename: unknown) => readonly string[] {
  const known = new Map<string | undefined, readonly string[]>();
  const { rules, selections } = selectionsOf(run, node);
  return (given) => {
    const typename = node.requires && typeof given === 'string' ? given : undefined;
    const before = known.get(typename);
    if (before) return before;
    const asked = new Set(fieldsOf(rules, selections, typename).map(responseName));
    asked.delete('__typename');
    const names = [...asked];
    known.set(typename, names);
    return names;
  };
}

function selectionsOf(run: Run, node: FetchNode) {
  const definitions = node.operationDocumentNode?.definitions ?? [];
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const rules: SelectionRules = {
    facts: run.facts,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    variables: run.coerced,
  };
  const root = operation?.selectionSet.selections ?? [];
  if (!node.requires) return { rules, selections: root };
  // An entity fetch asks for `_entities` alone; its selections are those of the entities.
  return {
    rules,
    selections: fieldsOf(rules, root, undefined).flatMap((field) => field.selectionSet?.selections ?? []),
  };
}
