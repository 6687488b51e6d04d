import { describe, expect, test } from 'vitest';
import type { Call, DepartmentSource } from '../../subgraphs/core/department.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { trackSource } from '../../subgraphs/core/tracked-source.js';

const log = makeLogger('silent');
const call = (more: Partial<Call> = {}): Call => ({
  requestId: 'test',
  signal: new AbortController().signal,
  log,
  ...more,
});

/** A source that never answers and heeds no signal. */
const silent: DepartmentSource = {
  figures: () => new Promise(() => undefined),
  submissions: () => new Promise(() => undefined),
  probe: () => new Promise(() => undefined),
  ping: () => new Promise(() => undefined),
  close: async () => undefined,
};

describe('a source that never answers', () => {
  test('is given up before its caller leaves, so that the caller is told which system it was', async () => {
    const source = trackSource(silent, 'health', 60_000);
    const deadline = Date.now() + 400;
    await expect(source.figures([], call({ deadline }))).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    expect(Date.now()).toBeLessThan(deadline);
    expect(source.health.last?.error?.code).toBe('SOURCE_TIMEOUT');
  });

  test('is given up after its own deadline where the caller names none', async () => {
    await expect(trackSource(silent, 'health', 50).ping(call())).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
  });

  test('is not blamed when the caller has left', async () => {
    const source = trackSource(silent, 'health', 60_000);
    const leaving = new AbortController();
    const asked = source.ping(call({ signal: leaving.signal }));
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    expect(source.health.last).toBeNull();
  });
});
