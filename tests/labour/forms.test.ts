import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SheetData } from 'write-excel-file/node';
import { checkWorkbook } from '../../subgraphs/labour/check.js';
import {
  BA_DINH,
  catalogue,
  DISTRICTS,
  type DropFolder,
  dropFolder,
  figureOf,
  HOAN_KIEM,
  jobsForm,
} from './drop-folder.js';

let folder: DropFolder;
beforeEach(async () => {
  folder = await dropFolder();
});
afterEach(() => folder.remove());

/** What a form is judged to be, by its faults or by what it holds. */
async function judge(rows: SheetData, name = 'bieu.xlsx') {
  return checkWorkbook(await folder.drop(name, rows), { catalogue });
}

const poverty = (city: (string | number | null)[]): SheetData => [
  ['Biểu số: 02/HN'],
  ['KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO'],
  ['Kỳ báo cáo: 6 tháng đầu năm 2023'],
  [
    { value: 'Quận, huyện, thị xã', rowSpan: 2 },
    { value: 'Tổng số hộ', rowSpan: 2 },
    { value: 'Hộ nghèo', columnSpan: 2 },
    null,
    { value: 'Hộ cận nghèo', columnSpan: 2 },
    null,
  ],
  [null, null, 'Số hộ', 'Tỷ lệ (%)', 'Số hộ', 'Tỷ lệ (%)'],
  ['TOÀN THÀNH PHỐ', ...city],
  ['Hà Nội, ngày 18 tháng 7 năm 2023'],
];

describe('a form as people fill it', () => {
  test('is read whatever stands around its table', async () => {
    await folder.drop('a.xlsx', jobsForm({ districts: { [BA_DINH.id]: '1.010', [HOAN_KIEM.id]: 0 }, total: '1.290' }));
    const source = await folder.open();
    expect(await figureOf(source, 'JOBS', '2023-06')).toMatchObject({
      value: 1290,
      numerator: 1290,
      status: 'A',
      document: 'a.xlsx',
      place: 'Biểu 01!D6',
      publishedAt: '2023-07-04T17:00:00.000Z',
    });
    expect(await figureOf(source, 'JOBS', '2023-06', BA_DINH)).toMatchObject({ value: 1010, place: 'Biểu 01!D7' });
    expect(await figureOf(source, 'JOBS', '2023-06', HOAN_KIEM)).toMatchObject({ value: 0, status: 'A', reason: null });
  });

  test('has "-" and blank cells as missing, never as 0', async () => {
    await folder.drop('a.xlsx', jobsForm({ districts: { [BA_DINH.id]: '-', [HOAN_KIEM.id]: null }, total: 300 }));
    const source = await folder.open();
    for (const area of [BA_DINH, HOAN_KIEM]) {
      const figure = await figureOf(source, 'JOBS', '2023-06', area);
      expect(figure).toMatchObject({ value: null, numerator: null, status: 'O', reason: 'BLANK_AT_SOURCE' });
    }
  });

  test('gives the same figures as a workbook with merged headings and as CSV with blanks for them', async () => {
    for (const name of ['hn.xlsx', 'hn.csv']) {
      expect(await judge(poverty([1000, '2', '0,2', '10', '1,00']), name)).toMatchObject({
        form: '02/HN',
        period: '2023-S1',
        issuedOn: '2023-07-18',
        rows: 1,
        figures: 2,
        faults: [],
      });
    }
    expect((await judge(poverty([1000, '2', '0,3', '10', '1,00']), 'wrong.csv')).faults.join()).toContain('D6: tỷ lệ');
    await rm(join(folder.path, 'wrong.csv'));
    const source = await folder.open();
    expect(await figureOf(source, 'POOR_HOUSEHOLDS', '2023-S1')).toMatchObject({
      numerator: 2,
      denominator: 1000,
      value: 0.2,
    });
    expect(await figureOf(source, 'NEAR_POOR_HOUSEHOLDS', '2023-S1')).toMatchObject({ numerator: 10, value: 1 });
  });

  test('over nothing does not apply', async () => {
    await folder.drop('hn.xlsx', poverty([0, 0, '-', 0, '-']));
    const figure = await figureOf(await folder.open(), 'POOR_HOUSEHOLDS', '2023-S1');
    expect(figure).toMatchObject({ value: null, denominator: 0, status: 'M', reason: 'DOES_NOT_APPLY' });
  });

  test('names areas in any way that people write them', async () => {
    const form = (name: string): SheetData => [
      ['Biểu số: 05/GDNN'],
      ['6 tháng đầu năm 2023'],
      ['Quận, huyện, thị xã', 'Số cơ sở giáo dục nghề nghiệp'],
      ['Cộng', 5],
      [name, 5],
    ];
    for (const name of ['Q. Ba Đình', 'BA ĐÌNH', 'quận ba đình', 'Q.Ba Đình', 'Quận Ba Đình'.normalize('NFD')]) {
      expect((await judge(form(name))).faults, name).toEqual([]);
    }
    for (const name of ['Huyện Ứng Hoà', 'H. Ứng Hòa', 'TX Sơn Tây', 'Thị xã Sơn Tây']) {
      expect((await judge(form(name))).faults, name).toEqual([]);
    }
    expect((await judge(form('Quận Ba Đinhh'))).faults).toEqual([
      expect.stringContaining('bieu.xlsx, Biểu 01!A5: không rõ đơn vị "Quận Ba Đinhh"'),
    ]);
  });

  test('is joined by the code where it has one, also when a spreadsheet dropped its zeros', async () => {
    const rows = jobsForm({});
    rows[7] = [2, 'Q. Hoàn Kiếm (mới)', 2, 10];
    expect((await judge(rows)).faults).toEqual([]);
    rows[7] = [2, 'Quận Hoàn Kiếm', '003', 10];
    expect((await judge(rows)).faults.join()).toContain('Biểu 01!C8');
    rows[7] = [2, 'Quận Hoàn Kiếm', '999', 10];
    expect((await judge(rows)).faults.join()).toContain('Biểu 01!C8');
  });

  test('may have subtotals, which are not served', async () => {
    const rows = jobsForm({});
    rows.splice(6, 0, [null, 'Khối quận', null, 120]);
    expect((await judge(rows)).faults).toEqual([]);
  });
});

describe('the period of a form', () => {
  test.each([
    ['Tháng 6 năm 2023', '2023-06'],
    ['(Tháng 06/2023)', '2023-06'],
    ['Kỳ báo cáo: tháng 12 năm 2022', '2022-12'],
  ])('"%s" is %s', async (text, expected) => {
    expect((await judge(jobsForm({ period: text }))).period).toBe(expected);
  });

  test.each([
    '11 tháng năm 2024',
    'Lũy kế đến tháng 11 năm 2024',
    '9 tháng đầu năm 2023',
    'Từ đầu năm đến hết tháng 6 năm 2023',
  ])('"%s" is refused: cumulated from January it is never a month', async (text) => {
    const { period, faults } = await judge(jobsForm({ period: text }));
    expect(period).toBeNull();
    expect(faults.join()).toMatch(/Biểu 01!A3: số lũy kế/);
  });

  test.each(['', 'Năm 2023', 'Quý II năm 2023', 'Tính đến ngày 30 tháng 6 năm 2023', 'Tháng 13 năm 2023'])(
    'is not guessed from "%s"',
    async (text) => {
      expect((await judge(jobsForm({ period: text }))).faults.join()).toContain('không thấy kỳ báo cáo');
    },
  );

  test('is refused when the heading names two', async () => {
    const rows = jobsForm({});
    rows[0] = ['Tháng 5 năm 2023', null, 'Biểu số: 01/VL'];
    expect((await judge(rows)).faults.join()).toContain('hai kỳ');
  });

  test('comes from the heading, not from the name of the file', async () => {
    expect((await judge(jobsForm({}), '01-VL_2021-01.xlsx')).period).toBe('2023-06');
  });
});

describe('a spoilt form', () => {
  test('is refused with every unreadable cell named', async () => {
    const { faults, figures } = await judge(
      jobsForm({ districts: { [BA_DINH.id]: 'abc', [HOAN_KIEM.id]: '12.34.5' } }),
    );
    expect(figures).toBe(0);
    expect(faults).toEqual([
      expect.stringMatching(/^bieu\.xlsx, Biểu 01!D7: "abc" không phải là số/),
      expect.stringMatching(/^bieu\.xlsx, Biểu 01!D8: "12\.34\.5" không phải là số/),
    ]);
  });

  test('whose parts do not add up to its total is refused, nobody knows which one is wrong', async () => {
    expect((await judge(jobsForm({ total: 301 }))).faults).toEqual([
      expect.stringContaining('Biểu 01!D6: dòng tổng ghi 301, các đơn vị cộng lại 300'),
    ]);
  });

  test('may stay below its total only while a district is blank', async () => {
    const blank = { [BA_DINH.id]: '-' };
    expect((await judge(jobsForm({ districts: blank, total: 305 }))).faults).toEqual([]);
    expect((await judge(jobsForm({ districts: blank, total: 289 }))).faults).toHaveLength(1);
  });

  test.each([
    ['a printed rate that its counts do not give', [1000, 2, '0,3', 10, '1,0'], 'D6', 'tỷ lệ không khớp'],
    ['more poor households than households', [1000, 1001, null, 10, '1,0'], 'C6', 'ngoài khoảng'],
    ['a count below zero', [1000, -1, null, 10, '1,0'], 'C6', 'số đếm'],
    ['half a household', [1000, 2.5, null, 10, '1,0'], 'C6', 'số đếm'],
    ['a count over nothing', [0, 1, null, 0, null], 'C6', 'mẫu số bằng 0'],
    ['a figure in English writing', [1000, 2, '0.2', 10, '1,0'], 'D6', 'không phải là số'],
  ])('is refused for %s', async (_, city, cell, words) => {
    const { faults } = await judge(poverty(city));
    expect(faults.join('\n')).toContain(`Biểu 01!${cell}: `);
    expect(faults.join('\n')).toContain(words);
  });

  test('accepts a rate that was rounded as it is printed', async () => {
    expect((await judge(poverty([3000, 2, '0,067', 10, '0,3']))).faults).toEqual([]);
  });

  test('is refused without a total, with a row twice, without a column, or when it is none of ours', async () => {
    const noTotal = jobsForm({}).filter((row) => row[1] !== 'Tổng cộng');
    expect((await judge(noTotal)).faults.join()).toContain('không có dòng tổng');
    const twice = jobsForm({ districts: { [HOAN_KIEM.id]: 0 }, total: 300 });
    twice[7] = [2, BA_DINH.name.vi, BA_DINH.code, 10];
    expect((await judge(twice)).faults.join()).toContain('Biểu 01!B8: "Quận Ba Đình" có hai dòng');
    const noColumn = jobsForm({});
    noColumn[3] = ['STT', 'Quận, huyện, thị xã', 'Mã số', 'Số người'];
    expect((await judge(noColumn)).faults.join()).toContain('không thấy cột "Số lượt người được giải quyết việc làm"');
    expect((await judge([['Danh sách cán bộ']])).faults.join()).toContain('không thấy biểu nào');
  });

  test('has no rows of districts that did not stand any more', async () => {
    const { faults } = await judge(jobsForm({ period: 'Tháng 7 năm 2025' }));
    expect(faults).toHaveLength(DISTRICTS.length);
    expect(faults[0]).toContain('không còn là đơn vị hành chính ở kỳ 2025-07');
  });

  test('has a date line that stands in the calendar', async () => {
    expect((await judge(jobsForm({ date: '31 tháng 6 năm 2023' }))).faults.join()).toContain('Biểu 01!C38: ngày ký');
    expect(await judge(jobsForm({ date: null }))).toMatchObject({ issuedOn: null, faults: [] });
  });
});

test('a file that the folder would leave alone is not called valid', async () => {
  expect((await checkWorkbook('/nowhere/bieu.docx', { catalogue })).faults.join()).toContain('.xlsx');
  expect((await checkWorkbook('/nowhere/bieu.xlsx', { catalogue })).faults.join()).toContain('không mở được');
});
