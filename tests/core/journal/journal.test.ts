import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { CITY } from '../../../schema/areas/areas.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import type { Call } from '../../../subgraphs/core/department.js';
import { SourceError } from '../../../subgraphs/core/errors.js';
import type { JournalStore } from '../../../subgraphs/core/journal/contract.js';
import { openJournal } from '../../../subgraphs/core/journal/journal.js';
import { JournalError } from '../../../subgraphs/core/journal/journal-error.js';
import type { Journal, ServedSlice, SliceRequest } from '../../../subgraphs/core/journal/served.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { hanoiDay } from '../../../subgraphs/core/period.js';
import { type ModelJournal, modelJournal, modelStore } from './model.js';
import { figure, type ScriptedSource, scriptedSource } from './scripted-source.js';

const catalogue = readCatalogue();
const log = makeLogger('silent');
const START = Date.parse('2026-03-01T00:00:00.000Z');
const MINUTE = 60_000;
const MAX_AGE = 15 * MINUTE;

const mark = () => ({ value: true, numerator: false, denominator: false });

const AGE: SliceRequest = { indicator: 'LIFE_EXPECTANCY', frequency: 'A', firstYear: 2020, maxAgeMs: null };
const POINTS: SliceRequest = { indicator: 'TELEMEDICINE_POINTS', frequency: 'S', firstYear: 2020, maxAgeMs: null };

const age = (value: number, period = '2024') => figure('LIFE_EXPECTANCY', period, value);
const points = (value: number, period = '2025-S1') => figure('TELEMEDICINE_POINTS', period, value);

const down = (code: SourceError['code'] = 'SOURCE_UNREACHABLE') => new SourceError(code, 'health', 'scripted');

interface Setting {
  readonly journal: Journal;
  readonly source: ScriptedSource;
  readonly store: JournalStore;
  readonly model: ModelJournal;
  readonly clock: { ms: number };
}

interface Options {
  readonly maxAgeMs?: number;
  readonly waitMs?: number;
  readonly model?: ModelJournal;
  readonly clock?: { ms: number };
  readonly wrap?: (store: JournalStore) => JournalStore;
  readonly source?: ScriptedSource;
}

async function setting(options: Options = {}): Promise<Setting> {
  const { maxAgeMs = MAX_AGE, waitMs = 20_000, model = modelJournal(), clock = { ms: START } } = options;
  const now = () => new Date(clock.ms);
  const plain = modelStore({ now, journal: model });
  const store = options.wrap?.(plain) ?? plain;
  const source = options.source ?? scriptedSource([age(75.9), points(20)]);
  const today = () => hanoiDay(now());
  const journal = await openJournal({
    ...{ store, source, owner: 'health', catalogue, mark, maxAgeMs, waitMs, today, now, log },
  });
  return { journal, source, store, model, clock };
}

const call = (more: Partial<Call> = {}): Call => ({
  requestId: 'test',
  signal: new AbortController().signal,
  log,
  ...more,
});

/** What a read answers: a value of the city, with its staleness; the code of an error. */
function told(answer: ServedSlice | Error | undefined, period: string) {
  if (answer instanceof SourceError || answer instanceof JournalError) return answer.code;
  if (!answer || answer instanceof Error) throw answer ?? new Error('no answer');
  return { value: answer.get(CITY.id, period)?.value ?? null, ...answer.freshness(CITY.id, period) };
}

async function readAge({ journal }: Setting, more: Partial<SliceRequest> = {}, period = '2024') {
  const [answer] = await journal.read([{ ...AGE, ...more }], call());
  return told(answer, period);
}

const at = (ms: number) => new Date(ms).toISOString();
/** Lets everything that is ready happen. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; !condition() && turns < 1000; turns += 1) await turn();
  expect(condition()).toBe(true);
}

describe('a question for figures', () => {
  test('is put to the source once within the maximum age, however many ask at once', async () => {
    const s = await setting();
    s.source.mode = 'WAITS';
    const reads = Array.from({ length: 1000 }, () => readAge(s));
    await until(() => s.source.asked.length > 0);
    s.source.asked[0]?.answer();
    const answers = await Promise.all(reads);
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
    expect(answers[0]).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: null });
    s.clock.ms = START + MAX_AGE - 1;
    expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: null });
    expect(s.source.asked).toHaveLength(1);
    s.source.mode = 'ANSWERS';
    s.clock.ms = START + MAX_AGE;
    await readAge(s);
    expect(s.source.asked).toHaveLength(2);
  });

  test('goes to the source as one question about all slices that are needed, the city, its districts and its communes', async () => {
    const { journal, source } = await setting();
    const [first, second] = await journal.read([AGE, POINTS], call());
    expect(told(first, '2024')).toMatchObject({ value: 75.9 });
    expect(told(second, '2025-S1')).toMatchObject({ value: 20 });
    expect(source.asked).toHaveLength(1);
    const blocks = source.asked[0]?.blocks ?? [];
    expect(blocks.flatMap((b) => b.indicators).sort()).toEqual(['LIFE_EXPECTANCY', 'TELEMEDICINE_POINTS']);
    expect(new Set(blocks.map((b) => b.areas.length))).toEqual(new Set([1 + 30 + 126]));
    const years = blocks.find((b) => b.indicators.includes('LIFE_EXPECTANCY'))?.periods.map((p) => p.text);
    expect(years).toEqual(['2020', '2021', '2022', '2023', '2024', '2025']);
  });

  test('shares what other questions have under way', async () => {
    const { journal, source } = await setting();
    source.mode = 'WAITS';
    const first = journal.read([AGE], call());
    const both = journal.read([AGE, POINTS], call());
    await until(() => source.asked.length === 2);
    expect(source.asked[1]?.blocks.flatMap((b) => b.indicators)).toEqual(['TELEMEDICINE_POINTS']);
    for (const question of source.asked) question.answer();
    expect(told((await first)[0], '2024')).toMatchObject({ value: 75.9 });
    expect((await both).map((a, i) => told(a, i === 0 ? '2024' : '2025-S1'))).toMatchObject([
      { value: 75.9 },
      { value: 20 },
    ]);
  });

  test('does not rest with one under way that brings less', async () => {
    const s = await setting();
    s.source.published = [age(75.5, '2018'), age(75.9)];
    s.source.mode = 'WAITS';
    const narrow = readAge(s);
    const wide = readAge(s, { firstYear: 2018 }, '2018');
    await until(() => s.source.asked.length === 2);
    for (const question of s.source.asked) question.answer();
    expect(await narrow).toMatchObject({ value: 75.9 });
    expect(await wide).toMatchObject({ value: 75.5 });
  });

  test('asks every time where the maximum age is nothing', async () => {
    const zero = await setting({ maxAgeMs: 0 });
    expect(await readAge(zero)).toMatchObject({ value: 75.9, staleBecause: null });
    await readAge(zero);
    expect(zero.source.asked).toHaveLength(2);
  });

  test('for live figures takes those of the last ten seconds, and else asks', async () => {
    const s = await setting();
    await readAge(s);
    s.clock.ms += 9_999;
    await readAge(s, { maxAgeMs: 0 });
    expect(s.source.asked).toHaveLength(1);
    s.clock.ms += 1;
    expect(await readAge(s, { maxAgeMs: 0 })).toMatchObject({ retrievedAt: at(START + 10_000) });
    expect(s.source.asked).toHaveLength(2);
  });

  test('asks again for an earlier year, and from then on always', async () => {
    const s = await setting();
    s.source.published = [age(75.5, '2018'), age(75.9)];
    expect(await readAge(s, {}, '2018')).toEqual({ value: null });
    expect(await readAge(s, { firstYear: 2018 }, '2018')).toMatchObject({ value: 75.5, retrievedAt: at(START) });
    s.clock.ms += MAX_AGE;
    await readAge(s);
    const first = (i: number) => s.source.asked[i]?.blocks[0]?.periods[0]?.text;
    expect([first(0), first(1), first(2)]).toEqual(['2020', '2018', '2018']);
  });

  test('asks again when a period has ended since', async () => {
    const clock = { ms: Date.parse('2025-12-31T16:59:00.000Z') };
    const s = await setting({ clock });
    expect(await readAge(s, {}, '2025')).toEqual({ value: null });
    clock.ms += 2 * MINUTE;
    s.source.published = [age(75.9), age(76, '2025')];
    expect(await readAge(s, {}, '2025')).toMatchObject({ value: 76 });
    expect(s.source.asked).toHaveLength(2);
  });
});

describe('a clock that is set back', () => {
  test('asks for what was confirmed in its future, takes the answer, and then rests with it', async () => {
    const s = await setting();
    await readAge(s);
    let confirmed = START;
    for (const back of [1, 5 * MINUTE, 12 * MAX_AGE]) {
      confirmed -= back;
      s.clock.ms = confirmed;
      s.source.published = [age(75.9 - back / 1e9)];
      const asked = s.source.asked.length;
      const expected = { value: 75.9 - back / 1e9, retrievedAt: at(s.clock.ms), staleBecause: null };
      expect(await readAge(s)).toEqual(expected);
      expect(s.journal.lastGood).toBe(at(s.clock.ms));
      s.clock.ms += MAX_AGE - 1;
      expect(await readAge(s)).toEqual(expected);
      expect(s.source.asked).toHaveLength(asked + 1);
    }
    s.clock.ms = START + MAX_AGE;
    s.source.mode = down();
    expect(await readAge(s)).toMatchObject({ staleBecause: 'SOURCE_UNREACHABLE' });
  });

  test('makes what is known stale while the source is down', async () => {
    const s = await setting();
    await readAge(s);
    s.clock.ms -= MINUTE;
    s.source.mode = down();
    expect(await readAge(s)).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: 'SOURCE_UNREACHABLE' });
  });

  test('during a question does not let its answer replace one that was asked for later', async () => {
    const one = await setting();
    const two = await setting({ model: one.model, clock: one.clock });
    one.source.mode = 'WAITS';
    const slow = readAge(one);
    await until(() => one.source.asked.length === 1);
    one.clock.ms -= 12 * MAX_AGE;
    two.source.published = [age(76.1)];
    await readAge(two);
    one.source.asked[0]?.answer();
    expect(await slow).toMatchObject({ value: 76.1, retrievedAt: at(START - 12 * MAX_AGE) });
    expect((await one.store.load()).vintages.map((v) => v.value)).toEqual([76.1]);
  });
});

describe('two processes whose clocks differ', () => {
  /** Two processes on one journal and one source, the second with its clock ahead. */
  async function apart(aheadMs: number) {
    const one = await setting();
    const two = await setting({ model: one.model, clock: { ms: START + aheadMs }, source: one.source });
    return { one, two };
  }

  test('ask no more often than each would alone', async () => {
    const { one, two } = await apart(20 * MINUTE);
    for (let minute = 0; minute < 60; minute += 1) {
      for (const s of [one, two]) {
        await s.journal.catchUp();
        expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: null });
        s.clock.ms += MINUTE;
      }
    }
    expect(one.source.asked.length).toBeLessThanOrEqual(2 * (60 / 15));
  });

  test('take over what the other has recorded, as old as they know it to be themselves', async () => {
    const { one, two } = await apart(20 * MINUTE);
    await readAge(one);
    one.clock.ms += MINUTE;
    one.source.published = [age(76.1)];
    await two.journal.refresh([AGE], call());
    await one.journal.catchUp();
    expect(await readAge(one)).toEqual({ value: 76.1, retrievedAt: at(START), staleBecause: null });
    expect(one.source.asked).toHaveLength(2);
    expect(one.journal.lastGood).toBe(at(START));
    expect(one.journal.ages().at(-1)?.checkedAt).toBe(at(START));
  });

  test('do not take for confirmed what another has confirmed at no time that can be told', async () => {
    const { one, two } = await apart(20 * MINUTE);
    one.source.mode = 'WAITS';
    const slow = readAge(one);
    await until(() => one.source.asked.length === 1);
    const other = readAge(two);
    await until(() => one.source.asked.length === 2);
    one.source.asked[1]?.answer();
    await other;
    one.source.asked[0]?.answer();
    expect(await slow).toMatchObject({ value: 75.9, staleBecause: 'SOURCE_TIMEOUT' });
    one.source.mode = 'ANSWERS';
    expect(await readAge(one)).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: null });
  });

  test('do not take for live what was confirmed before the question, when another answer came in between', async () => {
    const { one, two } = await apart(20 * MINUTE);
    await readAge(one);
    one.clock.ms += MINUTE;
    one.source.mode = 'WAITS';
    const live = readAge(one, { maxAgeMs: 0 });
    await until(() => one.source.asked.length === 2);
    const other = two.journal.refresh([AGE], call());
    await until(() => one.source.asked.length === 3);
    one.source.asked[2]?.answer();
    await other;
    one.source.asked[1]?.answer();
    expect(await live).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: 'SOURCE_TIMEOUT' });
    expect(await readAge(one)).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: null });
  });

  test('claim no age for a wider answer that another one gave for a narrower', async () => {
    const one = await setting();
    const two = await setting({ model: one.model, clock: one.clock });
    one.source.mode = 'WAITS';
    const wide = readAge(one, { firstYear: 2018 }, '2018');
    await until(() => one.source.asked.length === 1);
    one.clock.ms += MINUTE;
    await readAge(two);
    one.source.asked[0]?.answer();
    await wide;
    await two.journal.catchUp();
    expect(await readAge(two)).toMatchObject({ retrievedAt: at(START) });
  });
});

describe('what a request has got', () => {
  test('does not change under it, and is the same object while nothing changes', async () => {
    const { journal, source, clock } = await setting();
    const [before] = await journal.read([AGE], call());
    expect((await journal.read([AGE], call()))[0]).toBe(before);
    source.published = [age(76.1), points(20)];
    clock.ms += MAX_AGE;
    const [after] = await journal.read([AGE], call());
    expect(told(before, '2024')).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: null });
    expect(told(after, '2024')).toEqual({ value: 76.1, retrievedAt: at(START + MAX_AGE), staleBecause: null });
  });

  test('is only what was recorded before', async () => {
    const s = await setting();
    expect(await readAge(s)).toMatchObject({ value: 75.9 });
    const recorded = await s.store.load();
    expect(recorded.vintages).toMatchObject([{ indicator: 'LIFE_EXPECTANCY', value: 75.9 }]);
    expect(recorded.checked).toMatchObject([{ indicator: 'LIFE_EXPECTANCY', firstYear: 2020, lastPeriod: '2025' }]);
  });

  test('tells how old also that is of which the source has no figure, and nothing of what nobody asked', async () => {
    const { journal } = await setting();
    const [slice] = (await journal.read([AGE], call())) as [ServedSlice];
    expect(slice.freshness('DISTRICT-001', '2023')).toEqual({ retrievedAt: at(START), staleBecause: null });
    expect(slice.freshness(CITY.id, '2019')).toBeNull();
    expect(slice.freshness(CITY.id, '2026')).toBeNull();
    expect(slice.freshness(CITY.id, '2023-S1')).toBeNull();
    expect(slice.freshness('COMMUNE-00001', '2023')).toBeNull();
  });
});

describe('a source that fails', () => {
  test('leaves the last good figure with its age and the reason, until it answers again', async () => {
    const s = await setting();
    await readAge(s);
    s.source.mode = down('SOURCE_FAILED');
    expect(await readAge(s)).toMatchObject({ staleBecause: null });
    s.clock.ms += MAX_AGE;
    expect(await readAge(s)).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: 'SOURCE_FAILED' });
    s.source.mode = 'ANSWERS';
    expect(await readAge(s)).toEqual({ value: 75.9, retrievedAt: at(START + MAX_AGE), staleBecause: null });
  });

  test('is an error where nothing was ever recorded, for that slice alone', async () => {
    const { journal, source } = await setting();
    await journal.read([POINTS], call());
    source.mode = down();
    const [missing, known] = await journal.read([AGE, POINTS], call());
    expect(told(missing, '2024')).toBe('SOURCE_UNREACHABLE');
    expect(told(known, '2025-S1')).toMatchObject({ value: 20, staleBecause: null });
  });

  test('is told to who asked for live figures, though they are young enough for others', async () => {
    const s = await setting();
    await readAge(s);
    s.clock.ms += MINUTE;
    s.source.mode = down();
    expect(await readAge(s, { maxAgeMs: 0 })).toMatchObject({ value: 75.9, staleBecause: 'SOURCE_UNREACHABLE' });
    expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: null });
  });

  test('makes nothing stale that is young enough, when more was asked for than is known', async () => {
    const s = await setting();
    await readAge(s);
    s.source.mode = down();
    expect(await readAge(s, { firstYear: 2018 })).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: null });
    expect(await readAge(s, { firstYear: 2018 }, '2018')).toEqual({ value: null });
  });

  test('with something else than an error of a source counts as unreadable, and the log has it', async () => {
    const s = await setting();
    s.source.mode = new TypeError('a fault of ours');
    const error = vi.fn();
    const [answer] = await s.journal.read([AGE], call({ log: { ...log, error } as unknown as Call['log'] }));
    expect(told(answer, '2024')).toBe('SOURCE_UNREADABLE');
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ err: s.source.mode }), expect.any(String));
  });
});

describe('a source that is slow', () => {
  test('is not waited for by who has a last good figure and comes when its time is over', async () => {
    const s = await setting();
    await readAge(s);
    s.clock.ms += MAX_AGE;
    s.source.mode = 'WAITS';
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const first = readAge(s);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await first).toMatchObject({ staleBecause: 'SOURCE_TIMEOUT' });
      // No time passes here.
      expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: 'SOURCE_TIMEOUT' });
    } finally {
      vi.useRealTimers();
    }
    expect(s.source.asked).toHaveLength(2);
  });

  test('is waited for anew by who has no figure at all', async () => {
    const s = await setting();
    s.source.mode = 'WAITS';
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const first = readAge(s);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await first).toBe('SOURCE_TIMEOUT');
      const second = readAge(s);
      await vi.advanceTimersByTimeAsync(19_000);
      s.source.asked[0]?.answer();
      expect(await second).toMatchObject({ value: 75.9, staleBecause: null });
    } finally {
      vi.useRealTimers();
    }
    expect(s.source.asked).toHaveLength(1);
  });

  test('is not waited for beyond the deadline; its answer is there for the next', async () => {
    const s = await setting({ waitMs: 20 });
    await readAge(s);
    s.clock.ms += MAX_AGE;
    s.source.mode = 'WAITS';
    expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: 'SOURCE_TIMEOUT' });
    // Who comes after the question has had its time does not wait for it at all.
    expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: 'SOURCE_TIMEOUT' });
    s.source.published = [age(76.1)];
    s.source.asked[1]?.answer();
    await until(() => s.journal.lastGood === at(START + MAX_AGE));
    expect(await readAge(s)).toEqual({ value: 76.1, retrievedAt: at(START + MAX_AGE), staleBecause: null });
    expect(s.source.asked).toHaveLength(2);
  });

  test('is an error at the deadline where nothing was ever recorded', async () => {
    const s = await setting({ waitMs: 20 });
    s.source.mode = 'WAITS';
    expect(await readAge(s)).toBe('SOURCE_TIMEOUT');
    expect(s.source.asked[0]?.call.signal.aborted).toBe(false);
  });

  test('is left in time for an answer before the caller goes', async () => {
    const { journal, source } = await setting();
    source.mode = 'WAITS';
    const deadline = Date.now() + 150;
    const [answer] = await journal.read([AGE], call({ deadline }));
    expect(Date.now()).toBeLessThan(deadline);
    expect(told(answer, '2024')).toBe('SOURCE_TIMEOUT');
    expect(source.asked[0]?.call.signal.aborted).toBe(false);
  });
});

describe('a caller that leaves', () => {
  test('takes the question away from nobody else', async () => {
    const s = await setting();
    s.source.mode = 'WAITS';
    const leaving = new AbortController();
    const left = s.journal.read([AGE], call({ signal: leaving.signal }));
    const stays = readAge(s);
    await until(() => s.source.asked.length === 1);
    leaving.abort();
    expect(told((await left)[0], '2024')).toBe('SOURCE_TIMEOUT');
    expect(s.source.asked[0]?.call.signal.aborted).toBe(false);
    s.source.asked[0]?.answer();
    expect(await stays).toMatchObject({ value: 75.9 });
  });

  test('ends it as the last, and who comes next asks anew', async () => {
    const s = await setting();
    s.source.mode = 'WAITS';
    const leaving = [new AbortController(), new AbortController()];
    const left = leaving.map(({ signal }) => s.journal.read([AGE], call({ signal })));
    await until(() => s.source.asked.length === 1);
    for (const one of leaving) one.abort();
    await Promise.all(left);
    expect(s.source.asked[0]?.call.signal.aborted).toBe(true);
    s.source.mode = 'ANSWERS';
    expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: null });
    expect(s.source.asked).toHaveLength(2);
  });

  test('as the last leaves nothing behind for who comes next, also where the source does not heed it', async () => {
    const s = await setting();
    const { figures } = s.source;
    s.source.figures = () => new Promise(() => undefined);
    const leaving = new AbortController();
    const left = s.journal.read([AGE], call({ signal: leaving.signal }));
    await turn();
    leaving.abort();
    await left;
    s.source.figures = figures;
    expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: null });
  });

  test('does not end a question that somebody left for lack of time', async () => {
    const s = await setting({ waitMs: 20 });
    s.source.mode = 'WAITS';
    await readAge(s);
    const leaving = new AbortController();
    const left = s.journal.read([AGE], call({ signal: leaving.signal }));
    leaving.abort();
    await left;
    expect(s.source.asked).toHaveLength(1);
    expect(s.source.asked[0]?.call.signal.aborted).toBe(false);
  });

  test('while the answer is being recorded takes it away from nobody', async () => {
    let record = (): void => undefined;
    let gate = Promise.resolve();
    const s = await setting({
      wrap: (store) => ({ ...store, write: (work) => gate.then(() => store.write(work)) }),
    });
    gate = new Promise<void>((resolve) => {
      record = resolve;
    });
    const leaving = new AbortController();
    const left = s.journal.read([AGE], call({ signal: leaving.signal }));
    await until(() => s.source.asked.length === 1);
    await turn();
    leaving.abort();
    await left;
    const next = readAge(s);
    record();
    expect(await next).toMatchObject({ value: 75.9, staleBecause: null });
    expect(s.source.asked).toHaveLength(1);
  });

  test('that had left before asks nothing', async () => {
    const { journal, source } = await setting();
    await journal.read([AGE], call({ signal: AbortSignal.abort() }));
    await turn();
    expect(source.asked).toHaveLength(0);
  });
});

describe('a journal that cannot be written', () => {
  test('leaves the last good figure, or is an error, and is used again when it works', async () => {
    let broken = false;
    const wrap = (store: JournalStore): JournalStore => ({
      ...store,
      write: (work) => (broken ? Promise.reject(new JournalError('health', 'gone')) : store.write(work)),
    });
    const s = await setting({ wrap });
    await readAge(s);
    broken = true;
    s.clock.ms += MAX_AGE;
    s.source.published = [age(76.1), points(20)];
    const [known, unknown] = await s.journal.read([AGE, POINTS], call());
    expect(told(known, '2024')).toMatchObject({ value: 75.9, staleBecause: 'JOURNAL_UNREACHABLE' });
    expect(told(unknown, '2025-S1')).toBe('JOURNAL_UNREACHABLE');
    broken = false;
    expect(await readAge(s)).toMatchObject({ value: 76.1, staleBecause: null });
  });

  test('that fails after all was written serves nothing of it', async () => {
    let broken = false;
    const wrap = (store: JournalStore): JournalStore => ({
      ...store,
      write: (work) =>
        store.write(async (writing) => {
          const result = await work(writing);
          if (broken) throw new JournalError('health', 'the commit failed');
          return result;
        }),
    });
    const s = await setting({ wrap });
    broken = true;
    expect(await readAge(s)).toBe('JOURNAL_UNREACHABLE');
    expect(s.journal.lastGood).toBeNull();
    broken = false;
    expect(await readAge(s)).toMatchObject({ value: 75.9 });
    expect((await s.store.load()).vintages).toHaveLength(1);
  });
});

describe('several processes on one journal', () => {
  test('take over what another has recorded', async () => {
    const one = await setting();
    const two = await setting({ model: one.model, clock: one.clock });
    await readAge(one);
    await two.journal.catchUp();
    expect(await readAge(two)).toMatchObject({ value: 75.9, retrievedAt: at(START) });
    expect(two.source.asked).toHaveLength(0);
  });

  test('record nothing twice though they did not know of each other', async () => {
    const one = await setting();
    const two = await setting({ model: one.model, clock: one.clock });
    await readAge(one);
    expect(await readAge(two)).toMatchObject({ value: 75.9 });
    const { vintages, head } = await one.store.load();
    expect(vintages).toHaveLength(1);
    expect(head.position).toBe(3);
  });

  test('do not go back to an answer that was asked for earlier than what is recorded', async () => {
    const one = await setting();
    const two = await setting({ model: one.model, clock: one.clock });
    one.source.mode = 'WAITS';
    const slow = readAge(one);
    await until(() => one.source.asked.length === 1);
    one.clock.ms += MINUTE;
    two.source.published = [age(76.1)];
    await readAge(two);
    one.source.asked[0]?.answer();
    expect(await slow).toMatchObject({ value: 76.1, retrievedAt: at(START + MINUTE) });
    expect((await one.store.load()).vintages.map((v) => v.value)).toEqual([76.1]);
  });

  test('keep an answer that was asked for earlier, when it brings more', async () => {
    const one = await setting();
    const two = await setting({ model: one.model, clock: one.clock });
    one.source.published = [age(75.5, '2018'), age(75.9)];
    one.source.mode = 'WAITS';
    const wide = readAge(one, { firstYear: 2018 }, '2018');
    await until(() => one.source.asked.length === 1);
    one.clock.ms += MINUTE;
    await readAge(two);
    one.source.asked[0]?.answer();
    expect(await wide).toMatchObject({ value: 75.5, retrievedAt: at(START) });
  });

  test('open with what is recorded', async () => {
    const one = await setting();
    await readAge(one);
    const two = await setting({ model: one.model, clock: one.clock });
    expect(await readAge(two)).toMatchObject({ value: 75.9, staleBecause: null });
    expect(two.source.asked).toHaveLength(0);
    expect(two.journal.lastGood).toBe(at(START));
  });
});

describe('a figure that fails a check', () => {
  /** 300 years is no life expectancy; the source repeats it, beside another year's unless it is alone. */
  async function withHeld(isAlone = false): Promise<Setting & { number: number }> {
    const s = await setting();
    s.source.published = isAlone ? [age(75.9)] : [age(75.9), age(75.7, '2023')];
    await readAge(s);
    s.clock.ms += MAX_AGE;
    s.source.published = isAlone ? [age(300)] : [age(300), age(75.8, '2023')];
    await readAge(s);
    const [entry] = await s.store.quarantined();
    return { ...s, number: entry?.number ?? 0 };
  }

  test('holds back itself alone: the last good one stays, with the time when it was confirmed', async () => {
    const s = await withHeld();
    const [slice] = (await s.journal.read([AGE], call())) as [ServedSlice];
    expect(told(slice, '2024')).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: 'HELD_BACK' });
    expect(slice.heldBack(CITY.id, '2024')).toBe('RANGE');
    expect(told(slice, '2023')).toEqual({ value: 75.8, retrievedAt: at(START + MAX_AGE), staleBecause: null });
    expect(slice.heldBack(CITY.id, '2023')).toBeUndefined();
  });

  test('is no longer held when the source mends it', async () => {
    const s = await withHeld();
    s.clock.ms += MAX_AGE;
    s.source.published = [age(76.3), age(75.8, '2023')];
    expect(await readAge(s)).toMatchObject({ value: 76.3, staleBecause: null });
    expect(await s.store.countOpen()).toBe(0);
  });

  test('is served when it is released, with the number of its release, also after the next answer', async () => {
    const s = await withHeld();
    expect(await s.journal.decide(s.number, 'RELEASED', 'An', 'checked')).toMatchObject({ decision: 'RELEASED' });
    const [slice] = (await s.journal.read([AGE], call())) as [ServedSlice];
    expect(slice.get(CITY.id, '2024')).toMatchObject({ value: 300, released: s.number });
    expect(slice.heldBack(CITY.id, '2024')).toBeUndefined();
    s.clock.ms += MAX_AGE;
    expect(await readAge(s)).toMatchObject({ value: 300, staleBecause: null });
    expect(await s.store.countOpen()).toBe(0);
  });

  test('stays held when it is rejected, however often it comes, until the source gives another', async () => {
    const s = await withHeld();
    await s.journal.decide(s.number, 'REJECTED', 'An', 'a slip');
    for (let i = 0; i < 2; i += 1) {
      expect(await readAge(s)).toMatchObject({ value: 75.9, staleBecause: 'HELD_BACK' });
      s.clock.ms += MAX_AGE;
    }
    s.source.published = [age(75.9), age(75.8, '2023')];
    expect(await readAge(s)).toEqual({ value: 75.9, retrievedAt: at(s.clock.ms), staleBecause: null });
    s.clock.ms += MAX_AGE;
    s.source.published = [age(76.3), age(75.8, '2023')];
    expect(await readAge(s)).toMatchObject({ value: 76.3, staleBecause: null });
    const after = await setting({ model: s.model, clock: s.clock });
    expect(await readAge(after)).toMatchObject({ value: 76.3, staleBecause: null });
  });

  test('of two that contradict each other settles the other one by its release', async () => {
    const s = await setting();
    s.source.published = [age(75.9), age(76.4)];
    await readAge(s);
    const entries = await s.store.quarantined();
    expect(entries.map((entry) => entry.reason)).toEqual(['DUPLICATE', 'DUPLICATE']);
    const { number } = entries.find((entry) => entry.figure.value === 76.4) ?? { number: 0 };
    await s.journal.decide(number, 'RELEASED', 'An', 'the later one');
    expect(await s.store.countOpen()).toBe(0);
    expect(await readAge(s)).toMatchObject({ value: 76.4, staleBecause: null });
  });

  test('that was rejected and left holds nothing back any more, also after a start and in other processes', async () => {
    const s = await withHeld();
    const other = await setting({ model: s.model, clock: s.clock });
    await s.journal.decide(s.number, 'REJECTED', 'An', 'a slip');
    s.clock.ms += MAX_AGE;
    s.source.published = [age(75.9), age(75.8, '2023')];
    await readAge(s);
    await other.journal.catchUp();
    for (const one of [s, other, await setting({ model: s.model, clock: s.clock })]) {
      const [slice] = (await one.journal.read([AGE], call())) as [ServedSlice];
      expect(told(slice, '2024')).toEqual({ value: 75.9, retrievedAt: at(s.clock.ms), staleBecause: null });
      expect(slice.heldBack(CITY.id, '2024')).toBeUndefined();
    }
    const [then, now] = await Promise.all(
      [s.model.entries.length - 2, (await s.store.head()).position].map((position) =>
        s.journal.readAt([AGE], position),
      ),
    );
    expect(then?.[0]?.heldBack(CITY.id, '2024')).toBe('RANGE');
    expect(now?.[0]?.heldBack(CITY.id, '2024')).toBeUndefined();
    expect(await s.store.quarantined({ all: true })).toMatchObject([
      { number: s.number, decision: 'SUPERSEDED', decidedBy: 'An', decidedWhy: 'a slip' },
    ]);
  });

  test('that was rejected and left stays refused when it comes again, in the name of who rejected it', async () => {
    const s = await withHeld(true);
    await s.journal.decide(s.number, 'REJECTED', 'An', 'a slip');
    s.clock.ms += MAX_AGE;
    s.source.published = [age(76.1)];
    await readAge(s);
    const after = await setting({ model: s.model, clock: s.clock });
    for (let i = 0; i < 2; i += 1) {
      s.clock.ms += MAX_AGE;
      after.source.published = [age(300)];
      expect(await readAge(after)).toMatchObject({ value: 76.1, staleBecause: 'HELD_BACK' });
    }
    expect(await s.store.countOpen()).toBe(0);
    const all = await s.store.quarantined({ all: true });
    expect(all).toMatchObject([
      { decision: 'REJECTED', decidedBy: 'An', decidedWhy: 'a slip', reason: 'RANGE' },
      { number: s.number, decision: 'SUPERSEDED' },
    ]);
    // It came after what stands, so it can be released; and then that counts for good.
    await after.journal.decide(all[0]?.number ?? 0, 'RELEASED', 'Binh', 'it is so');
    for (const value of [300, 76.1, 300]) {
      s.clock.ms += MAX_AGE;
      after.source.published = [age(value)];
      expect(await readAge(after)).toMatchObject({ value, staleBecause: null });
    }
  });

  test('is not released over a newer one of its cell', async () => {
    const s = await withHeld();
    await s.journal.decide(s.number, 'REJECTED', 'An', 'a slip');
    s.clock.ms += MAX_AGE;
    // The slip is still there beside the good figure.
    s.source.published = [age(300), age(76.1), age(75.8, '2023')];
    await readAge(s);
    const { position } = await s.store.head();
    const releasing = s.journal.decide(s.number, 'RELEASED', 'An', 'it is so');
    await expect(releasing).rejects.toThrow(
      `a newer figure of LIFE_EXPECTANCY, CITY-01, 2024 was accepted on ${at(s.clock.ms)}; it would be overwritten`,
    );
    expect((await s.store.head()).position).toBe(position);
    expect(await readAge(s)).toMatchObject({ value: 76.1, staleBecause: null });
  });

  test('and was released passes that check when it comes back, also after a start', async () => {
    const s = await withHeld(true);
    await s.journal.decide(s.number, 'RELEASED', 'An', 'checked');
    s.clock.ms += MAX_AGE;
    s.source.published = [age(75.9)];
    expect(await readAge(s)).toMatchObject({ value: 75.9 });
    const after = await setting({ model: s.model, clock: s.clock });
    s.clock.ms += MAX_AGE;
    after.source.published = [age(300)];
    const [slice] = (await after.journal.read([AGE], call())) as [ServedSlice];
    expect(told(slice, '2024')).toMatchObject({ value: 300, staleBecause: null });
    expect(slice.get(CITY.id, '2024')?.released).toBe(s.number);
    expect(await s.store.countOpen()).toBe(0);
  });

  test('is not decided without a name and a reason', async () => {
    const s = await withHeld();
    await expect(s.journal.decide(s.number, 'RELEASED', ' ', 'checked')).rejects.toThrow('"by"');
    await expect(s.journal.decide(s.number, 'RELEASED', 'An', '')).rejects.toThrow('"why"');
    expect(await s.store.countOpen()).toBe(1);
  });

  test('is decided in one process and followed by the others', async () => {
    const s = await withHeld();
    const other = await setting({ model: s.model, clock: s.clock });
    await s.journal.decide(s.number, 'RELEASED', 'An', 'checked');
    expect(await readAge(other)).toMatchObject({ value: 75.9, staleBecause: 'HELD_BACK' });
    await other.journal.catchUp();
    expect(await readAge(other)).toMatchObject({ value: 300, staleBecause: null });
  });
});

describe('a refresh', () => {
  test('asks whatever the age, and gives the receipt', async () => {
    const { journal, source } = await setting();
    expect(await journal.refresh([AGE], call())).toMatchObject({ taken: 1, unchanged: 0, refused: 0, at: at(START) });
    expect(await journal.refresh([AGE, AGE], call())).toMatchObject({ taken: 0, unchanged: 1, refused: 0 });
    expect(source.asked).toHaveLength(2);
  });

  test('shares a question that is under way', async () => {
    const s = await setting();
    s.source.mode = 'WAITS';
    const reading = readAge(s);
    const refreshing = s.journal.refresh([AGE], call());
    await until(() => s.source.asked.length === 1);
    s.source.asked[0]?.answer();
    expect(await refreshing).toMatchObject({ taken: 1 });
    expect(await reading).toMatchObject({ value: 75.9 });
    expect(s.source.asked).toHaveLength(1);
  });

  test('throws what the source fails with', async () => {
    const { journal, source } = await setting();
    source.mode = down('SOURCE_REFUSED');
    await expect(journal.refresh([AGE], call())).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
  });

  test('is due for the indicators of the owner at their own frequency, the oldest first', async () => {
    const { journal, clock } = await setting();
    await journal.refresh([AGE], call());
    clock.ms += MINUTE;
    await journal.refresh([POINTS, { indicator: 'LIFE_EXPECTANCY', frequency: 'S' }], call());
    const ages = journal.ages();
    expect(ages).toHaveLength(catalogue.seriesOf('health').length);
    expect(ages.at(-1)).toEqual({ indicator: 'TELEMEDICINE_POINTS', frequency: 'S', checkedAt: at(START + MINUTE) });
    expect(ages.at(-2)).toEqual({ indicator: 'LIFE_EXPECTANCY', frequency: 'A', checkedAt: at(START) });
    expect(ages[0]?.checkedAt).toBeNull();
  });
});

test('a closed journal has ended its questions', async () => {
  const s = await setting();
  s.source.mode = 'WAITS';
  const reading = readAge(s);
  await until(() => s.source.asked.length === 1);
  await s.journal.close();
  expect(s.source.asked[0]?.call.signal.aborted).toBe(true);
  expect(await reading).toBe('SOURCE_TIMEOUT');
});

test('as of a position, figures are as old as their recording and never stale', async () => {
  const s = await setting();
  await readAge(s);
  const { position } = await s.store.head();
  s.clock.ms += MAX_AGE;
  s.source.published = [age(76.1)];
  await readAge(s);
  const [then, other] = await s.journal.readAt([AGE, POINTS], position);
  expect(told(then, '2024')).toEqual({ value: 75.9, retrievedAt: at(START), staleBecause: null });
  expect(then?.freshness(CITY.id, '2023')).toBeNull();
  expect(other?.get(CITY.id, '2025-S1')).toBeUndefined();
});

describe('whatever the source does and whenever it is asked', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('PUBLISH' as const), tenths: fc.integer({ min: 740, max: 759 }) }),
    fc.record({ kind: fc.constant('WAIT' as const), minutes: fc.integer({ min: 1, max: 20 }) }),
    fc.record({
      kind: fc.constant('SOURCE' as const),
      mode: fc.constantFrom('ANSWERS' as const, 'DOWN' as const, 'SLOW' as const),
    }),
    fc.record({ kind: fc.constant('ANSWER' as const), which: fc.nat({ max: 9 }), old: fc.boolean() }),
    fc.record({
      kind: fc.constant('READ' as const),
      live: fc.boolean(),
      process: fc.nat({ max: 1 }),
      early: fc.boolean(),
    }),
  );

  test('every figure that is served had been published at an instant within its age', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const source = scriptedSource([age(75)]);
        const first = await setting({ source, waitMs: 0 });
        const second = await setting({ source, waitMs: 0, model: first.model, clock: first.clock });
        const published = [{ from: START, value: 75 }];
        /** Values that stood at some instant from a time until now. */
        const since = (from: string) => {
          const before = published.findLast((p) => p.from < Date.parse(from));
          return published.filter((p) => p === before || p.from >= Date.parse(from)).map((p) => p.value);
        };
        for (const one of steps) {
          if (one.kind === 'PUBLISH') {
            source.published = [age(one.tenths / 10)];
            published.push({ from: first.clock.ms, value: one.tenths / 10 });
          }
          if (one.kind === 'WAIT') first.clock.ms += one.minutes * MINUTE;
          if (one.kind === 'SOURCE')
            source.mode = one.mode === 'DOWN' ? down() : one.mode === 'SLOW' ? 'WAITS' : 'ANSWERS';
          if (one.kind === 'ANSWER') source.asked.at(-1 - one.which)?.answer(one.old);
          if (one.kind === 'READ') {
            const reader = one.process === 0 ? first : second;
            const request = { ...AGE, firstYear: one.early ? 2018 : 2020, maxAgeMs: one.live ? 0 : null };
            const [answer] = await reader.journal.read([request], call());
            if (answer instanceof Error) expect(answer).toMatchObject({ code: expect.stringMatching(/^SOURCE_/) });
            else {
              const { value, retrievedAt, staleBecause } = told(answer, '2024') as {
                value: number;
                retrievedAt?: string;
                staleBecause?: string;
              };
              expect(since(retrievedAt ?? '')).toContain(value);
              const old = first.clock.ms - Date.parse(retrievedAt ?? '') >= MAX_AGE;
              expect(old && staleBecause === null).toBe(false);
            }
          }
          await turn();
        }
        await Promise.all([first.journal.close(), second.journal.close()]);
      }),
      { numRuns: 100 },
    );
  });
});
