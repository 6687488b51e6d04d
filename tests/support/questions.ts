import { readProjectFile } from '../../schema/files.js';

/** An answer of the graph, as a client reads it. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which each test writes itself
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Asks as any client does: over HTTP. */
export async function ask(url: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

const QUESTIONS = readProjectFile('tests', 'graph', 'questions.graphql');

/** One of the first users' questions, by its name. */
export function question(name: string): string {
  const found = new RegExp(`^query ${name} [^]*?(?=^query |(?![^]))`, 'm').exec(QUESTIONS);
  if (!found) throw new Error(`tests/graph/questions.graphql has no question ${name}.`);
  return found[0];
}
