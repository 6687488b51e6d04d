import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { type SheetReader, type SheetReaderOptions, sheetReader } from '../../subgraphs/core/sources/sheet.js';
import { cellAddress } from '../../subgraphs/core/sources/sheet-cell.js';
import { formatNumber, numberOfCell, parseNumber } from '../../subgraphs/core/sources/sheet-number.js';
import { tempFolder } from '../support/temp.js';

let folder: { path: string; remove(): Promise<void> };
const open: SheetReader[] = [];

beforeAll(async () => {
  folder = await tempFolder('sheet');
});
afterEach(() => Promise.all(open.splice(0).map((reader) => reader.close())));
afterAll(() => folder.remove());

function reader(options: SheetReaderOptions = {}): SheetReader {
  const made = sheetReader({ timeoutMs: 20_000, ...options });
  open.push(made);
  return made;
}

async function drop(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, content);
  return path;
}

async function workbook(name: string, rows: SheetData): Promise<string> {
  return drop(name, await writeExcelFile(rows, { sheet: 'Biểu 01' }).toBuffer());
}

/** A zip of one deflated file, whose directory says what we want it to say. */
function zip(content: Buffer, saidSize: number): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30 + 1);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(saidSize, 22);
  local.writeUInt16LE(1, 26);
  local.write('a', 30);
  const entry = Buffer.alloc(46 + 1);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(saidSize, 24);
  entry.writeUInt16LE(1, 28);
  entry.write('a', 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, entry, end]);
}

describe('a workbook', () => {
  test('gives its cells with text, number and merged ranges', async () => {
    const path = await workbook('cells.xlsx', [
      [{ value: 'Tiêu đề', columnSpan: 2, rowSpan: 2 }, null, 12.5],
      [null, null, ' 1.234,5 '],
    ]);
    const [sheet] = await reader().read(path);
    expect(sheet?.name).toBe('Biểu 01');
    expect(sheet?.rows[0]?.[0]).toEqual({ text: 'Tiêu đề', number: null });
    expect(sheet?.rows[0]?.[2]?.number).toBe(12.5);
    expect(sheet?.rows[1]?.[2]).toEqual({ text: '1.234,5', number: null });
    expect(sheet?.merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 1 }]);
  });

  test('shows a date as text: a figure that was turned into one is no number', async () => {
    const path = await workbook('date.xlsx', [
      [{ value: new Date(Date.UTC(2023, 4, 1)), type: Date, format: 'd/m/yyyy' }],
    ]);
    const cell = (await reader().read(path))[0]?.rows[0]?.[0];
    expect(cell?.number).toBeNull();
    expect(numberOfCell(cell)).toEqual({ kind: 'unreadable' });
  });

  test('that is damaged, empty or no workbook is refused, and the next one is read', async () => {
    const one = reader();
    const good = await workbook('good.xlsx', [['a']]);
    for (const bad of ['', 'rubbish', Buffer.from('PK\u0003\u0004 and then nothing of the kind at all')]) {
      await expect(one.read(await drop('bad.xlsx', bad))).rejects.toThrow(/XLSX|hỏng/);
    }
    expect((await one.read(good))[0]?.rows[0]?.[0]?.text).toBe('a');
  });

  test('that is too large packed, unpacked, in rows or in cells is refused', async () => {
    const path = await workbook(
      'large.xlsx',
      Array.from({ length: 30 }, (_, i) => [i, 'x']),
    );
    await expect(reader({ limits: { fileBytes: 100 } }).read(path)).rejects.toThrow('quá lớn');
    await expect(reader({ limits: { unpackedBytes: 1_000 } }).read(path)).rejects.toThrow('quá lớn');
    await expect(reader({ limits: { rows: 29 } }).read(path)).rejects.toThrow('30 dòng');
    await expect(reader({ limits: { cells: 59 } }).read(path)).rejects.toThrow('60 ô');
    expect((await reader({ limits: { rows: 30, cells: 60 } }).read(path))[0]?.rows).toHaveLength(30);
  });

  test('that unpacks to far more than it shows is refused, also when its directory lies about it', async () => {
    const bomb = Buffer.alloc(8 * 1024 * 1024);
    const one = reader({ limits: { unpackedBytes: 1024 * 1024 } });
    await expect(one.read(await drop('honest.xlsx', zip(bomb, bomb.length)))).rejects.toThrow('quá lớn');
    await expect(one.read(await drop('lying.xlsx', zip(bomb, 100)))).rejects.toThrow('quá lớn');
  });

  test('that takes too long is refused, and the next file is read by a new process', async () => {
    const slow = await workbook(
      'slow.xlsx',
      Array.from({ length: 1_500 }, (_, i) => [i, i, i, i, i, i, i, i]),
    );
    await expect(reader({ timeoutMs: 1 }).read(slow)).rejects.toMatchObject({
      passing: true,
      text: { vi: 'đọc tệp quá lâu' },
    });
    const one = reader();
    expect((await one.read(slow))[0]?.rows).toHaveLength(1_500);
  });

  test('that needs too much memory is refused, and the process lives on', async () => {
    const many = await workbook(
      'many.xlsx',
      Array.from({ length: 2_500 }, (_, i) => Array.from({ length: 30 }, (_, j) => `${i} ${j}`)),
    );
    const one = reader({ memoryMb: 16 });
    const small = await workbook('small.xlsx', [['a']]);
    // The small one waits behind the other: the process that dies is not its fault.
    const [refused, read] = await Promise.allSettled([one.read(many), one.read(small)]);
    expect(refused).toMatchObject({ reason: { text: { vi: expect.stringContaining('bộ nhớ') } } });
    expect(read).toMatchObject({ value: [{ rows: [[{ text: 'a' }]] }] });
  });

  test('that is large is read before the next is begun with, and not refused for what comes after it', async () => {
    const rows = Array.from({ length: 1_500 }, (_, i) => `${Array(30).fill(`số ${i}`).join(';')}\n`);
    const large = await drop('mid.csv', rows.join(''));
    const deadly = await workbook(
      'deadly.xlsx',
      Array.from({ length: 2_500 }, (_, i) => Array.from({ length: 30 }, (_, j) => `${i} ${j}`)),
    );
    const one = reader({ memoryMb: 24, timeoutMs: 10_000 });
    const read = await Promise.allSettled([large, large, large, deadly].map((path) => one.read(path)));
    expect(read.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  });

  test('is still there for who was busy for longer than it may take', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => `${Array(30).fill(`số ${i}`).join(';')}\n`);
    const large = await drop('wide.csv', rows.join(''));
    const one = reader({ timeoutMs: 1_500 });
    await one.read(await drop('first.csv', 'a;b\n'));
    const reading = one.read(large);
    const busyUntil = performance.now() + 3_000;
    while (performance.now() < busyUntil);
    expect((await reading)[0]?.rows).toHaveLength(3_000);
  });

  test('answers for itself alone when many are read at once, some of them spoilt', async () => {
    const one = reader();
    const names = Array.from({ length: 40 }, (_, i) => `${i}`);
    const paths = await Promise.all(
      names.map((name, i) =>
        i % 7 === 3 ? drop(`${name}.xlsx`, 'rubbish') : workbook(`${name}.xlsx`, Array(i % 5 ? 1 : 300).fill([name])),
      ),
    );
    const read = await Promise.allSettled(paths.map((path) => one.read(path)));
    const firsts = read.map((r) => (r.status === 'fulfilled' ? r.value[0]?.rows[0]?.[0]?.text : 'refused'));
    expect(firsts).toEqual(names.map((name, i) => (i % 7 === 3 ? 'refused' : name)));
  });

  test('that is gone is refused as something that may pass', async () => {
    await expect(reader().read(join(folder.path, 'gone.xlsx'))).rejects.toMatchObject({ passing: true });
  });

  test('is not read any more by a reader that was closed', async () => {
    const path = await workbook('closed.xlsx', [['a']]);
    const one = reader();
    // Awaited before it is closed: one may be refused while the other one is still waited for.
    const reading = Promise.allSettled([one.read(path), one.read(path)]);
    await one.close();
    const stopped = { status: 'rejected', reason: { message: expect.stringContaining('dừng') } };
    expect(await reading).toMatchObject([stopped, stopped]);
  });
});

describe('a CSV file', () => {
  const rowsOf = async (content: string | Buffer) => {
    const [sheet] = await reader().read(await drop('file.csv', content));
    return sheet?.rows.map((row) => row.map((cell) => cell?.text ?? null));
  };

  test.each([
    ['semicolons and a BOM', '\ufeffTên;Số\nBa Đình;1.234,5\n'],
    ['semicolons, and commas on every line', 'Tên;Số\n"Ba Đình";1.234,5\n'],
    ['tabs', 'Tên\tSố\nBa Đình\t1.234,5\n'],
    ['commas and quotes', 'Tên,Số\nBa Đình,"1.234,5"\n'],
    ['UTF-16 as spreadsheets save it', Buffer.from('\ufeffTên\tSố\r\nBa Đình\t1.234,5\r\n', 'utf16le')],
  ])('with %s gives the same cells', async (_, content) => {
    expect(await rowsOf(content)).toEqual([
      ['Tên', 'Số'],
      ['Ba Đình', '1.234,5'],
    ]);
  });

  test('keeps its empty lines, so that a row has the number that a spreadsheet shows', async () => {
    expect(await rowsOf('a;b\n\nc;d\n')).toHaveLength(3);
  });

  test('in another encoding is refused rather than misread', async () => {
    await expect(rowsOf(Buffer.from([0x54, 0xea, 0x6e, 0x3b, 0x31]))).rejects.toThrow('UTF-8');
  });
});

describe('a number as people write it in Vietnam', () => {
  test('that was written out is read back, whatever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 4 }), (whole, decimals) => {
        const value = whole / 10 ** decimals;
        const read = parseNumber(formatNumber(value, decimals));
        expect(read).toEqual({ kind: 'number', value: Object.is(value, -0) ? 0 : value, decimals });
      }),
    );
  });

  test.each([
    ['1.234,5', 1234.5],
    ['1.234', 1234],
    ['1 234 567', 1234567],
    ['1\u00a0234,50', 1234.5],
    ['0,095', 0.095],
    ['12,5%', 12.5],
    ['-3', -3],
    ['203027', 203027],
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text)).toMatchObject({ kind: 'number', value });
  });

  test.each(['abc', '12.34.5', '12.5', '0.095', '1,234.5', '1.23', '12a', '1,2,3', '#DIV/0!', '--', '1e5'])(
    '%s is unreadable, never guessed',
    (text) => {
      expect(parseNumber(text)).toEqual({ kind: 'unreadable' });
    },
  );

  test.each(['', '-', '–', '…', '...'])('"%s" is no figure, never 0', (text) => {
    expect(parseNumber(text)).toEqual({ kind: 'none' });
  });

  test('nothing that is not written as a number comes out as one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (parseNumber(text).kind === 'number') expect(text).toMatch(/^\s*[-\u2212]?\d[\d.,\s\u00a0\u202f]*%?\s*$/u);
      }),
    );
  });

  test('shown as a percentage by the workbook is that percentage', () => {
    expect(numberOfCell({ text: '12.5%', number: 0.125 })).toMatchObject({ value: 12.5 });
  });
});

test('cells have the addresses that spreadsheets show', () => {
  expect([
    cellAddress(11, 3),
    cellAddress(0, 25),
    cellAddress(0, 26),
    cellAddress(6, 701),
    cellAddress(6, 702),
  ]).toEqual(['D12', 'Z1', 'AA1', 'ZZ7', 'AAA7']);
});
