import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { QueryPlanner } from '@apollo/query-planner';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { isErrorCode } from '../../../schema/errors.js';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { ATTACKS } from './attacks.js';
import { send, sendQuestion } from './sending.js';

const GOOD = '{ departments { code } }';
/** Bytes that the heap may grow by while all attacks are sent again and again. */
const FLAT = 16 * 1024 * 1024;
const ROUNDS = 5;

setFlagsFromString('--expose-gc');
const tidy = runInNewContext('gc') as () => void;

describe('an attack on the running graph', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await testGraph();
    await graph.answer(GOOD);
  });
  afterAll(() => graph?.close());
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** What the departments' systems were asked so far. */
  const asked = () => graph.owners.map((owner) => owner.asked.length);

  test.each(ATTACKS)('$title is refused with $code before it is planned or anybody is asked', async (attack) => {
    const { sent, status, code } = attack;
    const plans = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
    const before = asked();
    const received = await send(graph.url, sent);
    expect([received.status, received.codes]).toEqual([status, [code]]);
    expect(isErrorCode(code)).toBe(true);
    expect(plans).not.toHaveBeenCalled();
    expect(asked()).toEqual(before);
    expect(received.body).not.toMatch(/node_modules|\.ts:|stack/);
    expect(received.headers['x-request-id']).toBeDefined();
  });

  test.each(ATTACKS)('a good question beside $title is answered', async ({ sent }) => {
    const [, good] = await Promise.all([send(graph.url, sent), sendQuestion(graph.url, GOOD)]);
    expect([good.status, good.codes, JSON.parse(good.body).data.departments.length]).toEqual([200, [], 5]);
  });

  test('sent again and again, all of them leave nothing behind in memory', async () => {
    const all = () => Promise.all(ATTACKS.map(({ sent }) => send(graph.url, sent)));
    await all();
    tidy();
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < ROUNDS; round++) await all();
    tidy();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(FLAT);
  });
});
