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
  return (await editorOf(page, name).locator('.cm-line').allInnerTexts()).join('\n');
}

/** The texts that an editor marks as wrong, as soon as it marks any. */
export async function markedIn(page: Page, name: 'question' | 'variables'): Promise<string[]> {
  const marks = editorOf(page, name).locator('.cm-lintRange-error');
  await marks.first().waitFor();
  return marks.allInnerTexts();
}

/** Runs what is open and waits for its answer. */
export async function run(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: NAMES.run }).click();
  const answer = answerOf(page);
  await answer.getByText(/^(Đã có câu trả lời|The answer is here)\.$/).waitFor({ state: 'attached' });
  return answer;
}

/** A file that a button gives. */
export async function downloaded(page: Page, button: Locator): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent('download');
  await button.click();
  const file = await coming;
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(Buffer.from(part));
  return { name: file.suggestedFilename(), text: Buffer.concat(parts).toString('utf8') };
}

/** Nothing is wider than the window. */
export async function expectNoSidewaysScrolling(page: Page, width: number): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
}
