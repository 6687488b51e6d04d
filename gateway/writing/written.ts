import type { FormattedExecutionResult } from 'graphql';

/** Stands in an answer's extensions until the answer leaves. */
class AnswerText {
  constructor(readonly text: string) {}
}

/** An answer that is written already. */
export function written(text: string): FormattedExecutionResult {
  return { extensions: { text: new AnswerText(text) } };
}

export function isWritten({ extensions }: FormattedExecutionResult): boolean {
  return extensions?.text instanceof AnswerText;
}

/** For Apollo Server's `stringifyResult`: an answer as it leaves, JSON where nobody has written it before. */
export function writtenAnswer(result: FormattedExecutionResult): string {
  const { text } = result.extensions ?? {};
  return text instanceof AnswerText ? text.text : `${JSON.stringify(result)}\n`;
}
