import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../../gateway/answers/persisted.js';
import type { Asked } from '../asking.js';
import { send } from '../limits/sending.js';
import { over, World } from './world.js';

const SHOP = 'query Shop { shop { name } }';
const NAMED = 'query Named($id: ID!) { item(id: $id) { id } }';
const WRITES = 'mutation { shop { name } }';

describe.each([0.02, 0])('a question by the hash of its text, with %d megabytes of answers kept', (megabytes) => {
  let gateway: Asked;
  let url: string;
  beforeEach(async () => {
    ({ gateway, url } = await over(new World(), megabytes, { registered: [SHOP] }));
  });
  afterEach(() => gateway.close());

  const extensions = (sha256Hash: string, version = 1) => ({ persistedQuery: { version, sha256Hash } });
  const get = (sha256Hash: string, rest: Record<string, string> = {}) =>
    send(url, {
      method: 'GET',
      search: `?${new URLSearchParams({ extensions: JSON.stringify(extensions(sha256Hash)), ...rest })}`,
      headers: { 'apollo-require-preflight': '1' },
    });
  const post = (body: object) =>
    send(url, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  test('is answered where the text is registered, by GET and by POST', async () => {
    const answers = [
      await get(hashOf(SHOP)),
      await get(hashOf(SHOP)),
      await post({ extensions: extensions(hashOf(SHOP)) }),
    ];
    expect(answers.map(({ status, body }) => [status, JSON.parse(body)])).toEqual(
      answers.map(() => [200, { data: { shop: { name: 'shop 0' } } }]),
    );
  });

  test('that nobody knows is told so, as clients expect it, until it comes with its text', async () => {
    const variables = { id: '2' };
    const unknown = await get(hashOf(NAMED), { variables: JSON.stringify(variables) });
    expect([unknown.status, unknown.codes]).toEqual([200, ['PERSISTED_QUERY_NOT_FOUND']]);
    const told = await post({ query: NAMED, variables, extensions: extensions(hashOf(NAMED)) });
    const known = await get(hashOf(NAMED), { variables: JSON.stringify(variables) });
    expect([told, known].map(({ body }) => JSON.parse(body))).toEqual(Array(2).fill({ data: { item: { id: '2' } } }));
  });

  test.each([
    ['a hash of another text', { query: NAMED, extensions: extensions(hashOf(SHOP)) }],
    ['no hash', { query: SHOP, extensions: extensions('abc') }],
    ['another version', { query: SHOP, extensions: extensions(hashOf(SHOP), 2) }],
  ])('is refused with %s', async (_, body) => {
    const { status, codes } = await post(body);
    expect([status, codes]).toEqual([400, ['PERSISTED_QUERY_UNFIT']]);
  });

  test('has the limits of its text: what is refused is not known by its hash afterwards', async () => {
    const deep = `{ items ${'{ like '.repeat(30)} { id } ${'}'.repeat(30)} }`;
    const refused = await post({ query: deep, extensions: extensions(hashOf(deep)) });
    expect([refused.codes, (await get(hashOf(deep))).codes]).toEqual([['TOO_DEEP'], ['PERSISTED_QUERY_NOT_FOUND']]);
  });

  test('only reads where it is asked by GET', async () => {
    const { codes } = await post({ query: WRITES, extensions: extensions(hashOf(WRITES)) });
    expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect((await get(hashOf(WRITES))).codes).toEqual(['GET_READS_ONLY']);
  });

  test('has to be sent by something that asks first, as any other', async () => {
    const search = `?${new URLSearchParams({ extensions: JSON.stringify(extensions(hashOf(SHOP))) })}`;
    expect((await send(url, { method: 'GET', search })).codes).toEqual(['CROSS_SITE']);
  });
});
