import { Lexer, Source, TokenKind } from 'graphql';

/** What one pass over the words and signs of a text tells, before anything recursive looks at it. */
export interface Words {
  readonly tokens: number;
  /** How deep brackets of any kind stand in each other. */
  readonly nesting: number;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Counts the words of a text, in a loop: a parser calls itself for each level, and thousands of levels would end the
 * stack. Throws GraphQLError where there is something that is no word of GraphQL.
 */
export function wordsOf(text: string): Words {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let open = 0;
  let nesting = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    tokens += 1;
    if (OPENING.has(token.kind)) open += 1;
    else if (CLOSING.has(token.kind)) open -= 1;
    nesting = Math.max(nesting, open);
  }
  return { tokens, nesting };
}
