import {
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
} from 'graphql';

/** What decides which selections count. */
export interface Reading {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Whether a selection is asked for, by its @skip and @include. */
  readonly isIncluded: (selection: SelectionNode) => boolean;
}

/**
 * What an object of an abstract type is taken for when its own type is not known: any type, where the same is asked of
 * all of them; the planner does not ask for the type then. Undefined where it makes a difference.
 */
export function anyType(
  { schema, fragments, isIncluded }: Reading,
  type: GraphQLAbstractType,
  selections: readonly SelectionNode[],
): GraphQLObjectType | undefined {
  const possible = schema.getPossibleTypes(type);
  const isSameForAll = (selection: SelectionNode): boolean => {
    if (!isIncluded(selection)) return true;
    if (selection.kind === Kind.FIELD) return selection.name.value !== '__typename';
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) return true;
    const condition = fragment.typeCondition?.name.value;
    return (
      possible.every((one) => applies(schema, one, condition)) && fragment.selectionSet.selections.every(isSameForAll)
    );
  };
  return selections.every(isSameForAll) ? possible[0] : undefined;
}

/** Whether a fragment with a type condition, if any, is about objects of a type. */
export function applies(schema: GraphQLSchema, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const abstract = schema.getType(condition);
  return isAbstractType(abstract) && schema.isSubType(abstract, type);
}
