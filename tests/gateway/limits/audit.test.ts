import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { smallSchemas } from '../small-graph.js';

const names = serverAudits({ url: 'http://127.0.0.1/graphql' }).map(({ name }) => name);

describe('GraphQL over HTTP', () => {
  let gateway: Asked;
  let url = '';
  beforeAll(async () => {
    // Some audits ask about the schema.
    gateway = await gatewayOver(inProcess(smallSchemas()), { introspection: true });
    url = `${await gateway.listen()}/graphql`;
  });
  afterAll(() => gateway?.close());

  // MAY audits are about what a server is free to do.
  test.each(names.filter((name) => !name.startsWith('MAY')))('%s', async (name) => {
    const audit = serverAudits({ url, fetchFn: fetch }).find((one) => one.name === name);
    const result = await audit?.fn();
    expect(result?.status === 'ok' ? 'ok' : (result as { reason?: string })?.reason).toBe('ok');
  });
});
