import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOfFolder, filesOfTexts, textsOf } from '../../subgraphs/core/table-files.js';
import { tempFolder } from '../support/temp.js';

let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  folder = await tempFolder('table-files');
});
afterAll(() => folder.remove());

test('a file of a folder is read once, so that what was judged is what is kept', async () => {
  await writeFile(join(folder.path, 'a.csv'), '\uFEFFmột\r\n');
  const files = filesOfFolder(folder.path);
  expect(files.text('a.csv')).toBe('một\r\n');
  await writeFile(join(folder.path, 'a.csv'), 'hai');
  expect(textsOf(files, ['a.csv'])).toEqual({ 'a.csv': 'một\r\n' });
  expect(filesOfFolder(folder.path).text('a.csv')).toBe('hai');
});

test('a file that is not there is an error, in a folder and among texts', () => {
  expect(() => filesOfFolder(folder.path).text('none.csv')).toThrow('ENOENT');
  expect(() => filesOfTexts('here', { 'a.csv': '' }).text('none.csv')).toThrow('no such file');
  expect(filesOfTexts('here', { 'a.csv': '' }).text('a.csv')).toBe('');
});
