import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArguments } from '../../subgraphs/data/arguments.js';
import { changes } from '../../subgraphs/data/changes.js';
import type { Command } from '../../subgraphs/data/command.js';
import { exportCommand } from '../../subgraphs/data/export.js';
import { commandHelp, generalHelp } from '../../subgraphs/data/help.js';
import { hanoiTime, instantOption, span } from '../../subgraphs/data/instant.js';
import { amount, columns, firstOf, size } from '../../subgraphs/data/layout.js';
import { bar, progressOn } from '../../subgraphs/data/progress.js';
import { quarantineReject, quarantineRelease } from '../../subgraphs/data/quarantine-decide.js';
import { quarantineList } from '../../subgraphs/data/quarantine-list.js';
import { refresh } from '../../subgraphs/data/refresh.js';
import { status } from '../../subgraphs/data/status.js';

const COMMANDS: readonly Command[] = [
  ...[refresh, status, quarantineList, quarantineRelease, quarantineReject, changes, exportCommand],
];

const read = (line: string) => readArguments(line.split(' ').filter(Boolean), COMMANDS);

describe('a command line', () => {
  test('is read into its command, subject and options, wherever they stand', () => {
    const asked = read('--json changes --since 2023-08-01 health --indicator DOCTORS --indicator=JOBS');
    if (asked.help) throw new Error('help');
    expect(asked.command).toBe(changes);
    expect(asked.given.subject).toBe('health');
    expect(asked.given.text('since')).toBe('2023-08-01');
    expect(asked.given.texts('indicator')).toEqual(['DOCTORS', 'JOBS']);
    expect(asked.given.flag('json')).toBe(true);
    expect(asked.given.text('until')).toBeNull();
  });

  test.each([
    ['', /Name a command/],
    ['chnages', /"chnages" is no command \(did you mean "changes"\?\)/],
    ['gibberish', /is no command; commands are refresh/],
    ['quarantine', /needs a second word; there are quarantine list/],
    ['quarantine lst', /has no "lst" \(did you mean "list"\?\)/],
    ['status --jsn', /has no option --jsn. Did you mean --json\?/],
    ['export --asof 2023-08-01', /Did you mean --as-of\?/],
    ['status --since 2023-08-01', /"status" has no option --since. It knows --json, --help/],
    ['changes', /needs --since INSTANT/],
    ['changes --since', /--since needs a value/],
    ['changes --since --json', /--since needs a value/],
    ['changes --since=', /--since needs a value/],
    ['changes --since 2023 --since 2024', /--since is given twice/],
    ['status --json=yes', /--json takes no value/],
    ['refresh health education', /does not know what to do with "education"/],
    ['quarantine release --by An --why ok', /needs NUMBER/],
    ['quarantine release 17 --by An', /needs --why TEXT/],
    ['status --toString', /has no option --toString/],
  ])('"%s" is refused and told why', (line, why) => {
    expect(() => read(line)).toThrow(why);
    expect(() => read(line)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });

  test('no guess is made where nothing is near', () => {
    expect(() => read('export --x')).toThrow(/^(?!.*Did you mean).*$/);
  });

  test('--help wins over what is missing: of a command, of all, of a first word alone', () => {
    expect(read('changes --help')).toEqual({ help: true, command: changes });
    expect(read('--help')).toEqual({ help: true, command: null });
    expect(read('quarantine --help')).toEqual({ help: true, command: null });
  });
});

describe('the help', () => {
  test('of all lists every command with a sentence', () => {
    const help = generalHelp(COMMANDS);
    for (const { name, about } of COMMANDS) expect(help).toMatch(new RegExp(`^  ${name} .*${about}$`, 'm'));
    expect(help).toContain('quarantine release NUMBER --by NAME --why TEXT');
    expect(help).toContain('0 when all is well, 1 when');
  });

  test('of one lists every option with its value', () => {
    expect(commandHelp(changes)).toMatch(/^npm run data -- changes \[NAME\] --since INSTANT$/m);
    for (const option of ['since INSTANT', 'until INSTANT', 'indicator CODE', 'area ID', 'json', 'help'])
      expect(commandHelp(changes)).toMatch(new RegExp(`^  --${option} `, 'm'));
  });
});

describe('an instant', () => {
  test('is a day, which begins at midnight in Hanoi, or names its zone', () => {
    expect(instantOption('since', '2023-08-01')).toBe('2023-07-31T17:00:00.000Z');
    expect(instantOption('since', '2023-08-01T00:00:00Z')).toBe('2023-08-01T00:00:00.000Z');
    expect(instantOption('since', '2023-08-01T07:00:00.250+07:00')).toBe('2023-08-01T00:00:00.250Z');
    expect(instantOption('since', '2024-02-29')).toBe('2024-02-28T17:00:00.000Z');
  });

  test.each([
    '2023-02-29',
    '2023-02-31T00:00:00Z',
    '2023-13-01',
    '2023-08-01T00:00:00',
    '2023-08-01T25:00Z',
    '2023',
    'now',
    '',
  ])('%s is refused', (text) => expect(() => instantOption('since', text)).toThrow(/--since .* is no instant/));

  test('every instant of our own comes back as it was', () => {
    const range = { min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(instantOption('since', date.toISOString())).toBe(date.toISOString());
      }),
    );
  });

  test("is shown on Hanoi's clock, an age in its largest unit", () => {
    expect(hanoiTime('2023-07-31T17:00:07.900Z')).toBe('2023-08-01 00:00:07 +07');
    expect([0, 59_999, 60_000, 3_599_999, 3_600_000, 86_400_000, 172_800_000, -5].map(span)).toEqual([
      ...['0 s', '59 s', '1 min', '59 min', '1 h', '1 day', '2 days', '0 s'],
    ]);
  });
});

describe('the layout', () => {
  test('columns are as wide as their widest cell, also in Vietnamese, numbers to the right', () => {
    expect(
      columns(
        [
          ['Sở Y tế', '7', 'x'],
          ['Health', '4,185', 'y'],
        ],
        [1],
      ),
    ).toEqual(['Sở Y tế      7  x', 'Health   4,185  y']);
    expect(
      columns([
        ['Sở Y tế'.normalize('NFD'), 'x'],
        ['1234567', 'y'],
      ]),
    ).toEqual([`${'Sở Y tế'.normalize('NFD')}  x`, '1234567  y']);
  });

  test('a long list ends with how many more there are; a short one does not', () => {
    expect(firstOf([1, 2, 3], 2)).toEqual({ shown: [1, 2], more: ['… and 1 more; --first N shows more.'] });
    expect(firstOf([1, 2, 3], 3)).toEqual({ shown: [1, 2, 3], more: [] });
  });

  test('numbers and sizes are written for people', () => {
    expect([amount(null), amount(0), amount(6700), amount(33.333333333333336)]).toEqual(['-', '0', '6,700', '33.3333']);
    expect([size(999), size(1500), size(3_100_000), size(2.5e9)]).toEqual(['999 bytes', '1.5 kB', '3.1 MB', '2.5 GB']);
  });
});

describe('progress', () => {
  const spoken = (isTTY: boolean) => {
    const said: string[] = [];
    return { said, progress: progressOn({ isTTY, write: (text) => said.push(text) }) };
  };

  test('is a bar on a terminal, which is taken away at the end', () => {
    const { said, progress } = spoken(true);
    progress.step('health DOCTORS', 3, 4);
    progress.done('health DOCTORS: 3 taken', false);
    progress.end();
    expect(said).toEqual(['\r\u001b[2K[############------------] 3/4 health DOCTORS', '\r\u001b[2K']);
  });

  test('on a terminal, what has to be seen stands above the bar', () => {
    const { said, progress } = spoken(true);
    progress.done('health DOCTORS: SOURCE_TIMEOUT', true);
    expect(said).toEqual(['\r\u001b[2Khealth DOCTORS: SOURCE_TIMEOUT\n']);
  });

  test('is plain lines elsewhere', () => {
    const { said, progress } = spoken(false);
    progress.step('health DOCTORS', 3, 4);
    progress.done('health DOCTORS: 3 taken', false);
    progress.end();
    expect(said).toEqual(['health DOCTORS: 3 taken\n']);
  });

  test('a bar keeps its length, and is full only at the end', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const [done, of] = [Math.min(a, b), Math.max(a, b)];
        expect(bar(done, of)).toHaveLength(26);
        expect(bar(done, of).includes('-')).toBe(done < of);
      }),
    );
  });
});
