import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A question as it stands in the explorer's address. */
export interface Shared {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly lang?: 'en';
}

/** The address that opens a question in the explorer, like a link that somebody was sent. */
export function linkTo(origin: string, { query, variables, lang }: Shared): string {
  const carried = new URLSearchParams({ query, ...(lang && { lang }) });
  if (variables) carried.set('variables', JSON.stringify(variables));
  return `${origin}/explorer?${carried}`;
}

const NAMES = {
  question: /Câu hỏi GraphQL|GraphQL question/,
  variables: /Biến số \(JSON\)|Variables \(JSON\)/,
  run: /^(Chạy|Run)$/,
  answer: /^(Câu trả lời|Answer)$/,
};

export function editorOf(page: Page, name: 'question' | 'variables'): Locator {
  return page.getByRole('textbox', { name: NAMES[name] });
}

export function answerOf(page: Page): Locator {
  return page.getByRole('region', { name: NAMES.answer });
}

/** Puts a text in place of what an editor holds, as from the clipboard. */
export async function write(page: Page, name: 'question' | 'variables', text: string): Promise<void> {
  const editor = editorOf(page, name);
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** What an editor holds, line by line. */
export async function textOf(page: Page, name: 'question' | 'variables'): Promise<string> {
  const lines = editorOf(page, name).locator('.cm-line');
  await lines.first().waitFor();
  return (await lines.allInnerTexts()).join('\n');
}

/** Waits until an editor marks exactly that text as wrong. */
export async function expectMarked(page: Page, name: 'question' | 'variables', text: string): Promise<void> {
  const marks = editorOf(page, name).locator('.cm-lintRange-error', { hasText: new RegExp(`^${text}$`) });
  await marks.first().waitFor();
}

/** Runs what is open and waits for its answer. */
export async function run(page: Page): Promise<Locator> {
  const coming = page.waitForResponse((response) => {
    const request = response.request();
    return request.method() === 'POST' && request.postDataJSON().operationName !== 'IntrospectionQuery';
  });
  await page.getByRole('button', { name: NAMES.run }).click();
  await coming;
  const answer = answerOf(page);
  await answer.getByText(/^(Đã có câu trả lời|The answer is here)\.$/).waitFor({ state: 'attached' });
  return answer;
}

/** Nothing is wider than the window. */
export async function expectNoSidewaysScrolling(page: Page, width: number): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
}
