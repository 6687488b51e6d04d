import { Lexer, parse, print, Source, type Token, TokenKind } from 'graphql';

/**
 * A question in its usual form: one field a line, two spaces a level. Comments keep their place, which graphql's printer
 * would drop. Throws GraphQLError where the text is no GraphQL.
 */
export function prettified(text: string): string {
  const printed = print(parse(text, { noLocation: true }));
  const places = linesOf(tokensOf(printed).tokens);
  const above = new Map<number, string[]>();
  const behind = new Map<number, string[]>();
  for (const comment of tokensOf(text).comments) {
    const line = comment.behind ? places.last[comment.index - 1] : (places.first[comment.index] ?? END);
    const to = comment.behind ? behind : above;
    to.set(line ?? END, [...(to.get(line ?? END) ?? []), comment.text]);
  }
  const written = printed.split('\n').flatMap((line, index) => {
    const indent = /^ */.exec(line)?.[0] + (/^ *[})]/.test(line) ? '  ' : '');
    const own = (above.get(index + 1) ?? []).map((comment) => indent + comment);
    return [...own, [line, ...(behind.get(index + 1) ?? [])].join(' ')];
  });
  return `${[...written, ...(above.get(END) ?? [])].join('\n')}\n`;
}

/** Comments below the last line. */
const END = Number.POSITIVE_INFINITY;

interface Comment {
  readonly text: string;
  /** Of the token that follows, counted without comments. */
  readonly index: number;
  /** Whether it stands behind a token, on the same line. */
  readonly behind: boolean;
}

/** Printing changes neither the tokens nor their order, but for a lone word `query` before a brace, which it drops. */
function tokensOf(text: string): { readonly tokens: Token[]; readonly comments: Comment[] } {
  const lexer = new Lexer(new Source(text));
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let depth = 0;
  while (lexer.advance().kind !== TokenKind.EOF) {
    for (let token = lexer.lastToken.next; token && token !== lexer.token; token = token.next) {
      comments.push(commentOf(token, tokens));
    }
    if (lexer.token.kind === TokenKind.BRACE_L) depth += 1;
    if (lexer.token.kind === TokenKind.BRACE_R) depth -= 1;
    if (depth > 0 || !isLoneQuery(lexer)) tokens.push(lexer.token);
  }
  for (let token = lexer.lastToken.next; token && token.kind === TokenKind.COMMENT; token = token.next) {
    comments.push(commentOf(token, tokens));
  }
  return { tokens, comments };
}

function commentOf({ value, line, prev }: Token, before: readonly Token[]): Comment {
  const sameLine = prev !== null && prev.kind !== TokenKind.SOF && lastLineOf(prev) === line;
  return { text: `#${value}`, index: before.length, behind: sameLine && before.length > 0 };
}

function isLoneQuery(lexer: Lexer): boolean {
  const { kind, value } = lexer.token;
  return kind === TokenKind.NAME && value === 'query' && lexer.lookahead().kind === TokenKind.BRACE_L;
}

function lastLineOf({ line, kind, value }: Token): number {
  return kind === TokenKind.BLOCK_STRING ? line + (value ?? '').split('\n').length + 1 : line;
}

function linesOf(tokens: readonly Token[]): { readonly first: number[]; readonly last: number[] } {
  return { first: tokens.map(({ line }) => line), last: tokens.map(lastLineOf) };
}
