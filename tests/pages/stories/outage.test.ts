import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subgraphUrlVariable } from '../../../schema/subgraphs.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { DEPARTMENTS_AT_WORK } from '../../../subgraphs/departments.js';
import { health } from '../../../subgraphs/health/index.js';
import { serveSubgraph } from '../../../subgraphs/server.js';
import { type RunningSubgraph, startOwner } from '../../../subgraphs/start.js';
import { type TestGraph, testGraph, testOptions } from '../../support/graph.js';
import { describeInChromium, type Stage, textIn } from '../stage.js';

const others = DEPARTMENTS_AT_WORK.map(({ owner }) => owner).filter((owner) => owner !== health.owner);

const log = makeLogger('silent');

/** The health department's part of the graph on a server of its own, which can be stopped and started on the same port. */
async function healthApart() {
  const { options, close } = await testOptions();
  const subgraph: RunningSubgraph = await startOwner(health, { from: 'sample' }, options);
  let port = 0;
  let server: { url: string; close(): Promise<void> } | null = null;
  const start = async () => {
    server = await serveSubgraph(subgraph, { host: '127.0.0.1', port, secret: null, log });
    port = Number(new URL(server.url).port);
    return server.url;
  };
  const stop = async () => {
    await server?.close();
    server = null;
  };
  return {
    start,
    stop,
    close: () =>
      stop()
        .then(() => subgraph.close())
        .then(close),
  };
}

/** A page whose minutes pass when the test says so. */
async function openWithClock(open: Stage['open'], url: string): Promise<Page> {
  const page = await open('about:blank');
  await page.clock.install();
  await page.goto(url);
  return page;
}

describeInChromium('a department is stopped while a page is open', ({ open }) => {
  let apart: Awaited<ReturnType<typeof healthApart>>;
  let graph: TestGraph;
  let origin: string;
  beforeAll(async () => {
    apart = await healthApart();
    graph = await testGraph({ SAMPLE: others.join(','), [subgraphUrlVariable('health')]: await apart.start() });
    origin = new URL(graph.url).origin;
  });
  afterAll(async () => {
    await graph?.close();
    await apart?.close();
  });

  test('the scoreboard says which, keeps the last figures with their time, and recovers by itself', async () => {
    const page = await openWithClock(open, `${origin}/?period=2025-S2`);
    const doctors = page.getByRole('row', { name: /Số bác sỹ trên một vạn dân/ });
    await doctors.getByText('15,3 trên 1 vạn dân').waitFor();
    expect(await textIn(doctors)).not.toContain('nhận lúc');

    await apart.stop();
    await page.clock.fastForward(61_000);
    await page.getByRole('status').getByText('Sở Y tế: phần phục vụ số liệu không trả lời.').waitFor();
    await doctors.getByText(/nhận lúc \d\d:\d\d/).waitFor();
    expect(await textIn(doctors)).toContain('15,3');
    expect(await textIn(page.getByRole('row', { name: /Tỷ lệ thất nghiệp/ }))).not.toContain('nhận lúc');

    await apart.start();
    await page.clock.fastForward(6_000);
    await page.getByText('phần phục vụ số liệu không trả lời').waitFor({ state: 'detached' });
    await doctors.getByText(/nhận lúc/).waitFor({ state: 'detached' });
    expect(await textIn(doctors)).toContain('15,3');
  });

  test('the others stay as they are, and the page of the sources names the silent one', async () => {
    await apart.stop();
    const page = await open(`${origin}/sources`);
    const silent = page.getByRole('article', { name: 'Sở Y tế' });
    await silent.waitFor();
    expect(await textIn(page.getByRole('article', { name: 'Sở Giáo dục và Đào tạo' }))).toContain('Đang trả lời');
    expect(await textIn(silent)).not.toContain('Đang trả lời');
    await apart.start();
  });
});

describeInChromium('the whole system is stopped while a page is open', ({ open }) => {
  test('the page says so, keeps the figures with their time', async () => {
    const graph = await testGraph();
    const { origin } = new URL(graph.url);
    const page = await openWithClock(open, `${origin}/?period=2023-S1`);
    await page.getByRole('row', { name: /Tỷ lệ thất nghiệp/ }).waitFor();
    await graph.close();
    await page.clock.fastForward(61_000);
    await page
      .getByRole('alert')
      .getByText(/Không kết nối được với hệ thống; số liệu dưới đây là của lúc \d\d:\d\d/)
      .waitFor();
    expect(await textIn(page.getByRole('row', { name: /Tỷ lệ thất nghiệp/ }))).toContain('2,23 %');
  });
});
