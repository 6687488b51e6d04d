import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * True when a field of this name is asked for anywhere below the field being resolved, in fragments too: so that what it
 * needs can be fetched in the same question to the source. Directives are not looked at: asking too much is harmless.
 */
export function asksFor(info: GraphQLResolveInfo, field: string): boolean {
  return info.fieldNodes.some((node) => node.selectionSet && selects(node.selectionSet, field, info));
}

function selects(set: SelectionSetNode, field: string, info: GraphQLResolveInfo): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value === field) return true;
      return selection.selectionSet ? selects(selection.selectionSet, field, info) : false;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : info.fragments[selection.name.value]?.selectionSet;
    return inner ? selects(inner, field, info) : false;
  });
}
