import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { answerOf, linkTo, run, write } from '../editors.js';
import { accessibilityFaults, describeInChromium, savedBy, textIn } from '../stage.js';

const NAMES = '{ departments { code name } }';

const TWO_LISTS = '{ departments { code } indicators { code } }';

/** 27 targets on the 30 districts in the five years that they had to their end. */
const LARGE = `{ indicators { code series { observations(level: DISTRICT, from: "2020", to: "2025", frequency: A) {
  area { name } period value status
} } } }`;

describeInChromium('an analyst reads answers in the explorer', ({ open }) => {
  let graph: TestGraph;
  let origin: string;
  beforeAll(async () => {
    // A busy machine may take its time; what is held here is what the page does with it.
    graph = await testGraph({ DEADLINE_MS: '20000', SOURCE_DEADLINE_MS: '15000' });
    origin = new URL(graph.url).origin;
  });
  afterAll(() => graph?.close());

  test('walks through the tree by arrow keys', async () => {
    const page = await open(linkTo(origin, { query: NAMES, lang: 'en' }), { colorScheme: 'dark' });
    const answer = await run(page);
    await answer.getByRole('tab', { name: 'JSON tree' }).click();
    await answer.getByRole('button', { name: 'Close all' }).click();
    const tree = answer.getByRole('tree', { name: 'The answer as a tree' });
    await tree.focus();
    expect(await tree.getByRole('treeitem').allTextContents()).toEqual(['▸departments: 5 items']);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter', 'ArrowDown']) await page.keyboard.press(key);
    expect(await activeLine(page)).toMatch(/code: "/);
    expect(await tree.getByRole('treeitem').count()).toBe(8);
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    expect(await tree.getByRole('treeitem').allTextContents()).toEqual(['▸departments: 5 items']);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('takes an answer home: CSV that Excel reads as Vietnamese, and JSON as it came', async () => {
    const page = await open(linkTo(origin, { query: `query Names ${NAMES}` }));
    const answer = await run(page);
    const csv = await savedBy(answer.getByRole('button', { name: 'Tải CSV' }));
    expect(csv.name).toBe('Names.csv');
    expect(csv.text.startsWith('\uFEFFdepartments.code,departments.name\r\n')).toBe(true);
    expect(csv.text).toContain('health,Sở Y tế\r\n');
    const json = await savedBy(answer.getByRole('button', { name: 'Tải JSON' }));
    expect(json.name).toBe('Names.json');
    expect(JSON.parse(json.text).data).toEqual(await graph.answer(NAMES));
  });

  test('opens the file in a spreadsheet without running what a department has written into it', async () => {
    const page = await open(linkTo(origin, { query: NAMES }));
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('Sở Y tế', '=HYPERLINK(\\"http://x\\")') });
    });
    const answer = await run(page);
    await answer.getByRole('cell', { name: '=HYPERLINK("http://x")', exact: true }).waitFor();
    const { text } = await savedBy(answer.getByRole('button', { name: 'Tải CSV' }));
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    const names = rows.map((row) => row['departments.name']);
    expect(names).toContain('\'=HYPERLINK("http://x")');
  });

  test('is told why two independent lists are no table, in both languages, and has them as a tree', async () => {
    const page = await open(linkTo(origin, { query: TWO_LISTS }));
    const answer = await run(page);
    await answer.getByRole('tab', { name: 'Bảng' }).click();
    expect(await textIn(answer.getByRole('tabpanel'))).toMatch(/departments.*indicators/);
    expect(await answer.getByRole('button', { name: 'Tải CSV' }).count()).toBe(0);
    await answer.getByRole('tab', { name: 'Cây JSON' }).click();
    await answer
      .getByRole('treeitem', { name: /indicators/ })
      .first()
      .waitFor();
    const english = await open(linkTo(origin, { query: TWO_LISTS, lang: 'en' }));
    const same = await run(english);
    await same.getByRole('tab', { name: 'Table' }).click();
    expect(await textIn(same.getByRole('tabpanel'))).toMatch(
      /departments.*indicators.*independent|independent.*indicators/,
    );
  });

  test('has an answer of thousands of rows page by page, and goes to its end in the tree', async () => {
    const page = await open(linkTo(origin, { query: LARGE }));
    const answer = await run(page);
    await answer.getByText(/Dòng 1–100 \/ 4\.\d{3}/).waitFor();
    expect(await answer.getByRole('row').count()).toBe(101);
    await answer.getByRole('button', { name: 'Trang sau' }).click();
    await answer.getByText(/Dòng 101–200 \/ 4\.\d{3}/).waitFor();
    await answer.getByRole('rowheader', { name: '101', exact: true }).waitFor();
    await answer.getByRole('tab', { name: 'Cây JSON' }).click();
    await answer.getByRole('button', { name: 'Mở tất cả' }).click();
    await answer.getByRole('tree').focus();
    await page.keyboard.press('End');
    expect(await activeLine(page)).toMatch(/status: /);
    expect(await answer.getByRole('treeitem').count()).toBeLessThan(100);
  });

  test('stops a question that takes too long, and asks it again', async () => {
    const page = await open(linkTo(origin, { query: NAMES }));
    await page.getByRole('tab', { name: 'Tài liệu' }).click();
    await page.getByRole('heading', { name: 'Query' }).waitFor();
    await page.route('**/graphql', () => undefined);
    await page.getByRole('button', { name: 'Chạy' }).click();
    await answerOf(page).getByText('Đang hỏi các sở…').waitFor();
    const given = page.waitForEvent('requestfailed');
    await page.getByRole('button', { name: 'Dừng' }).click();
    expect((await given).failure()?.errorText).toBe('net::ERR_ABORTED');
    await answerOf(page).getByText('Đã dừng câu hỏi.').waitFor();
    await page.unroute('**/graphql');
    const answer = await run(page);
    await answer.getByRole('row', { name: /Sở Y tế/ }).waitFor();
  });

  test('is told in Vietnamese what kind of fault the question has, beside what GraphQL says', async () => {
    const page = await open(linkTo(origin, { query: '{ departments { nname } }' }));
    const errors = (await run(page)).getByRole('region', { name: 'Lỗi' });
    expect(await textIn(errors)).toMatch(/Câu hỏi không khớp với lược đồ.*Cannot query field "nname"/);
    await write(page, 'question', '{ departments { name ');
    await page.keyboard.press('ControlOrMeta+Enter');
    await errors.getByText(/Câu hỏi không đúng cú pháp GraphQL/).waitFor();
    await errors.getByText(/Syntax Error/).waitFor();
    await write(page, 'question', '{ indicator(code: "NONE") { series { observations(periods: ["x"]) { value } } } }');
    await run(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.getByText('Câu hỏi không').count()).toBe(0);
  });

  test('gives the answer more room, and the side panel comes back when the answer is made smaller again', async () => {
    const page = await open(`${origin}/explorer`);
    const answer = page.getByRole('separator', { name: 'Bề rộng của câu trả lời' });
    const side = page.getByRole('separator', { name: 'Bề rộng của cột bên' });
    const before = await side.getAttribute('aria-valuenow');
    await answer.focus();
    await page.keyboard.press('End');
    expect(await side.getAttribute('aria-valuenow')).toBe('12');
    expect(await answer.getAttribute('aria-valuenow')).toBe('76');
    await page.keyboard.press('Home');
    expect(await side.getAttribute('aria-valuenow')).toBe(before);
    await side.focus();
    await page.keyboard.press('End');
    await page.reload();
    expect(await side.getAttribute('aria-valuenow')).toBe('76');
    expect(await answer.getAttribute('aria-valuenow')).toBe('12');
  });

  test('reads why a figure is missing', async () => {
    const query = '{ indicators { name series { observations(level: CITY, periods: ["2023-S1"]) { value reason } } } }';
    const page = await open(linkTo(origin, { query }));
    const answer = await run(page);
    const row = answer.getByRole('row', { name: /Tuổi thọ trung bình/ });
    expect(await textIn(row)).not.toContain('không có giá trị');
    expect(await row.getByText('—').count()).toBeGreaterThan(0);
  });
});

/** The line of the tree that the keys are on, by the eye and for a screen reader. */
async function activeLine(page: Page): Promise<string | null> {
  const line = page.getByRole('treeitem', { selected: true });
  expect(await line.getAttribute('id')).toBe(await page.getByRole('tree').getAttribute('aria-activedescendant'));
  return line.textContent();
}
