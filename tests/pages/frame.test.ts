import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';
import { accessibilityFaults, describeInChromium } from './stage.js';

describeInChromium('the frame of every page', ({ open }) => {
  let graph: TestGraph;
  let origin: string;
  beforeAll(async () => {
    graph = await testGraph();
    origin = new URL(graph.url).origin;
  });
  afterAll(() => graph?.close());

  test('speaks Vietnamese, and English after the switch, which stays on the way to another page', async () => {
    const page = await open(`${origin}/`);
    await page.getByRole('link', { name: 'Nguồn số liệu' }).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    expect(new URL(page.url()).searchParams.get('lang')).toBe('en');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('link', { name: 'Sources' }).click();
    expect(page.url()).toBe(`${origin}/sources?lang=en`);
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('takes the theme of the device, and keeps another one that is chosen', async () => {
    const page = await open(`${origin}/`, { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Nền sáng' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Nền tối' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  });

  test.each([
    ['/?period=2023-S1', 'Bảng chỉ tiêu, 6 tháng đầu năm 2023 · Chương trình 08-CTr/TU'],
    ['/?lang=en&period=2023-S1', 'Scoreboard, First half of 2023 · Programme 08-CTr/TU'],
    ['/indicators/DOCTORS?lang=en', 'Doctors per 10,000 people · Programme 08-CTr/TU'],
    ['/indicators/NOPE?lang=en', 'There is no such indicator · Programme 08-CTr/TU'],
    ['/map?lang=en&indicator=DOCTORS', 'Map: Doctors per 10,000 people · Programme 08-CTr/TU'],
    ['/sources?lang=en', 'Sources · Programme 08-CTr/TU'],
    ['/explorer?lang=en', 'Explorer · Programme 08-CTr/TU'],
  ])('%s is called by what it shows, in the language of the page', async (address, title) => {
    const page = await open(`${origin}${address}`);
    await expect.poll(() => page.title()).toBe(title);
  });

  test('an address that is none of the pages says so within the frame, and leads back', async () => {
    const page = await open(`${origin}/nope?lang=en`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'go to the scoreboard' }).click();
    await page.getByRole('slider').waitFor();
    expect(page.url()).toBe(`${origin}/?lang=en`);
  });

  test('a link to another page takes the keyboard to its content, the switch of language does not', async () => {
    const page = await open(`${origin}/sources`);
    await page.getByRole('link', { name: 'Bản đồ' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bản đồ' }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.getByRole('link', { name: 'English' }).press('Enter');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Tiếng Việt');
  });

  test.each(['/', '/map', '/sources', '/indicators/DOCTORS'])(
    '%s says that a period of the address cannot be shown, and which one is shown',
    async (path) => {
      const page = await open(`${origin}${path}?lang=en&period=2099-S1`);
      const notice = page.getByRole('status').filter({ hasText: 'The address names the period “2099-S1”' });
      await notice.waitFor();
      expect(await notice.innerText()).toMatch(/Shown: (First|Second) half of \d{4}\.$/);
    },
  );

  test('the first stop of the keyboard leads past the frame to the content', async () => {
    const page = await open(`${origin}/`);
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  test.each(['/', '/map', '/sources', '/indicators/DOCTORS', '/explorer'])('axe finds nothing at %s', async (path) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(`${origin}${path}`, { colorScheme });
      await page.getByRole('main').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await accessibilityFaults(page)).toEqual([]);
    }
  });
});
