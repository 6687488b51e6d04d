import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readProjectFile } from '../../schema/files.js';
import { LOG_LEVELS, levelOf, makeLogger } from '../../subgraphs/core/log.js';

describe('the log', () => {
  test('is JSON lines off a terminal, with secrets left out', () => {
    const lines: string[] = [];
    const stream = new PassThrough().on('data', (chunk) => lines.push(String(chunk)));
    makeLogger('info', stream).info({ headers: { authorization: 'Bearer hush' }, secret: 'hush', port: 1 }, 'started');
    const line = JSON.parse(lines.join(''));
    expect(line).toMatchObject({ msg: 'started', port: 1, secret: '[secret]', headers: { authorization: '[secret]' } });
  });

  test('falls back to info for a level that is none', () => {
    expect([levelOf('debug'), levelOf('loud'), levelOf(undefined)]).toEqual(['debug', 'info', 'info']);
  });

  test('has the levels that the README names', () => {
    const [, first = '', last] = /`LOG_LEVEL` \| info \| (.*) or (\w+);/.exec(readProjectFile('README.md')) ?? [];
    expect([...first.split(', '), last]).toEqual([...LOG_LEVELS]);
  });
});
