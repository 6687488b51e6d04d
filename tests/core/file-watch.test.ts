import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileWatch } from '../../subgraphs/core/file-watch.js';
import { tempFolder } from '../support/temp.js';

describe('a watch over files', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let file: string;
  let other: string;
  let watch: FileWatch;
  /** What it says in some looks, one after the other. */
  const looks = async (times: number) => {
    const said: boolean[] = [];
    while (said.length < times) said.push(await watch.look());
    return said;
  };
  beforeEach(async () => {
    folder = await tempFolder('watch');
    file = join(folder.path, 'a.csv');
    other = join(folder.path, 'b.csv');
    writeFileSync(file, 'one');
    utimesSync(file, 1, 1);
    watch = new FileWatch([file, other]);
  });
  afterEach(() => folder.remove());

  test('tells nothing while they stay as they were at its beginning', async () => {
    expect(await looks(3)).toEqual([false, false, false]);
  });

  test('tells once of one that was written, when it has stood still for a look', async () => {
    writeFileSync(file, 'two');
    utimesSync(file, 2, 2);
    expect(await watch.look()).toBe(false);
    utimesSync(file, 3, 3);
    expect(await watch.look()).toBe(false);
    expect(await watch.look()).toBe(true);
    expect(await watch.look()).toBe(false);
  });

  test.each([
    ['came', () => writeFileSync(other, 'new')],
    ['is gone', () => rmSync(file)],
    [
      'was replaced by one of the same size and time',
      () => {
        writeFileSync(other, 'uno');
        utimesSync(other, 1, 1);
        renameSync(other, file);
      },
    ],
  ])('tells of one that %s', async (_what, change) => {
    change();
    expect(await looks(3)).toEqual([false, true, false]);
  });

  test('tells of files that were added from then on, and still of what changed of the others before', async () => {
    const added = join(folder.path, 'c.csv');
    writeFileSync(added, 'there already');
    watch.add([added]);
    expect(await looks(2)).toEqual([false, false]);
    writeFileSync(file, 'changed');
    watch.add([join(folder.path, 'd.csv')]);
    expect(await looks(2)).toEqual([true, false]);
    writeFileSync(added, 'changed');
    expect(await looks(2)).toEqual([false, true]);
  });

  test('calls whoever has started it', async () => {
    const told = new Promise<void>((resolve) => watch.start(resolve, 1));
    writeFileSync(file, 'another one');
    await told;
    watch.close();
  });
});
