import { type DocumentNode, Kind, parse } from 'graphql';

/** A question as it is being written. */
export interface Question {
  readonly text: string;
  /** JSON, as it is typed. */
  readonly variables: string;
  /** Which of the document's operations is meant; null: the first one. */
  readonly operation: string | null;
}

export function isQuestion(kept: unknown): kept is Question {
  if (typeof kept !== 'object' || kept === null) return false;
  const { text, variables, operation } = kept as Partial<Record<keyof Question, unknown>>;
  return (
    typeof text === 'string' && typeof variables === 'string' && (operation === null || typeof operation === 'string')
  );
}

/** What the text says as GraphQL; null while it says nothing that can be read. */
export function documentOf(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/** The names of a document's operations; a nameless one has none. */
export function operationNames(document: DocumentNode | null): string[] {
  return (document?.definitions ?? []).flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : [],
  );
}

/** What a question is called: by its operation, also while the text cannot be read; null for a nameless one. */
export function nameOf({ text, operation }: Pick<Question, 'text' | 'operation'>): string | null {
  return operation ?? /^\s*query\s+([_A-Za-z]\w*)/m.exec(text)?.[1] ?? null;
}

/** What the variables hold; nothing written is no variables. Undefined where the text is no JSON. */
export function valuesIn(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
