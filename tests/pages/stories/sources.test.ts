import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { ask } from '../../support/graph.js';
import { graphOnWorkbooks, type WorkbookGraph } from '../../support/workbooks.js';
import { accessibilityFaults, describeInChromium, textIn } from '../stage.js';

const JOBS = `{ indicator(code: "JOBS") { series { observations(periods: ["2023-06"]) { provenance { document } } } } }`;

describeInChromium('the standing agency at the page of the sources', ({ open }) => {
  let workbooks: WorkbookGraph;
  let origin: string;
  beforeAll(async () => {
    workbooks = await graphOnWorkbooks(makeLogger('silent'));
    origin = new URL(workbooks.graph.url).origin;
  });
  afterAll(() => workbooks?.close());

  test('sees who reports late for a period, and looks at another one', async () => {
    const page = await open(`${origin}/sources?period=2023-S1`);
    const overview = page.getByRole('region', { name: 'Tổng quan' });
    await overview.getByRole('row', { name: /Sở Y tế/ }).waitFor();
    expect(await textIn(overview.getByRole('row', { name: /Sở Y tế/ }))).toMatch(
      /Đang trả lời .*30\/30 báo cáo, 1 chậm hạn/,
    );
    await page.getByRole('combobox', { name: 'Báo cáo của kỳ' }).selectOption('2025-S2');
    await overview.getByText('126/126 báo cáo, 1 chậm hạn').first().waitFor();
    expect(new URL(page.url()).searchParams.get('period')).toBe('2025-S2');
  });

  test('sees how much is held back and why, on every page too, while the last good figures stay', async () => {
    const { data } = await ask(workbooks.graph.url, JOBS);
    await workbooks.spoil(data.indicator.series.observations[0].provenance.document);
    await ask(workbooks.graph.url, JOBS);

    const page = await open(`${origin}/sources`, { colorScheme: 'dark' });
    const labour = page.getByRole('article', { name: /Sở Lao động/ });
    const held = labour.locator('section', { has: page.getByRole('heading', { name: 'Số liệu đang giữ lại' }) });
    await held
      .getByRole('row', { name: /Số lượt người được giải quyết việc làm/ })
      .first()
      .waitFor();
    expect(await textIn(held)).toMatch(/không đọc được/);
    await page
      .getByRole('status')
      .getByText(/Sở Lao động .* đang được giữ lại/)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('link', { name: 'Bảng chỉ tiêu' }).click();
    await page
      .getByRole('status')
      .getByText(/Sở Lao động .* đang được giữ lại/)
      .waitFor();
    await page.getByRole('row', { name: /Số lượt người được giải quyết việc làm/ }).waitFor();
  });
});
