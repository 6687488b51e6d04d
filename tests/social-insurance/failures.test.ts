import { describe, expect, it } from 'vitest';
import { SourceError } from '../../subgraphs/core/errors.js';
import { systemClock } from '../../subgraphs/social-insurance/clock.js';
import { type Passing, type Reply, withBody } from './front.js';
import { figuresFor, MAIN, ONE, type Stage, stage, WIDE } from './stage.js';

const SEARCH = 'POST /v1/statistics/search';
const TOKEN = 'POST /oauth/token';
const JSON_TYPE = { 'content-type': 'application/json' };

/** The error of a question. */
async function failure({ source, call }: Stage, blocks = MAIN): Promise<SourceError> {
  const error = await source.figures(blocks, call).then(
    () => new Error('the question was answered'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw error;
  return error;
}

/** Spoils one page of the search, the others pass. */
function onPage(page: number, change: (reply: Reply) => Reply | null) {
  return (passing: Passing) =>
    passing.route === SEARCH && passing.page === page ? change(passing.reply) : passing.reply;
}

const changed = (change: (body: Record<string, unknown>) => object) => (reply: Reply) => withBody(reply, change);
const items = (body: Record<string, unknown>) => body.items as Record<string, unknown>[];

describe('a source that answers wrongly', () => {
  it.each([
    [
      'the total changes while paging',
      onPage(
        2,
        changed((body) => ({ ...body, total: 121 })),
      ),
    ],
    [
      'a page is short',
      onPage(
        2,
        changed((body) => ({ ...body, items: items(body).slice(1) })),
      ),
    ],
    [
      'the first page is short',
      onPage(
        1,
        changed((body) => ({ ...body, items: items(body).slice(1) })),
      ),
    ],
    [
      'a cell comes twice on a page',
      onPage(
        1,
        changed((body) => ({ ...body, items: [...items(body).slice(1), items(body).at(-1)] })),
      ),
    ],
    [
      'the second page is the first again',
      onPage(
        2,
        changed((body) => ({ ...body, page: 1 })),
      ),
    ],
    [
      'pages have another size',
      onPage(
        1,
        changed((body) => ({ ...body, size: 50 })),
      ),
    ],
    [
      'there are more rows than cells',
      onPage(
        1,
        changed((body) => ({ ...body, total: 1_000_000 })),
      ),
    ],
    [
      'a cell was not asked for',
      onPage(
        2,
        changed((body) => ({ ...body, items: items(body).map((i) => ({ ...i, area: 'HN-001' })) })),
      ),
    ],
    [
      'a number is a text',
      onPage(
        1,
        changed((body) => ({ ...body, items: items(body).map((i) => ({ ...i, numerator: '5' })) })),
      ),
    ],
    [
      'a number is not there at all',
      onPage(
        1,
        changed((body) => ({ ...body, items: items(body).map(({ rate, ...i }) => i) })),
      ),
    ],
    [
      'the day is none',
      onPage(
        1,
        changed((body) => ({ ...body, items: items(body).map((i) => ({ ...i, updatedAt: '5/7' })) })),
      ),
    ],
    ['the body is a list', onPage(1, (reply) => ({ ...reply, body: '[]' }))],
    ['the body is rubbish', onPage(1, (reply) => ({ ...reply, body: '\u0000rubbish' }))],
    [
      'the body is a web page',
      onPage(1, (reply) => ({ ...reply, headers: { 'content-type': 'text/html' }, body: '<p>hi' })),
    ],
  ])('is unreadable when %s', async (_, spoil) => {
    expect((await failure(await stage({ spoil }))).code).toBe('SOURCE_UNREADABLE');
  });

  it('is unreadable when a cell comes on two pages', async () => {
    let first: object | undefined;
    const spoil = ({ route, page, reply }: Passing): Reply => {
      if (route !== SEARCH) return reply;
      return withBody(reply, (body) => {
        if (page === 1) first = items(body)[0];
        return page === 1 ? body : { ...body, items: [first, ...items(body).slice(1)] };
      });
    };
    const error = await failure(await stage({ spoil }));
    expect([error.code, error.detail]).toEqual(['SOURCE_UNREADABLE', 'a cell came twice']);
  });

  it('has nothing of what it said in the message', async () => {
    const spoil = onPage(1, (reply) => ({ ...reply, status: 500, body: '{"title":"upstream text"}' }));
    const error = await failure(await stage({ spoil }));
    expect(error.code).toBe('SOURCE_FAILED');
    expect(JSON.stringify([error.message, error.detail, error.cause])).not.toContain('upstream text');
  });

  it('has refused a question that it does not understand', async () => {
    const at = await stage({ spoil: onPage(1, (reply) => ({ ...reply, status: 422 })) });
    expect((await failure(at)).code).toBe('SOURCE_REFUSED');
  });

  it('is unreachable when nobody listens', async () => {
    const at = await stage();
    await at.sandbox.close();
    expect((await failure(at)).code).toBe('SOURCE_UNREACHABLE');
  });
});

describe('a source that does not answer', () => {
  it.each([
    ['the token', TOKEN],
    ['the page', SEARCH],
  ])('times out when the call ends while it waits for %s', async (_, route) => {
    const at = await stage({
      spoil: (passing, end) => {
        if (passing.route !== route) return passing.reply;
        setImmediate(() => end.abort());
        return null;
      },
    });
    expect((await failure(at)).code).toBe('SOURCE_TIMEOUT');
    expect(at.front?.left).toHaveLength(1);
    await Promise.all(at.front?.left ?? []);
  });

  it('is asked for no further page once the call has ended, and the pages under way are ended', async () => {
    let hanging = 0;
    const at = await stage({
      figures: figuresFor(WIDE),
      spoil: ({ route, page, reply }, end) => {
        if (route !== SEARCH || page === 1) return reply;
        hanging += 1;
        if (hanging === 4) setImmediate(() => end.abort());
        return null;
      },
    });
    expect((await failure(at, WIDE)).code).toBe('SOURCE_TIMEOUT');
    await Promise.all(at.front?.left ?? []);
    expect(at.sandbox.asked).toHaveLength(1 + 1 + 4);
  });

  it('is asked for no further page once one has failed', async () => {
    let hanging = 0;
    let fail = (): void => {};
    const three = new Promise<void>((resolve) => {
      fail = resolve;
    });
    const at = await stage({
      figures: figuresFor(WIDE),
      spoil: async ({ route, page, reply }) => {
        if (route !== SEARCH || page === 1) return reply;
        if (page === 5) {
          await three;
          return { ...reply, status: 500 };
        }
        hanging += 1;
        if (hanging === 3) fail();
        return null;
      },
    });
    expect((await failure(at, WIDE)).code).toBe('SOURCE_FAILED');
    await Promise.all(at.front?.left ?? []);
    expect(at.sandbox.asked).toHaveLength(1 + 1 + 4);
  });
});

describe('a token', () => {
  it('that expires while paging is renewed once, and only the pages it failed are repeated', async () => {
    const at = await stage({ figures: figuresFor(WIDE), tokenUses: 15 });
    expect(await at.source.figures(WIDE, at.call)).toHaveLength(2232);
    const { asked } = at.sandbox;
    expect(asked.filter((line) => line === TOKEN)).toHaveLength(2);
    expect(new Set(asked).size).toBe(24);
    // Up to four pages are under way when it expires.
    expect(asked.length - 25).toBeGreaterThanOrEqual(1);
    expect(asked.length - 25).toBeLessThanOrEqual(4);
  });

  it('is renewed before it expires by the clock, without a refused page', async () => {
    const at = await stage({ tokenSeconds: 300 });
    await at.source.figures(ONE, at.call);
    at.clock.time += 271_000;
    await at.source.figures(ONE, at.call);
    expect(at.sandbox.asked).toEqual([TOKEN, `${SEARCH} page 1`, TOKEN, `${SEARCH} page 1`]);
  });

  it('that is refused right after it was issued ends the question, without asking on', async () => {
    const at = await stage({ tokenUses: 0 });
    expect((await failure(at)).code).toBe('SOURCE_UNAUTHORIZED');
    expect(at.sandbox.asked).toEqual([TOKEN, `${SEARCH} page 1`, TOKEN, `${SEARCH} page 1`]);
  });

  it('is not given for a wrong secret, which is in no message and no log', async () => {
    const secret = 'wrong:secret&ä';
    const at = await stage({ variables: { SOCIAL_INSURANCE_CLIENT_SECRET: secret } });
    const error = await failure(at);
    expect(error.code).toBe('SOURCE_UNAUTHORIZED');
    const said = JSON.stringify([error.message, error.detail, error.cause, error.stack, at.log.lines]);
    for (const form of [secret, encodeURIComponent(secret), 'd3Jvbmc', 'Basic']) expect(said).not.toContain(form);
  });

  it('is given for an id and a secret with any characters', async () => {
    const client = { clientId: 'đồ thị:1', clientSecret: 'a:b&c=d%20+ü' };
    const at = await stage(client);
    expect(await at.source.figures(ONE, at.call)).toHaveLength(1);
  });
});

describe('the budget of the platform', () => {
  const refusal = (retryAfter: string | null): Reply => ({
    status: 429,
    headers: { ...JSON_TYPE, ...(retryAfter === null ? {} : { 'retry-after': retryAfter }) },
    body: '{}',
  });
  const once = (reply: Reply) => (passing: Passing) =>
    passing.route === SEARCH && passing.page === 2 && passing.time === 1 ? reply : passing.reply;

  it('is waited for when it asks for a second', async () => {
    const at = await stage({ spoil: once(refusal('1')) });
    expect(await at.source.figures(MAIN, at.call)).toHaveLength(120);
    expect(at.clock.waits).toEqual([1000]);
  });

  it.each([['30'], [null]])('ends the question when it asks for a long pause or does not say (%s)', async (seconds) => {
    const at = await stage({ spoil: once(refusal(seconds)) });
    expect((await failure(at)).code).toBe('SOURCE_RATE_LIMITED');
    expect(at.clock.waits).toEqual([]);
  });

  it('is left in peace for as long as it asked', async () => {
    const at = await stage({ spoil: once(refusal('30')) });
    await failure(at);
    const before = at.sandbox.asked.length;
    expect((await failure(at)).code).toBe('SOURCE_RATE_LIMITED');
    expect(at.sandbox.asked).toHaveLength(before);
    at.clock.time += 30_000;
    expect(await at.source.figures(MAIN, at.call)).toHaveLength(120);
  });

  it('is not asked for ever when it refuses each time', async () => {
    const at = await stage({ spoil: onPage(1, () => refusal('1')) });
    expect((await failure(at)).code).toBe('SOURCE_RATE_LIMITED');
    expect(at.sandbox.asked).toHaveLength(1 + 3);
  });

  it('is really refused by the platform when somebody else has spent it', async () => {
    const at = await stage({ figures: figuresFor(WIDE), budget: 10 });
    expect((await failure(at, WIDE)).code).toBe('SOURCE_RATE_LIMITED');
    at.clock.time += 60_000;
    expect(
      await at.source.figures(
        ONE.map((b) => ({ ...b, indicators: ['HEALTH_INSURANCE'] })),
        at.call,
      ),
    ).toEqual([]);
  });

  it('is never overdrawn by our own count: the question ends before the platform has to refuse', async () => {
    const at = await stage({ figures: figuresFor(WIDE), variables: { SOCIAL_INSURANCE_BUDGET: '10' }, budget: 10 });
    const error = await failure(at, WIDE);
    expect(error.code).toBe('SOURCE_RATE_LIMITED');
    expect(error.detail).toMatch(/^our own budget of 10 requests .* may go in 61 s$/);
    expect(at.sandbox.asked.length).toBeLessThanOrEqual(10);
  });

  it('is left when the call ends during the wait', async () => {
    const at = await stage({ spoil: once(refusal('1')), sourceClock: { ...systemClock, wait: endingWait } });
    const ending = failure(at);
    waiting.then(() => at.end.abort());
    expect((await ending).code).toBe('SOURCE_TIMEOUT');
  });
});

let begun = (): void => {};
const waiting = new Promise<void>((resolve) => {
  begun = resolve;
});

/** A wait that lasts until it is ended. */
function endingWait(_: number, signal: AbortSignal): Promise<void> {
  begun();
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
