import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { describeInChromium, questionsOf, savedBy, textIn } from '../stage.js';

describeInChromium('the steering committee at the scoreboard', ({ open }) => {
  let graph: TestGraph;
  let origin: string;
  beforeAll(async () => {
    graph = await testGraph();
    origin = new URL(graph.url).origin;
  });
  afterAll(() => graph?.close());

  test('opens it and sees the last half-year, and moves to mid-2023 with the arrow keys without a new question', async () => {
    const page = await open(`${origin}/`);
    await page.getByRole('heading', { level: 1, name: '6 tháng cuối năm 2025' }).waitFor();
    await page.waitForLoadState('networkidle');
    const asked = questionsOf(page);
    const slider = page.getByRole('slider', { name: 'Kỳ đánh giá' });
    await slider.focus();
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { level: 1, name: '6 tháng đầu năm 2023' }).waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toBe('6 tháng đầu năm 2023, 18 trên 27 chỉ tiêu đạt');
    expect(new URL(page.url()).searchParams.get('period')).toBe('2023-S1');
    const counts = page.getByRole('region', { name: 'Kết quả của kỳ' });
    expect(await textIn(counts)).toMatch(/18\/27\s+chỉ tiêu đạt/);
    expect(await textIn(counts)).toContain('12 dựa trên giá trị mục tiêu giả định');
    expect(await textIn(counts)).toContain('18 dựa trên số liệu mẫu');
    expect(asked).toEqual([]);
  });

  test('asks for the figures of all periods in one request', async () => {
    const page = await open('about:blank');
    const asked = questionsOf(page);
    await page.goto(`${origin}/?period=2022-S2`);
    await page.getByRole('row', { name: /Tỷ lệ thất nghiệp/ }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked.filter((question) => question.startsWith('query Scoreboard('))).toHaveLength(1);
    expect(asked.map((question) => /query (\w+)/.exec(question)?.[1]).sort()).toEqual([
      'Scoreboard',
      'ScoreboardPeriods',
      'Standing',
    ]);
  });

  test('looks up the hard targets that are behind, shares the address, and the filter holds for whoever opens it', async () => {
    const page = await open(`${origin}/?period=2023-S1&lang=en`);
    await page.getByRole('combobox', { name: 'State' }).selectOption('BEHIND');
    await page.getByText('6 of 27 targets shown').waitFor();
    const other = await open(page.url());
    await other.getByText('6 of 27 targets shown').waitFor();
    const doctors = other.getByRole('row', { name: /Doctors per 10,000 people/ });
    expect(await textIn(doctors)).toMatch(/hard target .*≥ 15 per 10,000 people/);
    await other.getByRole('combobox', { name: 'State' }).selectOption('');
    await other.getByText('27 of 27 targets shown').waitFor();
  });

  test('compares what a report declared with what is computed', async () => {
    const page = await open(`${origin}/?period=2023-S1`);
    const reports = page.locator('section', { has: page.getByRole('heading', { name: 'Báo cáo công bố' }) });
    await reports.getByText('14/27 chỉ tiêu đạt').waitFor();
    expect(await textIn(reports)).toContain('công bố 14 chỉ tiêu đạt, tính được 18');
  });

  test('writes numbers as each language does', async () => {
    const vietnamese = await open(`${origin}/?period=2023-S1`);
    const jobs = await textIn(vietnamese.getByRole('row', { name: /Số lượt người được giải quyết việc làm/ }));
    expect(jobs).toContain('≥ 160.000 người');
    const english = await open(`${origin}/?period=2023-S1&lang=en`);
    expect(await textIn(english.getByRole('row', { name: /People helped into work/ }))).toContain('160,000 people');
  });

  test('takes the table home as CSV that Excel reads as Vietnamese', async () => {
    const page = await open(`${origin}/?period=2023-S1`);
    const { name, text } = await savedBy(page.getByRole('button', { name: 'Tải CSV' }));
    expect(name).toMatch(/2023-S1.*\.csv$/);
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain('Tỷ lệ thất nghiệp');
    expect(text.trim().split('\n')).toHaveLength(28);
  });

  test('is told why the table cannot be had, and has it when it can', async () => {
    const page = await open(`${origin}/?period=2023-S1`);
    const button = page.getByRole('button', { name: /Tải CSV/ });
    await button.waitFor();
    const busy = { message: 'Busy.', extensions: { code: 'BUSY', messageVi: 'Đang có quá nhiều câu hỏi.' } };
    await page.route('**/graphql', (route) => route.fulfill({ status: 503, json: { errors: [busy] } }), { times: 1 });
    await button.click();
    await page.getByText('Không tải được, hãy thử lại sau. Đang có quá nhiều câu hỏi.').waitFor();
    const coming = page.waitForEvent('download');
    await button.click();
    await coming;
    await page.getByText('Không tải được').waitFor({ state: 'detached' });
  });

  test('is handed out on one sheet of A4, face and back', async () => {
    const page = await open(`${origin}/?period=2023-S1`);
    await page.getByRole('row', { name: /Tỷ lệ thất nghiệp/ }).waitFor();
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2);
  });

  test('reads on a telephone without moving sideways', async () => {
    for (const path of ['/', '/sources', '/map', '/indicators/DOCTORS', '/explorer']) {
      const page = await open(`${origin}${path}`, { viewport: { width: 360, height: 740 } });
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(360);
    }
  });

  test('leads from a target to its page and back to where one was', async () => {
    const page = await open(`${origin}/?period=2023-S1&state=BEHIND`);
    await page.getByRole('link', { name: 'Số bác sỹ trên một vạn dân' }).click();
    await page.getByRole('heading', { level: 1, name: /bác sỹ/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/indicators/DOCTORS');
    await page.goBack();
    await page.getByText('Đang xem 6 trên 27 chỉ tiêu').waitFor();
  });
});
