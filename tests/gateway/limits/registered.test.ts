import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { smallSchemas } from '../small-graph.js';

const WIDE = `query Wide { ${Array.from({ length: 30 }, (_, n) => `a${n}: item(id: "1") { id }`).join(' ')} }`;

describe('a registered operation', () => {
  let gateway: Asked;
  beforeAll(async () => {
    gateway = await gatewayOver(inProcess(smallSchemas()), { registered: [WIDE], priceLimit: 70 });
  });
  afterAll(() => gateway?.close());

  test('is answered although its shape is beyond the limits', async () => {
    const { data, errors } = await gateway.ask(WIDE);
    expect([Object.keys(data ?? {}).length, errors]).toEqual([30, undefined]);
  });

  test('is refused like any other when it has one field more', async () => {
    const { errors } = await gateway.ask(WIDE.replace('{ a0', '{ b: item(id: "1") { id } a0'));
    expect(errors?.[0]?.extensions?.code).toBe('TOO_MANY_ROOT_FIELDS');
  });

  test('has a price and a size as any other', async () => {
    const dear = `query Wide { ${Array.from({ length: 40 }, (_, n) => `a${n}: item(id: "1") { id }`).join(' ')} }`;
    const registered = await gatewayOver(inProcess(smallSchemas()), { registered: [dear], priceLimit: 70 });
    const { errors } = await registered.ask(dear);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'TOO_EXPENSIVE', asked: 80, allowed: 70 });
    const long = await registered.ask(`${dear} #${'x'.repeat(110_000)}`);
    expect(long.errors?.[0]?.extensions?.code).toBe('BODY_TOO_LARGE');
    await registered.close();
  });
});
