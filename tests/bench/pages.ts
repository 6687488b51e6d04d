import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../support/chromium.js';
import { type Bench, type Measured, measured, median } from './measure.js';
import { Clock, startProgram } from './program.js';

const ROUNDS = 7;

/** Bytes of compressed script that the scoreboard may load, and milliseconds until its largest paint. */
const MOST_SCRIPT = 150 * 1024;
const LATEST_PAINT = 1500;

/** What a browser that has never been here loads and how soon it shows something, each round with an empty cache. */
export const pages: Bench = async (ground) => {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('There is no Chromium on this machine: apt-get install chromium.');
  const graph = await startProgram(ground, new Clock());
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const { origin } = new URL(graph.url);
    const scoreboard = await visits(browser, `${origin}/`);
    const explorer = await visits(browser, `${origin}/explorer`);
    return [
      ...lines('scoreboard', scoreboard, { script: MOST_SCRIPT, paint: LATEST_PAINT }),
      ...lines('explorer', explorer, { script: null, paint: null }),
    ];
  } finally {
    await browser.close();
    await graph.close();
  }
};

interface Visit {
  readonly scriptBytes: number;
  readonly allBytes: number;
  readonly largestPaint: number;
  readonly requests: number;
}

function lines(
  page: string,
  seen: readonly Visit[],
  bounds: { readonly script: number | null; readonly paint: number | null },
): Measured[] {
  const middle = (of: (visit: Visit) => number) => median(seen.map(of));
  return [
    measured(
      `${page}: script, compressed`,
      middle((visit) => visit.scriptBytes),
      'B',
      bounds.script,
    ),
    measured(
      `${page}: everything that is loaded, compressed`,
      middle((visit) => visit.allBytes),
      'B',
    ),
    measured(
      `${page}: requests`,
      middle((visit) => visit.requests),
      '',
    ),
    measured(
      `${page}: largest paint`,
      middle((visit) => visit.largestPaint),
      'ms',
      bounds.paint,
    ),
  ];
}

async function visits(browser: Browser, url: string): Promise<Visit[]> {
  const seen: Visit[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const visit = await visited(await context.newPage(), url);
    // The first one warms the server up.
    if (round > 0) seen.push(visit);
    await context.close();
  }
  return seen;
}

async function visited(page: Page, url: string): Promise<Visit> {
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  return page.evaluate<Visit>(`new Promise((resolve) => {
    const files = performance.getEntriesByType('resource');
    const bytes = (entries) => entries.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    new PerformanceObserver((list) => resolve({
      scriptBytes: bytes(files.filter(({ name }) => name.endsWith('.js'))),
      allBytes: bytes(files),
      largestPaint: list.getEntries().at(-1).startTime,
      requests: files.length + 1,
    })).observe({ type: 'largest-contentful-paint', buffered: true });
  })`);
}
