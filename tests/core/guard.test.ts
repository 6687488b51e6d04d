import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Call, DepartmentSource } from '../../subgraphs/core/department.js';
import { SourceError, type SourceErrorCode } from '../../subgraphs/core/errors.js';
import type { GuardedSource, GuardOptions } from '../../subgraphs/core/guard/contract.js';
import { guardSource } from '../../subgraphs/core/guard/guard.js';
import type { Logger } from '../../subgraphs/core/log.js';
import { period } from '../../subgraphs/core/period.js';
import { RateLimited } from '../../subgraphs/core/sources/http.js';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What the source does with a question, and whose signal it may heed. */
type Act = (call: Call) => Promise<void>;

const answer: Act = async () => undefined;
const hang: Act = () => new Promise(() => undefined);
const fail =
  (code: SourceErrorCode): Act =>
  async () => {
    throw new SourceError(code, 'health', `the source said ${code}`);
  };
const delayed =
  (ms: number, act: Act): Act =>
  async (call) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return act(call);
  };

interface Stand {
  readonly source: GuardedSource;
  /** When the source was asked, milliseconds since the start. */
  readonly asked: number[];
  readonly lines: { level: string; message: string; [field: string]: unknown }[];
  /** What the source does from now on; an array: one after another, the last for good. */
  does(...acts: Act[]): void;
  ping(call?: Partial<Call>): Promise<void>;
  /** Asks so often, one after another, with the time that each takes; the codes of the failures. */
  pings(count: number): Promise<(SourceErrorCode | 'answered')[]>;
}

function stand(options: Partial<GuardOptions> = {}, more: Partial<DepartmentSource> = {}): Stand {
  const start = performance.now();
  const asked: number[] = [];
  const lines: Stand['lines'] = [];
  let acts: Act[] = [answer];
  const ask = (call: Call): Promise<void> => {
    asked.push(performance.now() - start);
    const act = acts.length > 1 ? acts.shift() : acts[0];
    return act ? act(call) : Promise.resolve();
  };
  const source = guardSource(
    {
      figures: async (_, call) => ask(call).then(() => []),
      submissions: async (_, call) => ask(call).then(() => []),
      probe: async (call) => ask(call).then(() => ({ system: '', mapped: [], missing: [], refused: [] })),
      ping: ask,
      close: async () => undefined,
      ...more,
    },
    'health',
    { timeoutMs: 1_000, pauseMs: 10_000, questionsPerMinute: 1_000, now: () => new Date(), ...options },
  );
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, message, ...fields });
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as unknown as Logger;
  const callWith = (part: Partial<Call>): Call => ({
    requestId: 'r1',
    signal: new AbortController().signal,
    log,
    ...part,
  });
  const ping = (part: Partial<Call> = {}) => source.ping(callWith(part));
  return {
    source,
    asked,
    lines,
    does: (...next) => {
      acts = next;
    },
    ping,
    async pings(count) {
      const codes: (SourceErrorCode | 'answered')[] = [];
      for (let i = 0; i < count; i += 1) codes.push(await codeOf(ping()));
      return codes;
    },
  };
}

/** How a question ends, with the time running until it does. */
async function codeOf(question: Promise<unknown>): Promise<SourceErrorCode | 'answered'> {
  let ended: SourceErrorCode | 'answered' | null = null;
  question.then(
    () => {
      ended = 'answered';
    },
    (error: unknown) => {
      if (!(error instanceof SourceError)) throw error;
      ended = error.code;
    },
  );
  for (let i = 0; ended === null && i < 1_000; i += 1) await vi.advanceTimersByTimeAsync(i === 0 ? 0 : 10);
  if (ended === null) throw new Error('the question has not ended within 10 s');
  return ended;
}

async function errorOf(question: Promise<unknown>): Promise<SourceError> {
  const caught = question.catch((error: unknown) => error);
  await codeOf(question);
  return (await caught) as SourceError;
}

describe('the time of a question', () => {
  test('ends after the timeout, also at a source that heeds no signal', async () => {
    const { source, does, ping } = stand();
    does(hang);
    const asked = codeOf(ping());
    await vi.advanceTimersByTimeAsync(999);
    expect(source.health.lastError).toBeNull();
    expect(await asked).toBe('SOURCE_TIMEOUT');
    expect(source.health.lastError?.detail).toBe('no answer to ping within 1000 ms');
  });

  test('ends before its caller leaves, so that the caller is told which system it was', async () => {
    const { source, does, ping } = stand();
    does(hang);
    const deadline = Date.now() + 400;
    expect(await codeOf(ping({ deadline }))).toBe('SOURCE_TIMEOUT');
    expect(Date.now()).toBeLessThan(deadline);
    expect(source.health.lastError?.code).toBe('SOURCE_TIMEOUT');
  });

  test('is over for a source as soon as the caller leaves, which says nothing about it', async () => {
    const { source, does, ping, lines } = stand();
    let heard = false;
    does((call) => {
      call.signal.addEventListener('abort', () => {
        heard = true;
      });
      return hang(call);
    });
    const leaving = new AbortController();
    const asked = codeOf(ping({ signal: leaving.signal }));
    leaving.abort();
    expect(await asked).toBe('SOURCE_TIMEOUT');
    expect(heard).toBe(true);
    expect(source.health).toMatchObject({ asked: false, lastError: null, lastAnswer: null });
    expect(lines.map(({ level }) => level)).toEqual(['debug']);
  });

  test('is not begun for a caller that has left', async () => {
    const { asked, ping } = stand();
    expect(await codeOf(ping({ signal: AbortSignal.abort() }))).toBe('SOURCE_TIMEOUT');
    expect(asked).toEqual([]);
  });
});

describe('a failure', () => {
  test.each<[SourceErrorCode, number]>([
    ['SOURCE_UNREACHABLE', 2],
    ['SOURCE_FAILED', 2],
    ['SOURCE_UNAUTHORIZED', 1],
    ['SOURCE_RATE_LIMITED', 1],
    ['SOURCE_REFUSED', 1],
    ['SOURCE_UNREADABLE', 1],
    ['SOURCE_TIMEOUT', 1],
  ])('%s is asked %i times', async (code, times) => {
    const { asked, does, ping } = stand();
    does(fail(code));
    expect(await codeOf(ping())).toBe(code);
    expect(asked).toHaveLength(times);
  });

  test('that has passed by the second attempt is none, after 50 to 150 ms, not always the same', async () => {
    const { source, asked, does, ping, lines } = stand();
    const waits = new Set<number>();
    for (let i = 0; i < 10; i += 1) {
      does(fail('SOURCE_FAILED'), answer);
      expect(await codeOf(ping())).toBe('answered');
      const [first = 0, second = 0] = asked.splice(0);
      expect(second - first).toBeGreaterThanOrEqual(50);
      expect(second - first).toBeLessThanOrEqual(151);
      waits.add(second - first);
    }
    expect(waits.size).toBeGreaterThan(3);
    expect(source.health.lastError).toBeNull();
    expect(lines).toEqual([]);
  });

  test('is not asked again when the time is nearly over, nor when the caller has left', async () => {
    const { asked, does, ping } = stand();
    does(delayed(800, fail('SOURCE_FAILED')));
    expect(await codeOf(ping())).toBe('SOURCE_FAILED');
    const leaving = new AbortController();
    does(async () => {
      leaving.abort();
      throw new SourceError('SOURCE_FAILED', 'health', '500');
    });
    await codeOf(ping({ signal: leaving.signal }));
    expect(asked).toHaveLength(2);
  });

  test('that is no SourceError becomes one, with what happened in the detail', async () => {
    const { does, ping } = stand();
    does(() => {
      throw new TypeError('x is undefined');
    });
    const error = await errorOf(ping());
    expect([error.code, error.owner]).toEqual(['SOURCE_UNREADABLE', 'health']);
    expect(error.detail).toMatch(/^ping: TypeError: x is undefined/);
  });

  test('is logged with what was asked, of whom, the code, the detail, the time and the request', async () => {
    const { source, does, lines, ping } = stand();
    does(delayed(300, fail('SOURCE_REFUSED')));
    await codeOf(ping());
    does(fail('SOURCE_REFUSED'));
    const { log } = {
      log: { debug() {}, info() {}, warn: (fields: object) => lines.push(fields as never), error() {} },
    };
    const call = { requestId: 'r2', signal: new AbortController().signal, log: log as unknown as Logger };
    await codeOf(source.submissions(period('2023-S1'), call));
    expect(lines).toMatchObject([
      {
        level: 'warn',
        message: 'source failed',
        owner: 'health',
        what: 'ping',
        code: 'SOURCE_REFUSED',
        detail: 'the source said SOURCE_REFUSED',
        ms: 300,
        requestId: 'r1',
      },
      { what: 'submissions of 2023-S1', requestId: 'r2' },
    ]);
  });
});

describe('what is known of a source', () => {
  test('is its last answer, whatever it said, and its last failure', async () => {
    const { source, does, ping } = stand();
    expect(source.health.asked).toBe(false);
    await ping();
    expect(source.health).toMatchObject({ asked: true, lastAnswer: '2026-03-01T00:00:00.000Z', lastError: null });
    await vi.advanceTimersByTimeAsync(5_000);
    does(fail('SOURCE_TIMEOUT'));
    await codeOf(ping());
    expect(source.health.lastAnswer).toBe('2026-03-01T00:00:00.000Z');
    does(fail('SOURCE_REFUSED'));
    await codeOf(ping());
    expect(source.health).toMatchObject({
      lastAnswer: '2026-03-01T00:00:05.000Z',
      lastError: { code: 'SOURCE_REFUSED' },
    });
    does(answer);
    await ping();
    expect(source.health.lastError).toBeNull();
  });
});

describe('a source that failed three times in a row', () => {
  test('is left alone: questions fail at once with the code of the last failure, and say until when', async () => {
    const { source, asked, does, ping, pings, lines } = stand();
    does(fail('SOURCE_REFUSED'), fail('SOURCE_REFUSED'), fail('SOURCE_UNAUTHORIZED'));
    await pings(2);
    expect(source.health.openSince).toBeNull();
    await pings(1);
    expect(source.health.openSince).toBe('2026-03-01T00:00:00.000Z');
    await vi.advanceTimersByTimeAsync(4_000);
    const error = await errorOf(ping());
    expect(error.code).toBe('SOURCE_UNAUTHORIZED');
    expect(error.detail).toBe(
      'left alone since 2026-03-01T00:00:00.000Z, until 2026-03-01T00:00:10.000Z; the last failure: the source said SOURCE_UNAUTHORIZED',
    );
    expect(asked).toHaveLength(3);
    expect(lines.filter(({ level }) => level !== 'debug').map(({ message }) => message)).toEqual([
      'source failed',
      'source failed',
      'source is left alone',
      'source failed',
    ]);
  });

  test('is tried once after each pause, which doubles up to twelve times the first', async () => {
    const { source, asked, does, pings } = stand();
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    for (const pause of [1, 2, 4, 8, 12, 12, 12].map((times) => times * 10_000)) {
      const before = asked.length;
      await vi.advanceTimersByTimeAsync(pause - 1);
      expect(await pings(2)).toEqual(['SOURCE_REFUSED', 'SOURCE_REFUSED']);
      expect(asked).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      await pings(3);
      expect(asked).toHaveLength(before + 1);
    }
    expect(source.health.openSince).toBe('2026-03-01T00:00:00.000Z');
  });

  test('is asked again as soon as a trial is answered, and its next pause is a short one', async () => {
    const { source, asked, does, pings, lines } = stand();
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    await vi.advanceTimersByTimeAsync(10_000);
    await pings(1);
    await vi.advanceTimersByTimeAsync(20_000);
    does(answer);
    expect(await pings(3)).toEqual(['answered', 'answered', 'answered']);
    expect(source.health).toMatchObject({ openSince: null, lastError: null });
    expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'source answers again', owner: 'health' });
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    asked.length = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    await pings(2);
    expect(asked).toHaveLength(1);
  });

  test('is asked by nobody else while it is tried', async () => {
    const { asked, does, ping, pings } = stand();
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    await vi.advanceTimersByTimeAsync(10_000);
    does(delayed(500, answer));
    const trial = codeOf(ping());
    const error = await errorOf(ping());
    expect(error).toMatchObject({
      code: 'SOURCE_REFUSED',
      detail: expect.stringContaining('one question to it is under way'),
    });
    expect(asked).toHaveLength(4);
    expect(await trial).toBe('answered');
    expect(await codeOf(ping())).toBe('answered');
  });

  test('counts a question after its second attempt, and starts again after a success', async () => {
    const { source, asked, does, pings } = stand();
    does(fail('SOURCE_FAILED'));
    await pings(2);
    expect(asked).toHaveLength(4);
    does(answer);
    await pings(1);
    does(fail('SOURCE_FAILED'));
    await pings(2);
    expect(source.health.openSince).toBeNull();
    await pings(1);
    expect(source.health.openSince).not.toBeNull();
  });

  test('is not so by limits, by callers that left, nor by callers without time', async () => {
    const { source, does, ping, pings } = stand();
    does(fail('SOURCE_RATE_LIMITED'));
    await pings(4);
    does(hang);
    for (let i = 0; i < 4; i += 1) {
      const leaving = new AbortController();
      const asked = ping({ signal: leaving.signal }).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(900);
      leaving.abort();
      expect(await asked).toBeInstanceOf(SourceError);
      await codeOf(ping({ deadline: Date.now() + 300 }));
    }
    expect(source.health.openSince).toBeNull();
    // Half of the time is a fair trial.
    for (let i = 0; i < 3; i += 1) await codeOf(ping({ deadline: Date.now() + 650 }));
    expect(source.health.openSince).not.toBeNull();
  });

  test.each<[string, (at: Stand) => Promise<unknown>]>([
    [
      'refused for a limit',
      async ({ does, pings }) => {
        does(fail('SOURCE_RATE_LIMITED'));
        await pings(1);
      },
    ],
    [
      'left by its caller',
      async ({ does, ping }) => {
        does(hang);
        const leaving = new AbortController();
        const asked = codeOf(ping({ signal: leaving.signal }));
        leaving.abort();
        await asked;
      },
    ],
  ])('is neither asked by all nor left alone for longer when a trial was %s', async (_, unsaid) => {
    const at = stand();
    at.does(fail('SOURCE_REFUSED'));
    await at.pings(3);
    await vi.advanceTimersByTimeAsync(10_000);
    await unsaid(at);
    expect(at.source.health.openSince).not.toBeNull();
    at.asked.length = 0;
    at.does(fail('SOURCE_REFUSED'));
    await at.pings(3);
    expect(at.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20_000);
    at.does(answer);
    expect(await at.pings(2)).toEqual(['answered', 'answered']);
  });

  test('need not wait for the end of the pause when a question from before is answered', async () => {
    const { source, does, ping, pings } = stand();
    does(delayed(900, answer));
    const slow = codeOf(ping());
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    expect(source.health.openSince).not.toBeNull();
    expect(await slow).toBe('answered');
    does(answer);
    expect(await pings(1)).toEqual(['answered']);
    expect(source.health.openSince).toBeNull();
  });

  test('is not left alone for longer by a question from before that fails during the trial', async () => {
    const { source, does, ping, pings } = stand({ timeoutMs: 30_000 });
    does(delayed(10_500, fail('SOURCE_REFUSED')));
    const slow = ping().catch((error: unknown) => error);
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    await vi.advanceTimersByTimeAsync(10_000);
    does(delayed(1_000, answer));
    expect(await pings(1)).toEqual(['answered']);
    expect(await slow).toBeInstanceOf(SourceError);
    expect(source.health.openSince).toBeNull();
  });

  test('fails at once also when all that may ask at once are still waiting for it', async () => {
    const { asked, does, ping, pings } = stand({ timeoutMs: 30_000 });
    does(delayed(20_000, answer));
    const slow = Array.from({ length: 3 }, () => ping());
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    await vi.advanceTimersByTimeAsync(10_000);
    does(delayed(5_000, answer));
    const trial = ping();
    const before = performance.now();
    expect(await pings(1)).toEqual(['SOURCE_REFUSED']);
    expect([performance.now() - before, asked.length]).toEqual([0, 7]);
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all([...slow, trial]);
  });

  test.each([-5, 5])('is tried after its pause when the clock of the machine is set by %i hours', async (hours) => {
    const { asked, does, pings } = stand();
    does(fail('SOURCE_REFUSED'));
    await pings(3);
    vi.setSystemTime(Date.now() + hours * 3_600_000);
    await vi.advanceTimersByTimeAsync(9_000);
    await pings(1);
    expect(asked).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1_000);
    await pings(1);
    expect(asked).toHaveLength(4);
  });
});

describe('many questions at once', () => {
  test('are four at the source, fifty that wait, and no more', async () => {
    const { source, asked, does, ping } = stand({ timeoutMs: 10_000 });
    does(delayed(100, answer));
    const all = Array.from({ length: 60 }, () => codeOf(ping()));
    const most = await errorOf(ping());
    expect(most).toMatchObject({
      code: 'SOURCE_RATE_LIMITED',
      detail: expect.stringContaining('we ask no more ourselves'),
    });
    expect(asked).toHaveLength(4);
    const ends = await Promise.all(all);
    expect(ends.filter((end) => end === 'answered')).toHaveLength(54);
    expect(ends.filter((end) => end === 'SOURCE_RATE_LIMITED')).toHaveLength(6);
    expect(source.health.lastError).toBeNull();
  });

  test('end in time while they wait, were not asked, and do not blame the source', async () => {
    const { source, asked, does, ping, lines } = stand();
    does(hang);
    const first = Array.from({ length: 2 }, () => codeOf(ping()));
    const short = Array.from({ length: 2 }, () => codeOf(ping({ deadline: Date.now() + 300 })));
    const error = await errorOf(ping({ deadline: Date.now() + 200 }));
    expect(error).toMatchObject({ code: 'SOURCE_TIMEOUT', detail: expect.stringContaining('was not asked') });
    expect(asked).toHaveLength(4);
    expect(lines).toMatchObject([{ level: 'debug', message: 'source was not asked' }]);
    expect(source.health.lastError).toBeNull();
    await Promise.all([...first, ...short]);
  });

  test('that wait fail at once when the source turns out to be failing', async () => {
    const { asked, does, ping } = stand();
    does(delayed(100, fail('SOURCE_REFUSED')));
    const ends = await Promise.all(Array.from({ length: 30 }, () => codeOf(ping())));
    expect(new Set(ends)).toEqual(new Set(['SOURCE_REFUSED']));
    expect(asked.length).toBeLessThanOrEqual(8);
  });
});

describe('the budget of questions', () => {
  test('is shown, used up by questions and second attempts, and then refuses at once without blaming the source', async () => {
    const { source, asked, does, ping, pings } = stand({ questionsPerMinute: 4 });
    does(fail('SOURCE_FAILED'), answer);
    expect(await pings(1)).toEqual(['answered']);
    expect(source.health.budgetLeft).toBe(2);
    await pings(2);
    const error = await errorOf(ping());
    expect(error).toMatchObject({
      code: 'SOURCE_RATE_LIMITED',
      detail: expect.stringContaining('our own budget of 4'),
    });
    expect(source.health).toMatchObject({ budgetLeft: 0, lastError: null });
    expect(asked).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(source.health.budgetLeft).toBe(4);
  });

  test('lets a failure be itself when there is none left for a second attempt', async () => {
    const { asked, does, ping } = stand({ questionsPerMinute: 1 });
    does(fail('SOURCE_FAILED'));
    expect(await codeOf(ping())).toBe('SOURCE_FAILED');
    expect(asked).toHaveLength(1);
  });

  test('is the source’s own where it counts itself', async () => {
    let left = 7;
    const { source, does, asked, ping, pings } = stand({ questionsPerMinute: 1 }, { budgetLeft: () => left });
    expect(await pings(3)).toEqual(['answered', 'answered', 'answered']);
    expect(source.health.budgetLeft).toBe(7);
    left = 0;
    does(fail('SOURCE_FAILED'));
    await codeOf(ping());
    expect(asked).toHaveLength(4);
  });

  test('rests for as long as the source asks, but never for hours', async () => {
    const { source, asked, does, pings } = stand();
    does(async () => {
      throw new RateLimited('health', 'HTTP 429', 7 * 3_600);
    }, answer);
    await pings(1);
    expect(source.health).toMatchObject({ budgetLeft: 0, lastError: { code: 'SOURCE_RATE_LIMITED' } });
    await vi.advanceTimersByTimeAsync(299_000);
    expect(await pings(1)).toEqual(['SOURCE_RATE_LIMITED']);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await pings(1)).toEqual(['answered']);
  });
});

describe('two questions at once', () => {
  test('the one put later says how the source is, whichever ends last', async () => {
    const { source, does, ping } = stand();
    does(delayed(500, fail('SOURCE_UNREADABLE')), answer);
    const earlier = ping().catch((error: SourceError) => error.code);
    await ping();
    expect(source.health.lastError).toBeNull();
    await vi.advanceTimersByTimeAsync(600);
    expect(await earlier).toBe('SOURCE_UNREADABLE');
    expect(source.health.lastError).toBeNull();
    await ping();
    does(fail('SOURCE_UNREADABLE'));
    await expect(ping()).rejects.toThrow();
    expect(source.health.lastError?.code).toBe('SOURCE_UNREADABLE');
  });
});
