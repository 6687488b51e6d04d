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
