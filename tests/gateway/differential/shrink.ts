import { type DocumentNode, print, type SelectionNode, validate, visit } from 'graphql';
import type { Asking, Graph } from './gateways.js';

/** A question as it is asked, with as few selections as still fail; each is left out in turn, from the outside in. */
export async function shrunk(
  graph: Graph,
  asking: Asking,
  fails: (asking: Asking) => Promise<boolean>,
): Promise<Asking> {
  let smallest = asking;
  for (let at = 0; ; ) {
    const document = without(smallest.query.document, at);
    if (!document) return smallest;
    const query = { ...smallest.query, document, text: print(document) };
    const smaller = { ...smallest, query };
    if (isValid(graph, document) && (await fails(smaller))) smallest = smaller;
    else at += 1;
  }
}

/** Valid, but for fragments and variables that nothing needs any more. */
function isValid({ apiSchema }: Graph, document: DocumentNode): boolean {
  let isEmpty = false;
  visit(document, {
    SelectionSet: ({ selections }) => {
      isEmpty ||= selections.length === 0;
    },
  });
  return !isEmpty && validate(apiSchema, document).every(({ message }) => /is never used/.test(message));
}

/** A document without its n-th selection; undefined where it has no such one. */
function without(document: DocumentNode, index: number): DocumentNode | undefined {
  const all: SelectionNode[] = [];
  visit(document, {
    SelectionSet: ({ selections }) => {
      all.push(...selections);
    },
  });
  const left = all[index];
  if (!left) return undefined;
  return visit(document, {
    SelectionSet: (node) => ({ ...node, selections: node.selections.filter((selection) => selection !== left) }),
  });
}
