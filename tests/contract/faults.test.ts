import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import { SourceError } from '../../subgraphs/core/errors.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { period } from '../../subgraphs/core/period.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';
import { SPOILABLE, type Spoilable } from './spoilt.js';

const log = makeLogger('silent');

/** What every department has to do alike when its system is spoilt; each is spoilt by its own means, see spoilt.ts. */
describe.each(DEPARTMENTS_AT_WORK.map((d) => d.owner))('the system of %s', (owner) => {
  let system: Spoilable;

  beforeAll(async () => {
    system = await SPOILABLE[owner]();
  });
  afterAll(() => system?.close());

  /** The two figures, by period. */
  async function figures() {
    const { source, indicator, blanked, kept } = system;
    const block = { indicators: [indicator], areas: [CITY], periods: [period(blanked), period(kept)] };
    const call = { requestId: randomUUID(), signal: AbortSignal.timeout(20_000), log };
    const found = await source.figures([block], call);
    return new Map(found.map((figure) => [figure.period, figure]));
  }

  async function failure(): Promise<string> {
    const error: unknown = await figures().catch((cause: unknown) => cause);
    if (!(error instanceof SourceError)) throw new Error('the question did not fail as it should', { cause: error });
    expect(error.owner).toBe(owner);
    return error.code;
  }

  // In this order: each test spoils the system a little more.
  test('with a blank cell: the figure is missing and never 0, and the one beside it stays', async () => {
    const whole = await figures();
    expect(whole.get(system.blanked)?.value).toBeGreaterThan(0);
    await system.blank();
    const spoilt = await figures();
    expect(spoilt.get(system.blanked)).toMatchObject({ value: null, status: 'O', reason: 'BLANK_AT_SOURCE' });
    expect(spoilt.get(system.kept)?.value).toBe(whole.get(system.kept)?.value);
  });

  test('that refuses: the code says how', async () => {
    // The standing agency's files have nobody who refuses.
    expect(system.refusals.length > 0).toBe(owner !== 'programme');
    for (const { code, refuse } of system.refusals) {
      await refuse();
      expect(await failure()).toBe(code);
    }
  });

  test('that holds or answers rubbish is unreadable', async () => {
    await system.rubbish();
    expect(await failure()).toBe('SOURCE_UNREADABLE');
  });
});
