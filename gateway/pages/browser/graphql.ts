import type { initGraphQLTada, TadaDocumentNode } from 'gql.tada';
import type { introspection } from './schema-types.js';

/** How the graph's own scalars arrive. */
interface Scalars {
  readonly Date: string;
  readonly DateTime: string;
  readonly Boundaries: string;
}

/** One registered operation: its text, and in its type what it takes and what it answers. */
export type Operation<Data, Variables> = TadaDocumentNode<Data, Variables>;

type Graphql = ReturnType<typeof initGraphQLTada<{ introspection: introspection; scalars: Scalars }>>;

/**
 * An operation of a page. Its types follow from the text and the schema while the types are checked; at run time there is
 * the text alone, so that no parser is sent to the browser.
 */
export const graphql = ((text: string) => ({ text })) as unknown as Graphql;

/** The text of an operation, as it is sent. */
export function textOf(operation: Pick<Operation<unknown, unknown>, 'kind' | 'definitions'>): string {
  return (operation as unknown as { readonly text: string }).text;
}
