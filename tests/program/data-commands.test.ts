import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SourceError, type SourceErrorCode } from '../../subgraphs/core/errors.js';
import type { Receipt } from '../../subgraphs/core/journal/contract.js';
import { JournalError } from '../../subgraphs/core/journal/journal-error.js';
import { changes } from '../../subgraphs/data/changes.js';
import { exportCommand } from '../../subgraphs/data/export.js';
import { importCommand } from '../../subgraphs/data/import.js';
import { quarantineReject, quarantineRelease } from '../../subgraphs/data/quarantine-decide.js';
import { quarantineList } from '../../subgraphs/data/quarantine-list.js';
import { refresh } from '../../subgraphs/data/refresh.js';
import { status } from '../../subgraphs/data/status.js';
import { tempFolder } from '../support/temp.js';
import { allChecked, type Kept, NOW, quarantined, TestDesk, vintage } from './data-desk.js';

// Each command heeds signals until its program ends; here they all run in one.
process.setMaxListeners(0);

const TEN_MINUTES_AGO = '2026-02-28T23:50:00.000Z';

describe('status', () => {
  const fresh = { vintages: [vintage()], checked: allChecked('health', TEN_MINUTES_AGO) };

  test('says for each department what is recorded, how old it is, and that all is well', async () => {
    const outcome = await new TestDesk({ health: fresh }).run(status);
    expect(outcome?.wrong).toBe(false);
    expect(outcome?.json).toMatchObject({
      at: NOW,
      departments: [
        {
          department: 'health',
          source: { identity: 'https://health.example.vn', sample: false },
          ...{ lastGood: TEN_MINUTES_AGO, figures: 1, vintages: 1, maxAgeSeconds: 900, openQuarantine: 0, wrong: [] },
          ...{ recordsBegin: '2023-07-05T02:00:00.000Z', journalBytes: 3_100_000, oldest: { ageSeconds: 600 } },
        },
      ],
    });
    expect(outcome?.text).toContain('last good answer  2026-03-01 06:50:00 +07, 10 min ago');
    expect(outcome?.text).toContain('figures           1, in 1 vintage\n');
    expect(outcome?.text).not.toContain('WRONG');
  });

  test('a withdrawn figure is a vintage and no figure', async () => {
    const kept = { ...fresh, vintages: [vintage({ value: null, status: 'M', reason: 'WITHDRAWN' })] };
    const outcome = await new TestDesk({ health: kept }).run(status);
    expect(outcome?.json).toMatchObject({ departments: [{ figures: 0, vintages: 1 }] });
  });

  const [oldest, ...others] = allChecked('health', TEN_MINUTES_AGO);
  test.each<[string, Kept, RegExp]>([
    [
      'a figure in quarantine',
      { ...fresh, quarantined: [quarantined()] },
      /1 figure waits in quarantine: npm run data -- quarantine list health/,
    ],
    [
      'one slice older than the maximum age',
      { ...fresh, checked: [...others, { ...oldest, at: '2026-02-28T23:44:59.000Z' } as (typeof others)[number]] },
      /figures are older than 15 min: npm run data -- refresh health/,
    ],
    [
      'one slice that was never answered',
      { ...fresh, checked: others },
      /never answered: npm run data -- refresh health/,
    ],
    ['an empty journal', {}, /never answered/],
  ])('%s is wrong, and it says what to do', async (_what, kept, says) => {
    const outcome = await new TestDesk({ health: kept }).run(status);
    expect(outcome?.wrong).toBe(true);
    expect(outcome?.text).toMatch(says);
  });

  test('what was decided is not wrong any more', async () => {
    const kept = { ...fresh, quarantined: [quarantined({ decision: 'REJECTED' })] };
    expect((await new TestDesk({ health: kept }).run(status))?.wrong).toBe(false);
  });

  test('names the departments that run elsewhere', async () => {
    const desk = new TestDesk({ health: fresh });
    desk.elsewhere.push('labour');
    const outcome = await desk.run(status);
    expect(outcome?.text).toContain('labour: elsewhere');
    expect(outcome?.json).toMatchObject({ elsewhere: ['labour'] });
  });
});

describe('quarantine list', () => {
  test('shows value, place, detail and names', async () => {
    const outcome = await new TestDesk({ health: { quarantined: [quarantined()] } }).run(quarantineList);
    expect(outcome?.text.split('\n')).toEqual([
      'health 17: RANGE',
      '  figure    DOCTORS (Doctors per 10,000 people), CITY-01 Hanoi, 2023-S1',
      '  value     6,700',
      '  detail    6,700 is above the maximum 100',
      '  place     bieu-01.xlsx, Sheet1!C7',
      '  received  2026-03-01 07:00:00 +07',
      '  decision  open',
    ]);
    expect(outcome?.json).toMatchObject({
      total: 1,
      entries: [
        {
          ...{ department: 'health', number: 17, held: 'RANGE', value: 6700, place: 'Sheet1!C7', missing: null },
          ...{ indicator: 'DOCTORS', area: 'CITY-01', name: { en: 'Doctors per 10,000 people' }, decision: null },
        },
      ],
    });
  });

  test('an indicator and an area that nobody knows are shown as they came', async () => {
    const figure = { ...quarantined().figure, indicator: 'DOKTORS', area: 'DISTRICT-999' };
    const outcome = await new TestDesk({ health: { quarantined: [quarantined({ figure })] } }).run(quarantineList);
    expect(outcome?.text).toContain('DOKTORS, DISTRICT-999, 2023-S1');
  });

  const decided = quarantined({
    ...{ number: 18, decision: 'REJECTED', decidedAt: NOW, decidedBy: 'An', decidedWhy: 'a slip of the pen' },
  });
  const both = { health: { quarantined: [quarantined(), decided] } };

  test('lists what waits; --all also what was decided, by whom and why', async () => {
    expect((await new TestDesk(both).run(quarantineList))?.text).not.toContain('An');
    const all = await new TestDesk(both).run(quarantineList, '--all');
    expect(all?.text).toContain('REJECTED by An, 2026-03-01 07:00:00 +07: a slip of the pen');
  });

  test('a long list ends with how many more; the JSON document has the total', async () => {
    const outcome = await new TestDesk(both).run(quarantineList, '--all', '--first', '1');
    expect(outcome?.text).toMatch(/… and 1 more/);
    expect(outcome?.json).toMatchObject({ total: 2, entries: [{ number: 17 }] });
    await expect(new TestDesk(both).run(quarantineList, '--first', '0')).rejects.toThrow('--first 0 is no number');
  });

  test('of one department, and of none that there is not', async () => {
    const desk = new TestDesk({ ...both, labour: { quarantined: [quarantined({ number: 4 })] } });
    expect((await desk.run(quarantineList, 'labour'))?.json).toMatchObject({ entries: [{ department: 'labour' }] });
    await expect(desk.run(quarantineList, 'helth')).rejects.toThrow('did you mean "health"?');
  });
});

describe('quarantine release and reject', () => {
  const kept = {
    health: { quarantined: [quarantined({ number: 17 }), quarantined({ number: 5 })] },
    labour: { quarantined: [quarantined({ number: 17 })] },
  };
  const why = ['--by', 'An', '--why', 'checked by telephone'];

  test('find the one department that has the number', async () => {
    const desk = new TestDesk(kept);
    const outcome = await desk.run(quarantineRelease, '5', ...why);
    expect(desk.verdicts).toEqual([
      expect.objectContaining({
        owner: 'health',
        number: 5,
        decision: 'RELEASED',
        by: 'An',
        why: 'checked by telephone',
      }),
    ]);
    expect(outcome).toMatchObject({ json: { department: 'health', decision: 'RELEASED' }, wrong: false });
    expect(outcome?.text).toContain('health 5 released: DOCTORS');
  });

  test('demand the department where several have the number', async () => {
    const desk = new TestDesk(kept);
    await expect(desk.run(quarantineReject, '17', ...why)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining('--department health or --department labour'),
    });
    expect(desk.verdicts).toEqual([]);
    await desk.run(quarantineReject, '17', '--department', 'labour', ...why);
    expect(desk.verdicts).toMatchObject([{ owner: 'labour', number: 17, decision: 'REJECTED' }]);
  });

  test('say where they looked when nobody has the number', async () => {
    const asked = new TestDesk(kept).run(quarantineReject, '99', ...why);
    await expect(asked).rejects.toThrow('has the number 99; looked at health, labour');
    await expect(asked).rejects.not.toMatchObject({ name: 'UsageError' });
  });

  test.each([
    ['0', 'An', 'ok', 'is no number'],
    ['x7', 'An', 'ok', 'is no number'],
    ['5', ' ', 'ok', '--by is blank'],
    ['5', 'An', ' ', '--why is blank'],
  ])('%s by "%s" because "%s" is refused: %s', async (number, by, reason, says) => {
    const desk = new TestDesk(kept);
    await expect(desk.run(quarantineRelease, number, '--by', by, '--why', reason)).rejects.toThrow(says);
    expect(desk.verdicts).toEqual([]);
  });
});

describe('changes', () => {
  const first = vintage();
  const revised = vintage({ position: 3, value: 14.75, recordedAt: '2023-09-01T00:00:00.000Z' });
  const final = vintage({ ...revised, position: 4, status: 'P', recordedAt: '2023-10-01T00:00:00.000Z' });
  const gone = vintage({
    ...{ position: 5, value: null, status: 'M', reason: 'WITHDRAWN', recordedAt: '2023-11-01T00:00:00.000Z' },
  });
  const back = vintage({ position: 6, value: 14.75, recordedAt: '2023-12-01T00:00:00.000Z' });
  const other = vintage({ indicator: 'JOBS', position: 2, value: 9000, recordedAt: '2023-09-15T00:00:00.000Z' });
  const kept = { health: { vintages: [first, revised, final, gone, back] }, labour: { vintages: [other] } };
  const found = async (...args: string[]) => {
    const outcome = await new TestDesk(kept).run(changes, ...args);
    const json = outcome?.json as { changes: { department: string; kind: string; position: number }[] } | undefined;
    return json?.changes.map(({ department, kind, position }) => `${department} ${position} ${kind}`);
  };

  test('come in the order of their recording, whoever recorded them, with their kinds', async () => {
    expect(await found('--since', '2023-07-01')).toEqual([
      ...['health 1 FIRST', 'health 3 REVISION', 'labour 2 FIRST', 'health 4 STATUS', 'health 5 WITHDRAWAL'],
      'health 6 REVISION',
    ]);
  });

  test('both ends are included, and a day is its midnight in Hanoi', async () => {
    const [from, to] = ['2023-09-01T00:00:00Z', '2023-10-01T07:00:00+07:00'];
    expect(await found('--since', from, '--until', to)).toEqual([
      ...['health 3 REVISION', 'labour 2 FIRST', 'health 4 STATUS'],
    ]);
    expect(await found('--since', '2023-12-01')).toEqual(['health 6 REVISION']);
    expect(await found('--since', '2023-12-02')).toEqual([]);
  });

  test('of one department, indicator, area', async () => {
    expect(await found('labour', '--since', '2023-07-01')).toEqual(['labour 2 FIRST']);
    expect(await found('--since', '2023-07-01', '--indicator', 'JOBS')).toEqual(['labour 2 FIRST']);
    expect(await found('--since', '2023-07-01', '--area', 'DISTRICT-001')).toEqual([]);
  });

  test('misspelt codes, ids and ends that cross are refused', async () => {
    const run = (...args: string[]) => new TestDesk(kept).run(changes, '--since', '2023-07-01', ...args);
    await expect(run('--indicator', 'DOCTRS')).rejects.toThrow('did you mean "DOCTORS"?');
    await expect(run('--area', 'DISTRCT-001')).rejects.toThrow('did you mean "DISTRICT-001"?');
    await expect(run('--until', '2023-06-30')).rejects.toThrow('lies before --since');
  });

  test('are read to the end, however many there are', async () => {
    const many = Array.from({ length: 12_001 }, (_, i) =>
      vintage({ position: i + 1, period: `${2000 + (i % 99)}`, value: i, recordedAt: '2023-07-05T02:00:00.000Z' }),
    );
    const beforeless = { ...kept, health: { vintages: many } };
    const outcome = await new TestDesk(beforeless).run(changes, 'health', '--since', '2023-07-01');
    expect(outcome?.json).toMatchObject({ total: 12_001 });
    expect(outcome?.text).toContain('… and 11,801 more');
  }, 60_000);

  test('a text shows what stood before and since, in as many decimals as tell them apart', async () => {
    const near = [vintage({ value: 14.50001 }), vintage({ position: 2, value: 14.50002, recordedAt: NOW })];
    const text = async (vintages: Kept['vintages']) =>
      (await new TestDesk({ health: { vintages: vintages ?? [] } }).run(changes, '--since', '2023-07-01'))?.text;
    expect(await text(near)).toContain('14.50001 -> 14.50002');
    expect((await text([first, revised, final, gone]))?.split('\n')).toEqual([
      expect.stringMatching(/^2023-07-05 09:00:00 \+07 {2}FIRST .*CITY-01 Hanoi {2}2023-S1 {2}14\.5$/),
      expect.stringMatching(/REVISION .*14\.5 -> 14\.75$/),
      expect.stringMatching(/STATUS .*14\.75 \(A -> P\)$/),
      expect.stringMatching(/WITHDRAWAL .*14\.75 -> none \(WITHDRAWN\)$/),
    ]);
  });
});

describe('refresh', () => {
  const slices = [
    { indicator: 'DOCTORS', frequency: 'S' as const, checkedAt: null },
    { indicator: 'HOSPITAL_BEDS', frequency: 'S' as const, checkedAt: NOW },
    { indicator: 'HEALTH_RECORDS', frequency: 'S' as const, checkedAt: NOW },
  ];
  const receipt: Receipt = { position: 9, at: NOW, slices: [], taken: 3, withdrawn: 1, unchanged: 40, refused: 0 };
  const failing = (errors: Record<string, Error>, refused = 0) => {
    const asked: string[] = [];
    const journal: NonNullable<Kept['journal']> = {
      ages: () => slices,
      refresh: async (keys) => {
        const indicator = keys.map((key) => key.indicator).join('+');
        asked.push(indicator);
        if (errors[indicator]) throw errors[indicator];
        return { ...receipt, refused };
      },
    };
    return { asked, desk: new TestDesk({ health: { journal } }) };
  };
  const failure = (code: SourceErrorCode) => new SourceError(code, 'health', 'secret words of the source');

  test('asks for one indicator at a time, and sums what came', async () => {
    const { asked, desk } = failing({});
    const outcome = await desk.run(refresh, 'health');
    expect(asked).toEqual(['DOCTORS', 'HOSPITAL_BEDS', 'HEALTH_RECORDS']);
    expect(outcome?.wrong).toBe(false);
    expect(outcome?.json).toMatchObject({
      departments: [
        {
          department: 'health',
          slices: 3,
          answered: 3,
          taken: 9,
          withdrawn: 3,
          unchanged: 120,
          refused: 0,
          failures: [],
        },
      ],
    });
    expect(outcome?.text).toMatch(/^health +3 of 3 +9 +120 +3 +0$/m);
    expect(desk.said.join('')).toContain(
      'health DOCTORS, half-yearly: 3 taken, 40 unchanged, 1 withdrawn, 0 refused\n',
    );
  });

  test('goes on after a question that failed, and says so without the words of the source', async () => {
    const { asked, desk } = failing({ DOCTORS: failure('SOURCE_UNREADABLE') });
    const outcome = await desk.run(refresh);
    expect(asked).toHaveLength(3);
    expect(outcome?.wrong).toBe(true);
    expect(outcome?.text).toMatch(/^health +2 of 3 /m);
    expect(outcome?.text).toContain('health DOCTORS, half-yearly: SOURCE_UNREADABLE. The system of');
    expect(JSON.stringify(outcome) + desk.said.join('')).not.toContain('secret words');
  });

  test.each(['SOURCE_UNREACHABLE', 'SOURCE_UNAUTHORIZED', 'SOURCE_RATE_LIMITED'] as const)(
    'leaves a department alone after %s, and says what was not asked for',
    async (code) => {
      const { asked, desk } = failing({ DOCTORS: failure(code) });
      const outcome = await desk.run(refresh);
      expect(asked).toEqual(['DOCTORS']);
      expect(outcome?.wrong).toBe(true);
      expect(outcome?.text).toContain('2 indicators were not asked for');
    },
  );

  test('what was refused is wrong, and it says where it is', async () => {
    const outcome = await failing({}, 2).desk.run(refresh);
    expect(outcome?.wrong).toBe(true);
    expect(outcome?.text).toContain('npm run data -- quarantine list health');
  });

  test('asks no more when the journal cannot be written: what cannot be recorded need not be asked', async () => {
    const { asked, desk } = failing({ DOCTORS: new JournalError('health', 'disk full') });
    const outcome = await desk.run(refresh);
    expect(outcome?.wrong).toBe(true);
    expect(outcome?.text).toMatch(/^health: .*disk full/m);
    expect(asked).toEqual(['DOCTORS']);
  });

  test('a department that cannot be opened keeps no other one from being refreshed and summed up', async () => {
    const journal: NonNullable<Kept['journal']> = { ages: () => slices, refresh: async () => receipt };
    const outcome = await new TestDesk({ programme: { journal }, health: {}, labour: { journal } }).run(refresh);
    expect(outcome?.wrong).toBe(true);
    expect(outcome?.json).toMatchObject({
      departments: [
        { department: 'programme', answered: 3, error: null },
        { department: 'health', identity: null, answered: 0, error: 'health has no journal in this test.' },
        { department: 'labour', answered: 3, error: null },
      ],
    });
    expect(outcome?.text).toMatch(/^labour +3 of 3 /m);
    expect(outcome?.text).toMatch(/^health: health has no journal/m);
  });
});

describe('export and import', () => {
  const kept = { health: { vintages: [vintage()] }, labour: {} };
  const folder = async () => {
    const temp = await tempFolder('backup');
    onTestFinished(temp.remove);
    return temp.path;
  };

  test('standard output carries the lines alone; what is said about them goes to standard error', async () => {
    const desk = new TestDesk(kept);
    expect(await desk.run(exportCommand, '--as-of', '2023-08-01')).toBeNull();
    desk.stdout.end();
    const lines = (await desk.stdout.toArray()).join('').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).kind).join(' ')).toBe('journal source vintage end journal source end');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ owner: 'health', asOf: '2023-07-31T17:00:00.000Z' });
    expect(desk.said.join('')).toContain('health: 4 lines');
  });

  test.each(['backup.jsonl', 'backup.jsonl.gz'])('%s can be read again, and restores', async (name) => {
    const file = join(await folder(), name);
    const outcome = await new TestDesk(kept).run(exportCommand, '--out', file);
    expect(outcome?.json).toMatchObject({ asOf: NOW, file, departments: [{ department: 'health', lines: 4 }, {}] });
    const bytes = await readFile(file);
    const text = name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
    expect(text.trimEnd().split('\n')).toHaveLength(7);
    const desk = new TestDesk({});
    const restored = await desk.run(importCommand, file);
    expect(restored?.json).toMatchObject({ file, restored: [{ owner: 'health', counts: { vintage: 1 } }, {}] });
    expect(restored?.text).toMatch(/^health +1 .*sandbox \(sample: made-up figures\)$/m);
    expect(desk.restored.map(({ owner, lines }) => [owner, ...lines.map(({ kind }) => kind)])).toEqual([
      ['health', 'journal', 'source', 'vintage', 'end'],
      ['labour', 'journal', 'source', 'end'],
    ]);
  });

  test('nothing is restored when one of the journals is not empty, or runs elsewhere', async () => {
    const file = join(await folder(), 'backup.jsonl');
    await new TestDesk(kept).run(exportCommand, '--out', file);
    const full = new TestDesk({ labour: { vintages: [vintage()] } });
    await expect(full.run(importCommand, file)).rejects.toThrow('recorded already of labour');
    const apart = new TestDesk({});
    apart.elsewhere.push('labour');
    await expect(apart.run(importCommand, file)).rejects.toThrow('labour runs elsewhere');
    expect([...full.restored, ...apart.restored]).toEqual([]);
  });

  test('an export that fails leaves the older backup of that name as it was', async () => {
    const file = join(await folder(), 'backup.jsonl');
    await writeFile(file, 'older');
    const desk = new TestDesk({ health: { vintages: new Proxy([vintage()], broken) } });
    await expect(desk.run(exportCommand, '--out', file)).rejects.toThrow('the database has gone');
    expect(await readFile(file, 'utf8')).toBe('older');
    await expect(readFile(`${file}.unfinished`)).rejects.toThrow('ENOENT');
  });

  test.each([
    ['{"kind":"journal","owner":"health"}\nrubbish\n', /backup.jsonl, line 2: is no line of a backup/],
    ['[1]\n', /line 1: is no line/],
    ['{"kind":"journal","owner":"nobody"}\n', /line 1: is no header/],
    ['{"kind":"vintage"}\n', /line 1: is no header/],
    ['{"kind":"journal","owner":"health"}\n', /part of health has no end; the backup was cut off/],
    [
      '{"kind":"journal","owner":"health"}\n{"kind":"journal","owner":"labour"}\n',
      /line 2: the part of health has no end/,
    ],
    [`${'{"kind":"journal","owner":"health"}\n{"kind":"end"}\n'.repeat(2)}`, /line 3: health is in the backup twice/],
    ['', /is empty: there is nothing to restore/],
  ])('%j is refused, and nothing is restored', async (text, says) => {
    const file = join(await folder(), 'backup.jsonl');
    await writeFile(file, text);
    const desk = new TestDesk({});
    await expect(desk.run(importCommand, file)).rejects.toThrow(says);
    expect(desk.restored).toEqual([]);
  });

  test('a file that is missing, cut or not packed is refused by name', async () => {
    const path = await folder();
    await expect(new TestDesk({}).run(importCommand, join(path, 'none.jsonl'))).rejects.toThrow(/none.jsonl.*ENOENT/);
    await writeFile(join(path, 'not.gz'), '{}');
    await expect(new TestDesk({}).run(importCommand, join(path, 'not.gz'))).rejects.toThrow(/not.gz cannot be read/);
    await new TestDesk(kept).run(exportCommand, '--out', join(path, 'whole.gz'));
    await writeFile(join(path, 'cut.gz'), (await readFile(join(path, 'whole.gz'))).subarray(0, -9));
    await expect(new TestDesk({}).run(importCommand, join(path, 'cut.gz'))).rejects.toThrow(/cut.gz cannot be read/);
  });

  test('the future, and JSON beside a backup on standard output, are refused', async () => {
    const run = (...args: string[]) => new TestDesk(kept).run(exportCommand, ...args);
    await expect(run('--as-of', '2026-03-02')).rejects.toThrow('lies in the future');
    await expect(run('--json')).rejects.toThrow('--json needs --out');
  });
});

/** A list that fails when it is read. */
const broken: ProxyHandler<ReturnType<typeof vintage>[]> = {
  get: (list, name, receiver) => {
    if (name === Symbol.iterator) throw new Error('the database has gone');
    return Reflect.get(list, name, receiver);
  },
};
