import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AskedOften } from '../../../gateway/warming/asked-often.js';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { FIRST, supergraphOf, teaSchemas } from '../reload/tea-house.js';

describe('the operations asked most often', () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  let folder: string;
  let file: string;
  beforeEach(() => {
    lines.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'asked-often-'));
    file = join(folder, 'gateway', 'operations.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const opened = () => new AskedOften({ file, log });
  const counting = (often: AskedOften, text: string, times: number) => {
    for (let i = 0; i < times; i++) often.count(text);
  };

  test('come first, also after a restart', () => {
    const often = opened();
    counting(often, '{ a }', 1);
    counting(often, '{ b }', 3);
    counting(often, '{ c }', 2);
    expect(often.texts()).toEqual(['{ b }', '{ c }', '{ a }']);
    often.close();
    const again = opened();
    expect(again.texts()).toEqual(['{ b }', '{ c }', '{ a }']);
    again.close();
  });

  test('are at most 200 texts in the file, none of them long', () => {
    const often = opened();
    counting(often, 'kept', 2);
    for (let i = 0; i < 2000; i++) often.count(`{ a${i} }`);
    counting(often, 'kept', 2);
    counting(often, 'x'.repeat(20_001), 50);
    often.close();
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    expect(kept).toHaveLength(200);
    expect(kept[0]).toEqual({ text: 'kept', times: 2 });
    expect(Math.max(...kept.map(({ text }: { text: string }) => text.length))).toBeLessThan(20);
  });

  test.each([['no JSON'], ['{"text":1}'], ['[{"text":"a","times":"often"}]']])(
    'are counted anew where the file holds %s, and the log says so',
    (content) => {
      opened().close();
      const often = opened();
      often.count('{ a }');
      often.close();
      writeFileSync(file, content);
      const again = opened();
      expect(again.texts()).toEqual([]);
      again.close();
      expect(lines.join()).toContain('cannot be read; they are counted anew');
    },
  );

  test('cost nothing but warmth where they cannot be kept', () => {
    writeFileSync(join(folder, 'gateway'), 'a file in the way');
    const often = new AskedOften({ file: null, log });
    often.count('{ a }');
    often.close();
    const unkept = opened();
    unkept.count('{ a }');
    expect(unkept.texts()).toEqual(['{ a }']);
    unkept.close();
    expect(lines.join()).toContain('cannot be kept');
  });

  describe('by clients', () => {
    let gateway: Asked;
    afterEach(() => gateway.close());

    test('are valid ones, kept without the values of their variables', async () => {
      gateway = await gatewayOver(inProcess(teaSchemas()), {
        supergraphSdl: supergraphOf(FIRST),
        operationsFile: file,
      });
      const text = 'query ($private: Boolean!) { teas { name grows @include(if: $private) } }';
      await gateway.ask(text, { private: true, secret: 'hush' });
      await gateway.ask('{ nothing }');
      await gateway.ask('{ teas {');
      await gateway.close();
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ text, times: 1 }]);
    });
  });
});
