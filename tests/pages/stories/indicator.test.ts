import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { accessibilityFaults, describeInChromium, savedBy, textIn } from '../stage.js';

const DARK = { colorScheme: 'dark' } as const;

/** The table of a file, as rows with the names of its columns. */
function rowsOf(csv: string): Record<string, string>[] {
  expect(csv.startsWith('\uFEFF')).toBe(true);
  return parse(csv, { bom: true, columns: true });
}

describeInChromium('a member of the council at the page of an indicator', ({ open }) => {
  let graph: TestGraph;
  let origin: string;
  beforeAll(async () => {
    graph = await testGraph();
    origin = new URL(graph.url).origin;
  });
  afterAll(() => graph?.close());

  const openIndicator = (code: string, query: string, options = {}) =>
    open(`${origin}/indicators/${code}?${query}`, options);
  const rankingOf = (page: Page) => page.locator('section.ranking');

  test('reads the chart with the arrow keys, from the first figure on, and finds the same in the table', async () => {
    const page = await openIndicator('DOCTORS', 'period=2023-S1');
    const points = page.getByRole('slider', { name: 'Các điểm của biểu đồ' });
    await points.focus();
    const reads = (text: RegExp) =>
      expect.poll(() => points.getAttribute('aria-valuetext'), { timeout: 5000 }).toMatch(text);
    await page.keyboard.press('Home');
    await reads(/^6 tháng đầu năm 2020: 13,1 trên 1 vạn dân/);
    await page.keyboard.press('ArrowRight');
    await reads(/^6 tháng cuối năm 2020: 13,2 trên 1 vạn dân \([\d.]+ \/ [\d,.]+\) · số liệu mẫu$/);
    await page.keyboard.press('ArrowLeft');
    await reads(/^6 tháng đầu năm 2020/);
    const trend = page.locator('section.trend');
    await trend.getByRole('button', { name: 'Bảng số liệu' }).click();
    const row = trend.getByRole('row', { name: /6 tháng cuối năm 2020/ });
    expect(await textIn(row)).toContain('13,2');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('the chart is read from the figure of the period judged, and not from a later one', async () => {
    const page = await openIndicator('DOCTORS', 'period=2023-S1');
    const points = page.getByRole('slider', { name: 'Các điểm của biểu đồ' });
    const reads = (text: RegExp) => expect.poll(() => points.getAttribute('aria-valuetext')).toMatch(text);
    await reads(/^6 tháng đầu năm 2023: 13,8 trên 1 vạn dân/);
    await page.getByLabel('Kỳ đánh giá').selectOption('2024-S2');
    await reads(/^6 tháng cuối năm 2024: /);
  });

  test('is told how the state was found, step by step', async () => {
    const page = await openIndicator('DOCTORS', 'period=2023-S1&lang=en', DARK);
    const heading = page.locator('header.indicator-heading');
    await heading.getByText('Behind', { exact: true }).waitFor();
    expect(await textIn(heading)).toContain('Target in the period ≥ 15 per 10,000 people');
    await heading.getByText('The working, step by step').click();
    expect(await heading.getByRole('listitem').count()).toBeGreaterThan(3);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('sees the sum of the year where a year has a quota, as the scoreboard has it, and judgements by other versions', async () => {
    const page = await openIndicator('JOBS', 'period=2023-S1');
    const heading = page.locator('header.indicator-heading');
    await heading.getByText('Cộng dồn đến hết tháng 6/2023').waitFor();
    const sum = /Cộng dồn đến hết tháng 6\/2023 ([\d.]+ người)/.exec(await textIn(heading))?.[1] ?? '';
    expect(await textIn(heading)).toContain('≥ 160.000 người mỗi năm');
    const versions = page.locator('section', {
      has: page.getByRole('heading', { name: 'Mục tiêu và các lần nêu lại' }),
    });
    expect(await textIn(versions)).toMatch(/≥ 165\.000 người mỗi năm có hiệu lực từ tháng 1 năm 2024/);
    await page.getByRole('link', { name: 'Về bảng chỉ tiêu' }).click();
    const row = page.getByRole('row', { name: /Số lượt người được giải quyết việc làm/ });
    expect(sum).not.toBe('');
    expect(await textIn(row)).toContain(sum);
  });

  test('ranks the districts and the communes, each with its distance to the target', async () => {
    const page = await openIndicator('DOCTORS', 'period=2023-S1&lang=en', DARK);
    const ranking = rankingOf(page);
    await ranking
      .getByRole('row', { name: /Ba Dinh/ })
      .first()
      .waitFor();
    expect(await ranking.locator('tbody tr').count()).toBe(30);
    const places = await ranking.locator('tbody tr td:first-child').allInnerTexts();
    expect(places.map(Number)).toEqual(places.map(Number).toSorted((a, b) => a - b));
    const last = await textIn(ranking.locator('tbody tr').last());
    expect(last).toMatch(/ \d+ (Behind|Moving away|On track)$/);
    await ranking.getByRole('button', { name: 'Communes (since 1 July 2025)' }).click();
    await ranking.locator('tbody tr:nth-child(126)').waitFor();
    expect(new URL(page.url()).searchParams.get('level')).toBe('COMMUNE');
    expect(await textIn(ranking)).toContain('estimates');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('is told why areas are not judged by a target of the city, and which figures are withheld', async () => {
    const jobs = await openIndicator('JOBS', 'period=2023-S1&lang=en');
    await rankingOf(jobs)
      .getByText(/the area has no target of its own/)
      .waitFor();
    const children = await openIndicator('CHILDREN_IN_NEED', 'period=2023-S1');
    const without = rankingOf(children).locator('.unranked');
    await without.waitFor();
    expect(await textIn(without)).toMatch(/Không có giá trị \(10\) Giữ kín – Số liệu được giữ kín .*Quận Ba Đình/);
  });

  test('takes the chart home as a drawing that stands by itself', async () => {
    const page = await openIndicator('DOCTORS', 'period=2023-S1', DARK);
    const { name, text } = await savedBy(page.getByRole('button', { name: 'Tải biểu đồ (SVG)' }));
    expect(name).toBe('DOCTORS-trend.svg');
    expect(text).toMatch(/^<svg[^>]*>.*<title>Số bác sỹ trên một vạn dân<\/title>/s);
    expect(text).toContain('Mục tiêu: ≥\u00a015 trên 1 vạn dân');
    expect(text).toMatch(/Nguồn: .+ · \d+\/\d+\/\d{4}/);
    expect(text).not.toMatch(/var\(|class=|href=/);
    const drawn = await open(`data:image/svg+xml,${encodeURIComponent(text)}`);
    expect(await drawn.evaluate('document.documentElement.querySelectorAll("circle").length')).toBeGreaterThan(5);
  });

  test('takes the figures home: the trend, and the ranking with state, distance, source and publication', async () => {
    const page = await openIndicator('DOCTORS', 'period=2023-S1');
    await rankingOf(page).locator('tbody tr').first().waitFor();
    const trend = await savedBy(page.getByRole('button', { name: 'Tải CSV: Diễn biến toàn thành phố' }));
    expect(trend.name).toBe('DOCTORS-trend.csv');
    expect(rowsOf(trend.text).length).toBeGreaterThan(8);
    const { name, text } = await savedBy(page.getByRole('button', { name: 'Tải CSV: Xếp hạng địa bàn' }));
    expect(name).toBe('DOCTORS-DISTRICT-2023-S1.csv');
    const rows = rowsOf(text);
    expect(rows).toHaveLength(30);
    const behind = rows.find((row) => row['assessment.state'] === 'BEHIND');
    expect(behind).toMatchObject({
      code: 'DOCTORS',
      period: '2023-S1',
      status: 'A',
      sample: 'true',
      'assessment.missing.unit': 'bác sỹ',
    });
    expect(Number(behind?.['assessment.missing.value'])).toBeGreaterThan(0);
    for (const row of rows) expect(row['provenance.system']).not.toBe('');
  });

  test('finds in the table of the ranking when the figures were published, where the source tells', async () => {
    const page = await openIndicator('POOR_HOUSEHOLDS', 'period=2023-S1');
    const { text } = await savedBy(page.getByRole('button', { name: 'Tải CSV: Xếp hạng địa bàn' }));
    const rows = rowsOf(text);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['A', 'Q']));
    for (const row of rows) {
      expect(row['provenance.publishedAt']).toMatch(/^2023-/);
      expect(row['assessment.state']).not.toBe('');
      expect(row.value === '').toBe(row.status === 'Q');
    }
  });

  test('who mistypes a code is told so, and led to all that there is', async () => {
    const page = await openIndicator('DOCTORZ', 'lang=en', DARK);
    await page.getByRole('heading', { level: 1, name: 'There is no such indicator' }).waitFor();
    await page.getByText('DOCTORZ').waitFor();
    await page.getByRole('link', { name: '17. Doctors per 10,000 people' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: '17. Doctors per 10,000 people' }).click();
    await page.getByRole('heading', { level: 1, name: 'Doctors per 10,000 people' }).waitFor();
  });

  test('opens the very question in the explorer, with what it was asked with', async () => {
    const page = await openIndicator('CREMATION', 'period=2022-S2&lang=en');
    await page.getByRole('link', { name: 'Open this question in the explorer' }).click();
    await page.waitForURL(/\/explorer/);
    const editors = page.locator('.cm-content');
    await editors.filter({ hasText: 'query IndicatorPage' }).waitFor();
    const variables = await textIn(editors.filter({ hasText: '"code"' }));
    expect(JSON.parse(variables)).toMatchObject({ code: 'CREMATION', period: '2022-S2', lang: 'EN' });
  });

  test('chooses another period and goes back to the former one with the button of the browser', async () => {
    const page = await openIndicator('DOCTORS', 'period=2025-S2');
    const heading = page.locator('header.indicator-heading');
    await heading.getByText('Đạt', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Kỳ đánh giá' }).selectOption('2022-S1');
    await heading.getByText('6 tháng đầu năm 2022').first().waitFor();
    expect(await heading.getByText('Đạt', { exact: true }).count()).toBe(0);
    await page.goBack();
    await heading.getByText('Đạt', { exact: true }).waitFor();
  });
});
