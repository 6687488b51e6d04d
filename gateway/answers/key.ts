import { createHash } from 'node:crypto';

/** What an answer depends on besides what the subgraphs know. */
export interface Asked {
  /** What the caller may see; equal texts mean the same. */
  readonly rights: string;
  /** The header: it decides on the format of the answer. */
  readonly accept: string;
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** The key of a question: equal for all that have to get equal answers, however their variables are ordered. */
export function keyOf({ rights, accept, text, operationName, variables }: Asked): string {
  const parts = [rights, accept, text, operationName, ordered(variables)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** A value with the members of objects in one order, as lists: a member may have any name. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([name, member]) => [name, ordered(member)]) };
}
