import { createHash } from 'node:crypto';
import { GraphQLError, stripIgnoredCharacters } from 'graphql';

/** Operations that the project itself sends, as any client can: their shape is known, and is not limited. */
export interface Registered {
  /** Whether a text is one of them, apart from blanks and comments. */
  has(text: string): boolean;
}

/** Registers texts, each a whole document as it is sent. Throws GraphQLError for a text that is no GraphQL. */
export function registeredOperations(texts: readonly string[]): Registered {
  const digests = new Set(texts.map((text) => digestOf(stripIgnoredCharacters(text))));
  return {
    has(text) {
      if (digests.size === 0) return false;
      try {
        return digests.has(digestOf(stripIgnoredCharacters(text)));
      } catch (error) {
        // Not GraphQL, so it is none of ours.
        if (error instanceof GraphQLError) return false;
        throw error;
      }
    },
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
