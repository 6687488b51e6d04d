import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { answerOf, editorOf, expectMarked, expectNoSidewaysScrolling, linkTo, run, textOf, write } from '../editors.js';
import { accessibilityFaults, describeInChromium, textIn } from '../stage.js';

const TWO = `query Names { indicators { code name } }

query Departments { departments { code } }`;

describeInChromium('an analyst writes questions in the explorer', ({ open }) => {
  let graph: TestGraph;
  let origin: string;
  beforeAll(async () => {
    graph = await testGraph();
    origin = new URL(graph.url).origin;
  });
  afterAll(() => graph?.close());

  test('opens it, runs what stands there and sees the 27 targets as a table', async () => {
    const page = await open(`${origin}/explorer`);
    expect(await textOf(page, 'question')).toContain('query WhereItStands');
    const answer = await run(page);
    await answer.getByRole('row', { name: /Số bác sỹ trên một vạn dân/ }).waitFor();
    expect(await answer.getByRole('row').count()).toBe(28);
    expect(await textIn(answer.getByLabel('Về câu trả lời'))).toMatch(/Số dòng 27/);
    expect(await textIn(answer.getByLabel('Chung cho mọi dòng'))).toContain('programme.summary.met 18');
  });

  test('runs what stands there on the English page, and has English names', async () => {
    const page = await open(`${origin}/explorer?lang=en`);
    expect(await textOf(page, 'variables')).toContain('"lang": "EN"');
    const answer = await run(page);
    await answer.getByRole('row', { name: /Doctors per 10,000 people/ }).waitFor();
  });

  test('picks a worked question, which opens beside the first and is answered at once', async () => {
    const page = await open(`${origin}/explorer?lang=en`, { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'One row per district' }).click();
    const answer = answerOf(page);
    await answer.getByRole('row', { name: /Ba Vi/ }).waitFor();
    const tabs = page.getByRole('tablist', { name: 'Open questions' }).getByRole('tab');
    expect(await tabs.allInnerTexts()).toEqual(['WhereItStands', 'OneRowPerDistrict']);
    expect(await textIn(answer.getByLabel('About the answer'))).toMatch(/Rows 30/);
  });

  test('types a question with suggestions, and sees what the schema does not have', async () => {
    const page = await open(`${origin}/explorer`);
    await write(page, 'question', '');
    await page.keyboard.type('{ indic');
    const suggestions = page.getByRole('listbox', { name: 'Gợi ý' });
    await suggestions.getByRole('option', { name: /^indicators/ }).waitFor();
    await suggestions.getByRole('option', { name: /^indicators/ }).click();
    await page.keyboard.type(' { code namme');
    await page.keyboard.press('Escape');
    await expectMarked(page, 'question', 'namme');
    await page.keyboard.press('F8');
    await page.getByText('Cannot query field "namme" on type "Indicator".').first().waitFor();
    await page.keyboard.type('name');
    await editorOf(page, 'question').locator('.cm-lintRange-error').waitFor({ state: 'detached' });
    expect(await textOf(page, 'question')).toBe('{ indicators { code name}}');
  });

  test('runs by Ctrl+Enter and brings the text into form by Ctrl+Shift+F, comments and all', async () => {
    const page = await open(`${origin}/explorer`);
    await write(page, 'question', '{departments{code # theo mã\nname}}');
    await page.keyboard.press('ControlOrMeta+Shift+F');
    expect((await textOf(page, 'question')).trim()).toBe('{\n  departments {\n    code # theo mã\n    name\n  }\n}');
    await page.keyboard.press('ControlOrMeta+Enter');
    await answerOf(page)
      .getByRole('row', { name: /Sở Y tế/ })
      .waitFor();
  });

  test('sees which variables the question does not take, which is missing, and that no JSON is not sent', async () => {
    const query =
      'query Hard($code: ID!, $hard: Boolean) { indicator(code: $code) { code } indicators(hard: $hard) { code } }';
    const page = await open(linkTo(origin, { query }));
    await write(page, 'variables', '{ "hard": "yes", "perriod": "2023" }');
    await expectMarked(page, 'variables', '"2023"');
    await expectMarked(page, 'variables', '"yes"');
    const messages = page.locator('.cm-diagnostic');
    await page.keyboard.press('ControlOrMeta+Shift+M');
    await messages.getByText('Câu hỏi không khai báo biến $perriod.').waitFor();
    await messages.getByText('Thiếu biến $code: ID!.').waitFor();
    await messages.getByText('Giá trị không hợp với $hard: Boolean.').waitFor();
    await page.keyboard.press('Escape');
    await write(page, 'variables', '{ "code": ');
    await page.keyboard.press('ControlOrMeta+Enter');
    await answerOf(page).getByText('Chưa gửi: phần biến số không phải JSON hợp lệ.').waitFor();
  });

  test('has two questions in one text and chooses the one to run', async () => {
    const page = await open(linkTo(origin, { query: TWO, lang: 'en' }));
    const chooser = page.getByRole('combobox', { name: 'Question to run' });
    expect(await chooser.inputValue()).toBe('Names');
    await chooser.selectOption('Departments');
    const answer = await run(page);
    await answer.getByRole('row', { name: /health/ }).waitFor();
    expect(await answer.getByRole('columnheader').allInnerTexts()).toEqual(['Row\n#', 'departments.\ncode']);
  });

  test('finds what was open and what was asked after the page is loaded again', async () => {
    const page = await open(`${origin}/explorer`);
    await page.getByRole('button', { name: 'Thêm câu hỏi' }).click();
    await write(page, 'question', 'query Mine { departments { code } }');
    await run(page);
    await page.reload();
    const tabs = page.getByRole('tablist', { name: 'Các câu hỏi đang mở' }).getByRole('tab');
    expect(await tabs.allInnerTexts()).toEqual(['WhereItStands', 'Mine']);
    expect(await textOf(page, 'question')).toBe('query Mine { departments { code } }');
    await page.getByRole('button', { name: 'Đóng câu hỏi này' }).click();
    await page.getByRole('tab', { name: 'Lịch sử' }).click();
    await page.getByRole('button', { name: 'Mine' }).click();
    expect(await textOf(page, 'question')).toBe('query Mine { departments { code } }');
    await page.getByRole('button', { name: 'Xóa lịch sử' }).click();
    await page.getByText('Chưa có câu hỏi nào được chạy.').waitFor();
  });

  test('copies the link, and a colleague who opens it has the question and its variables', async () => {
    const query = 'query One($code: ID!) { indicator(code: $code) { name } }';
    const page = await open(`${origin}/explorer?lang=en`, { permissions: ['clipboard-read', 'clipboard-write'] });
    await write(page, 'question', query);
    await write(page, 'variables', '{ "code": "JOBS" }');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('The link is copied.').waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toBe(page.url());
    const colleague = await open(link);
    await colleague.getByRole('tab', { name: 'One' }).waitFor();
    expect(await textOf(colleague, 'question')).toBe(query);
    const answer = await run(colleague);
    await answer.getByRole('treeitem', { name: /việc làm/ }).waitFor();
  });

  test('looks something up in the documentation with a Vietnamese keyboard on, follows it and comes back', async () => {
    const page = await open(`${origin}/explorer`);
    await page.getByRole('tab', { name: 'Tài liệu' }).click();
    await page.getByRole('searchbox', { name: 'Tìm trong tài liệu' }).fill('đòctorsPẻr');
    await page.getByRole('button', { name: 'HealthProfile.doctorsPer10000' }).click();
    await page.getByRole('heading', { name: 'HealthProfile' }).waitFor();
    const docs = page.getByRole('tabpanel', { name: 'Tài liệu' });
    await docs.getByRole('button', { name: 'Observation', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Observation', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Quay lại' }).click();
    await page.getByRole('heading', { name: 'HealthProfile' }).waitFor();
    await editorOf(page, 'question').getByText('summary').first().click();
    await page.keyboard.press('F1');
    await page.getByRole('heading', { name: 'Programme', exact: true }).waitFor();
  });

  test('does it all with the keyboard: in, out by Tab as the page says, on to the answer', async () => {
    const page = await open(`${origin}/explorer`);
    for (let step = 0; step < 60 && (await focused(page)) !== 'Phím tắt'; step++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await textIn(page.locator('#editor-keys'))).toContain('Tab rời ô soạn thảo');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Câu hỏi GraphQL');
    await page.keyboard.press('ControlOrMeta+Enter');
    await answerOf(page).getByRole('table').waitFor();
    const way: string[] = [];
    for (let step = 0; step < 7; step++) {
      await page.keyboard.press('Tab');
      way.push(await focused(page));
    }
    expect(way).toEqual([
      'Chiều cao của phần biến số',
      'Biến số (JSON)',
      'Bề rộng của câu trả lời',
      'Bảng',
      'Tải CSV',
      'Tải JSON',
      'Câu trả lời dạng bảng',
    ]);
  });

  test.each([
    ['light', 'vi'],
    ['dark', 'en'],
  ] as const)('works in it, %s and in %s, and axe finds nothing', async (colorScheme, lang) => {
    const page = await open(`${origin}/explorer?lang=${lang}`, { colorScheme });
    await write(page, 'question', '');
    await page.keyboard.type('{ indicators { co');
    await page.getByRole('listbox').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await write(page, 'question', '{ indicators { codde } }');
    await expectMarked(page, 'question', 'codde');
    await run(page);
    await page.getByText('GRAPHQL_VALIDATION_FAILED').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: /Tài liệu|Docs/ }).click();
    await page.getByRole('searchbox').fill('period');
    await editorOf(page, 'question').click();
    await page.keyboard.press('ControlOrMeta+f');
    await page.locator('.cm-search').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('works on a telephone, and nothing moves sideways', async () => {
    const page = await open(`${origin}/explorer`, { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: /Mỗi quận, huyện, thị xã một dòng/ }).click();
    await answerOf(page).getByRole('table').waitFor();
    await expectNoSidewaysScrolling(page, 360);
    await page.getByRole('tab', { name: 'Cây JSON' }).click();
    await page.getByRole('tab', { name: 'Tài liệu' }).click();
    await page.getByText('Phím tắt').click();
    await expectNoSidewaysScrolling(page, 360);
  });
});

/** The name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(`(({ activeElement: at }) => at.getAttribute('aria-label') ?? at.textContent.trim())(document)`);
}
