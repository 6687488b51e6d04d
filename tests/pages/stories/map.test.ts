import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { tempFolder } from '../../support/temp.js';
import { accessibilityFaults, describeInChromium, questionOf, savedBy, textIn } from '../stage.js';

const DARK = { colorScheme: 'dark' } as const;

/** Four districts as squares of a tenth of a degree, two by two; the others are left out. */
function boundaryFile(): string {
  const codes = [
    ['001', 105.8, 21.1],
    ['002', 105.9, 21.1],
    ['003', 105.8, 21],
    ['006', 105.9, 21],
  ] as const;
  const features = codes.map(([code, west, south]) => {
    const [east, north] = [west + 0.1, south + 0.1];
    const corners = [
      [west, south],
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ];
    return { type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [corners] } };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

const areasOf = (page: Page) => page.getByRole('listbox', { name: /Các địa bàn|Areas/ });
const detailsOf = (page: Page) => page.locator('section.map-details');

describeInChromium('an officer of the standing agency at the map', ({ open }) => {
  let graph: TestGraph;
  let origin: string;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    folder = await tempFolder('map');
    const file = join(folder.path, 'districts.geojson');
    writeFileSync(file, boundaryFile());
    graph = await testGraph({ BOUNDARIES_DISTRICTS: file });
    origin = new URL(graph.url).origin;
  });
  afterAll(async () => {
    await graph?.close();
    await folder.remove();
  });

  const openMap = (query: string, options = {}) => open(`${origin}/map?${query}`, options);

  test('chooses indicator, period and boundaries, and shares the address: the other one sees the same map', async () => {
    const page = await openMap('');
    await page.getByRole('combobox', { name: 'Chỉ tiêu' }).selectOption('HOSPITAL_BEDS');
    await page.getByRole('combobox', { name: 'Kỳ' }).selectOption('2023-S2');
    await page.getByRole('combobox', { name: 'Ranh giới' }).selectOption('COMMUNE');
    await page
      .getByRole('heading', { level: 2, name: 'Số giường bệnh trên một vạn dân 6 tháng cuối năm 2023' })
      .waitFor();
    await areasOf(page)
      .getByRole('option', { name: /Hoàn Kiếm/ })
      .click();
    await detailsOf(page).getByRole('heading', { name: 'Phường Hoàn Kiếm' }).waitFor();
    const shown = await areasOf(page).innerText();
    const other = await open(page.url(), DARK);
    await detailsOf(other).getByText('Gộp từ').waitFor();
    expect(await areasOf(other).innerText()).toBe(shown);
    expect(await textIn(detailsOf(other))).toContain('quy đổi theo diện tích');
    expect(await accessibilityFaults(other)).toEqual([]);
  });

  test('asks once for a map of years alone', async () => {
    const page = await open('about:blank');
    const asked: string[] = [];
    page.on('request', (request) => {
      const question = questionOf(request);
      if (question?.text.includes('query MapFigures')) asked.push(String(question.variables.period));
    });
    await page.goto(`${origin}/map?indicator=UNEMPLOYMENT&period=2023-S2`);
    await page.getByRole('heading', { level: 2, name: /Năm 2023$/ }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked).toEqual(['2023']);
  });

  test('goes over the tiles with the arrow keys, and the panel tells of each', async () => {
    const page = await openMap('indicator=DOCTORS&period=2025-S2&lang=en', DARK);
    const tiles = areasOf(page).getByRole('option');
    await tiles.nth(125).waitFor();
    await areasOf(page).locator('[tabindex="0"]').focus();
    const chosen = areasOf(page).getByRole('option', { selected: true });
    const told = new Set<string>();
    await page.keyboard.press('Home');
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowLeft'] as const) {
      const before = await chosen.boundingBox();
      await page.keyboard.press(key);
      const after = await chosen.boundingBox();
      const away = key === 'ArrowDown' ? 'y' : 'x';
      expect(Math.sign((after?.[away] ?? 0) - (before?.[away] ?? 0)), key).toBe(key === 'ArrowLeft' ? -1 : 1);
      const name = (await chosen.locator('.for-readers').innerText()).split(':')[0] ?? '';
      await detailsOf(page).getByRole('heading', { name, exact: true }).waitFor();
      told.add(name);
    }
    expect(told.size).toBeGreaterThan(3);
    expect(await chosen.evaluate((tile) => tile === tile.ownerDocument.activeElement)).toBe(true);
    expect(await textIn(detailsOf(page))).toMatch(/per 10,000 people .*Numerator \/ denominator .*Judgement .*Source/);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('sorts the table by value, upwards and downwards', async () => {
    const page = await openMap('indicator=DOCTORS&period=2025-S2&view=table&lang=en');
    const values = async () => (await page.locator('tbody td:nth-child(2)').allInnerTexts()).map(Number);
    await page
      .getByRole('columnheader', { name: /^Value/ })
      .getByRole('button')
      .click();
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Value' }).waitFor();
    const upwards = await values();
    expect(upwards).toHaveLength(126);
    expect(upwards).toEqual(upwards.toSorted((a, b) => a - b));
    await page
      .getByRole('columnheader', { name: /^Value/ })
      .getByRole('button')
      .click();
    await page.locator('th[aria-sort="descending"]', { hasText: 'Value' }).waitFor();
    expect(await values()).toEqual(upwards.toReversed());
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('is told why a tile has no number: withheld, or an indicator that has no figures of areas', async () => {
    const page = await openMap('indicator=CHILDREN_IN_NEED&period=2025-S2');
    const withheld = areasOf(page).getByRole('option', {
      name: /^Phường Ngọc Hà: Giữ kín\. Số liệu được giữ kín để không ai/,
    });
    await withheld.click();
    const details = await textIn(detailsOf(page));
    expect(details).toMatch(/Phường Ngọc Hà Giữ kín .*Lý do Số liệu được giữ kín để không ai nhận ra/);
    expect(await textIn(page.locator('section.map-legend'))).toMatch(/Giữ kín 57/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Chỉ tiêu' }).selectOption('UNEMPLOYMENT');
    await page.getByText(/^Không có số liệu theo địa bàn: ./).waitFor();
  });

  test('sees a figure of low reliability by its class alone', async () => {
    const page = await openMap('indicator=JOBS&period=2023-S2&level=COMMUNE&lang=en', DARK);
    const tile = areasOf(page).getByRole('option').first();
    await tile.click();
    const details = await textIn(detailsOf(page));
    expect(details).toMatch(/≈ [\d,]+ to under [\d,]+ people .*Low reliability/);
    expect(details).not.toContain('Numerator / denominator');
    expect(await textIn(tile)).toMatch(/: ≈ [\d,]+ to under [\d,]+ people, class \d ≈\d$/);
  });

  test('takes the map home as a drawing with its legend, and its figures as a table', async () => {
    const page = await openMap('indicator=DOCTORS&period=2025-S2');
    await areasOf(page).getByRole('option').nth(125).waitFor();
    const drawing = await savedBy(page.getByRole('button', { name: 'Tải bản đồ (SVG)' }));
    expect(drawing.name).toBe('DOCTORS-COMMUNE-2025-S2.svg');
    expect(drawing.text).toContain('<title>Số bác sỹ trên một vạn dân, 6 tháng cuối năm 2025</title>');
    expect(drawing.text).toMatch(/6 đến dưới 8 \(\d+\)/);
    expect(drawing.text).not.toMatch(/var\(|class=|href=/);
    const drawn = await open(`data:image/svg+xml,${encodeURIComponent(drawing.text)}`);
    expect(await drawn.evaluate('document.documentElement.querySelectorAll("rect").length')).toBeGreaterThan(126);
    const { name, text } = await savedBy(page.getByRole('button', { name: 'Tải CSV' }));
    expect(name).toBe('DOCTORS-COMMUNE-2025-S2.csv');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(rows).toHaveLength(126);
    expect(rows[0]).toMatchObject({ 'area.name': expect.stringMatching(/^(Phường|Xã) /), 'assessment.state': /./ });
  });

  test('sees the true boundaries where the deployment has them, by mouse and by keys, and goes back to tiles', async () => {
    const page = await openMap('indicator=DOCTORS&period=2023-S1', DARK);
    await page.locator('svg.shapes').waitFor();
    expect(await areasOf(page).getByRole('option').count()).toBe(4);
    await page.getByText(/^Tệp ranh giới không có: .*Quận Cầu Giấy/).waitFor();
    await areasOf(page)
      .getByRole('option', { name: /^Quận Ba Đình: / })
      .focus();
    await detailsOf(page).getByRole('heading', { name: 'Quận Ba Đình' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await detailsOf(page).getByRole('heading', { name: 'Quận Hoàn Kiếm' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await detailsOf(page).getByRole('heading', { name: 'Quận Đống Đa' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ô vuông' }).click();
    await areasOf(page).getByRole('option').nth(29).waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('tiles');
    await page.getByRole('combobox', { name: 'Kỳ' }).selectOption('2025-S2');
    await areasOf(page).getByRole('option').nth(125).waitFor();
    expect(await page.getByRole('button', { name: 'Ranh giới thật' }).count()).toBe(0);
  });
});
