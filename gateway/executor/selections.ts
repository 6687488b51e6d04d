import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { SupergraphFacts } from './supergraph-facts.js';

/** What decides whether a selection counts: fragments, the values of variables, and the types. */
export interface SelectionRules {
  readonly facts: SupergraphFacts;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced values, defaults filled in. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The fields that selections ask of an object of a type: fragments opened, type conditions and @skip/@include decided.
 * Without a known type, every type condition counts as met.
 */
export function fieldsOf(
  rules: SelectionRules,
  selections: readonly SelectionNode[],
  typename: string | undefined,
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (!included(rules, selection)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? rules.fragments.get(selection.name.value) : selection;
    if (!fragment) return [];
    const condition = fragment.typeCondition?.name.value;
    if (condition !== undefined && typename !== undefined && !rules.facts.isOfType(typename, condition)) return [];
    return fieldsOf(rules, fragment.selectionSet.selections, typename);
  });
}

/** The name under which a field stands in an answer. */
export function responseName(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

/** Whether a selection is asked for, by its @skip and @include. */
export function included({ variables }: Pick<SelectionRules, 'variables'>, selection: SelectionNode): boolean {
  if (!selection.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
}
