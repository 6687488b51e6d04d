import { bodyOf, QUESTIONS, type QuestionName } from './questions.js';

/**
 * Asks every gateway every question, and gives the bodies, without what a gateway adds of its own, by question. Throws when
 * one of them fails or answers otherwise than the first: who answers less is no match.
 */
export async function answersOf(
  gateways: readonly { readonly row: string; readonly url: string }[],
): Promise<Record<QuestionName, string>> {
  const bodies = {} as Record<QuestionName, string>;
  for (const name of Object.keys(QUESTIONS) as QuestionName[]) {
    for (const { row, url } of gateways) {
      const body = await ask(row, url, name);
      bodies[name] ??= body;
      if (body !== bodies[name])
        throw new Error(`"${row}" answers the question ${name} otherwise: ${differing(bodies[name], body)}`);
    }
  }
  return bodies;
}

async function ask(row: string, url: string, name: QuestionName): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: bodyOf(name) });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: readonly unknown[] };
  if (errors || !data) throw new Error(`"${row}" does not answer the question ${name}: ${JSON.stringify(errors?.[0])}`);
  return `${JSON.stringify({ data })}\n`;
}

/** Where two texts part. */
function differing(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `${a.slice(Math.max(0, at - 60), at + 60)} / ${b.slice(Math.max(0, at - 60), at + 60)}`;
}
