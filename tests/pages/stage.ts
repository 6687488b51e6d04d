import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
  type Request,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { hashOf } from '../../gateway/answers/persisted.js';
import { pageOperations } from '../../gateway/pages/operations.js';
import { chromiumPath } from '../support/chromium.js';

const executablePath = chromiumPath();

const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** What a test of a page is given. */
export interface Stage {
  /** A new page in a browser of its own history: it fails the test for whatever leaves the machine, and for any error. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Tests in a real browser. Where there is none they are skipped, and the title says how to install it. */
export function describeInChromium(title: string, tests: (stage: Stage) => void): void {
  if (!executablePath) {
    describe.skip(`${title} (no Chromium on this machine: apt-get install chromium)`, () => tests(skipped));
    return;
  }
  describe(title, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...QUIET] });
    });
    afterAll(() => browser?.close());
    tests({ open: (url, options) => openPage(browser, url, options) });
  });
}

const skipped: Stage = { open: () => Promise.reject(new Error('There is no Chromium on this machine.')) };

async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'vi-VN', ...options });
  await context.addInitScript({ content: axeSource });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.hostname !== '127.0.0.1' && !['data:', 'blob:'].includes(asked.protocol))
      faults.push(`asked ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`));
  page.on('console', (message) => {
    // A request that fails on purpose is told of by the browser itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** The texts of the questions that the page asks from now on; it grows with each. */
export function questionsOf(page: Page): readonly string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const question = questionOf(request);
    if (question) asked.push(question.text.trim());
  });
  return asked;
}

/** What a request asks the graph, by the text or by its hash; null: it asks nothing. */
export function questionOf(request: Request): { text: string; variables: Record<string, unknown> } | null {
  const { pathname, searchParams } = new URL(request.url());
  if (pathname !== '/graphql') return null;
  if (request.method() === 'POST') {
    const { query, variables } = request.postDataJSON();
    return { text: query, variables };
  }
  const { persistedQuery } = JSON.parse(searchParams.get('extensions') ?? '{}');
  const text = pageOperations().find((one) => hashOf(one) === persistedQuery.sha256Hash);
  if (text === undefined) throw new Error('A page asks by the hash of a text that is none of its own.');
  return { text, variables: JSON.parse(searchParams.get('variables') ?? '{}') };
}

/** Its text, with every kind of space a plain one. */
export async function textIn(part: Locator): Promise<string> {
  return (await part.innerText()).replace(/\s+/g, ' ');
}

/** Presses a button and takes the file that comes of it. */
export async function savedBy(button: Locator): Promise<{ readonly name: string; readonly text: string }> {
  const coming = button.page().waitForEvent('download');
  await button.click();
  const file = await coming;
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(Buffer.from(part));
  return { name: file.suggestedFilename(), text: Buffer.concat(parts).toString('utf8') };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with a page by WCAG 2.2 AA: a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // axe is put into the page by the init script.
  const run = `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })`;
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
