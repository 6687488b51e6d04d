import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asked } from '../asking.js';
import { send } from '../limits/sending.js';
import { SMALL } from '../small-graph.js';
import { over, QUESTIONS, World } from './world.js';

const world = new World();
let kept: { gateway: Asked; url: string };
let computed: { gateway: Asked; url: string };
beforeAll(async () => {
  // So little room that answers push each other out.
  kept = await over(world, 0.03);
  computed = await over(world, 0);
});
afterAll(() => Promise.all([kept.gateway.close(), computed.gateway.close()]));

const name = fc.constantFrom(...SMALL);
const step = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      ask: fc.constantFrom(...Object.values(QUESTIONS)),
      by: fc.constantFrom('POST', 'GET'),
      accept: fc.constantFrom(...Array(7).fill('application/json'), 'text/csv'),
      unused: fc.constantFrom(...Array(7).fill(0), 1),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('figures', 'status'), name }) },
  { weight: 1, arbitrary: fc.record({ pass: fc.integer({ min: -100, max: 900 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ unknown: fc.constantFrom('people' as const, 'south' as const), is: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ broken: fc.boolean() }) },
);

/** Whatever differs between two requests for the same. */
function sameOf({ status, headers, body }: Awaited<ReturnType<typeof send>>) {
  const type = headers['content-type'];
  return [status, type, body.replaceAll(String(headers['x-request-id']), 'ID')];
}

test('with what is kept, every answer is byte for byte the one that would be computed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40, size: 'max' }), async (steps) => {
      for (const one of steps) {
        if ('what' in one) world.move(one.what, one.name);
        else if ('pass' in one) world.now += one.pass;
        else if ('unknown' in one) one.is ? world.unknown.add(one.unknown) : world.unknown.delete(one.unknown);
        else if ('broken' in one) world.broken = one.broken;
        else {
          const { ask: query, by, accept, unused } = one;
          const asked = { query, variables: { unused } };
          const search = `?${new URLSearchParams({ query, variables: JSON.stringify(asked.variables) })}`;
          const sent =
            by === 'GET'
              ? { method: 'GET', search, headers: { accept, 'apollo-require-preflight': '1' } }
              : { headers: { accept, 'content-type': 'application/json' }, body: JSON.stringify(asked) };
          const answer = await send(kept.url, sent);
          expect(sameOf(answer)).toEqual(sameOf(await send(computed.url, sent)));
        }
      }
    }),
    { numRuns: 40 },
  );
  const found = kept.gateway.log.filter((line) => line.includes('"kept":true')).length;
  expect(found).toBeGreaterThan(100);
});
