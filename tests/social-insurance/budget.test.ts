import { expect, it } from 'vitest';
import { Budget } from '../../subgraphs/core/guard/budget.js';
import { type HttpClient, RateLimited } from '../../subgraphs/core/sources/http.js';
import { budgeted, OWNER } from '../../subgraphs/social-insurance/budget.js';
import { figuresFor, ONE, StoppedClock, stage, WIDE } from './stage.js';

const request = { signal: new AbortController().signal };

/** A service that refuses so many requests with a pause of a second, and takes the others. */
function service(refusals = 0) {
  const clock = new StoppedClock();
  const sent: number[] = [];
  const answer = async () => {
    sent.push(clock.time);
    if (sent.length <= refusals) throw new RateLimited(OWNER, 'HTTP 429', 1);
    return { status: 200, body: null };
  };
  const http: HttpClient = { get: answer, postForm: answer, postJson: answer, close: () => undefined };
  return { clock, sent, within: (perMinute: number) => budgeted(http, new Budget(OWNER, perMinute, clock.now), clock) };
}

it('waits for the budget when the wait is short', async () => {
  const { clock, within } = service();
  const http = within(1);
  await http.get('/', request);
  clock.time += 60_000;
  await http.postJson('/', {}, request);
  expect(clock.waits).toEqual([1000]);
});

it('ends the question when the wait is long', async () => {
  const { clock, within, sent } = service();
  const http = within(1);
  await http.get('/', request);
  clock.time += 59_000;
  await expect(http.postForm('/', {}, request)).rejects.toMatchObject({ code: 'SOURCE_RATE_LIMITED' });
  expect(sent).toHaveLength(1);
});

it('takes every repetition from the budget', async () => {
  const { within, sent } = service(3);
  await expect(within(2).get('/', request)).rejects.toMatchObject({ code: 'SOURCE_RATE_LIMITED' });
  expect(sent).toHaveLength(2);
});

it('is shown by the source: what may be sent now, tokens among it, and nothing during a pause', async () => {
  const at = await stage({ figures: figuresFor(WIDE), variables: { SOCIAL_INSURANCE_BUDGET: '30' }, budget: 24 });
  expect(at.source.budgetLeft?.()).toBe(30);
  await at.source.figures(ONE, at.call);
  expect(at.source.budgetLeft?.()).toBe(28);
  await expect(at.source.figures(WIDE, at.call)).rejects.toMatchObject({ code: 'SOURCE_RATE_LIMITED' });
  expect(at.source.budgetLeft?.()).toBe(0);
  at.clock.time += 61_000;
  expect(at.source.budgetLeft?.()).toBe(30);
});
