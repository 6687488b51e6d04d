import { ApolloServer } from '@apollo/server';
import { parse } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SubgraphClient } from '../../../gateway/subgraphs/client.js';
import { FederatedGateway } from '../../../gateway/supergraph.js';
import { Documents } from '../../../gateway/warming/documents.js';
import { warm } from '../../../gateway/warming/warming.js';
import { FIRST, supergraphOf } from '../reload/tea-house.js';

const log = pino({ level: 'silent' });
const TEXT = 'query Teas($all: Boolean! = true) { teas { name grows @include(if: $all) } }';

describe('an operation that is warm', () => {
  const documents = new Documents();
  const ask = vi.fn<SubgraphClient['ask']>(async () => ({ data: { teas: [] }, errors: [] }));
  const clientOf = (name: string): SubgraphClient => {
    return { name, ask, isTrusted: false, passesText: false, version: () => null, close: () => undefined };
  };
  const clients = new Map(['house', 'guide'].map((name) => [name, clientOf(name)]));
  const options = { clients, deadlineMs: 20_000, priceLimit: 1000, now: () => new Date(), log };
  const gateway = new FederatedGateway({ ...options, supergraphSdl: supergraphOf(FIRST) });
  const apollo = new ApolloServer({ gateway, logger: log, documentStore: documents });
  beforeAll(async () => {
    await apollo.start();
    gateway.started();
  });
  afterAll(() => apollo.stop());

  test('is neither parsed nor planned when it is asked, and no subgraph was asked to make it so', async () => {
    expect(await warm(gateway.current, documents, [TEXT])).toEqual([]);
    expect(ask).not.toHaveBeenCalled();
    const document = documents.known(gateway.current.apiSchema, TEXT);
    if (!document) throw new Error('It is not kept.');
    const prepared = gateway.current.prepare(document, null);
    const kept = vi.spyOn(documents, 'set');
    const answer = { takesText: false, holdsText: false };
    const question = { requestId: '1', receivedAt: Date.now(), deadline: null, inner: true, left: null, answer, log };
    const { body } = await apollo.executeOperation({ query: TEXT }, { contextValue: question });
    expect(body).toMatchObject({ singleResult: { data: { teas: [] } } });
    expect(kept).not.toHaveBeenCalled();
    expect(gateway.current.prepare(document, 'Teas')).toBe(prepared);
  });

  test('leaves others a turn between its steps', async () => {
    let turns = 0;
    const other = setInterval(() => {
      turns += 1;
    }, 0);
    await warm(gateway.current, documents, ['{ teas { id } }', '{ teas { price } }', '{ teas { name } }']);
    clearInterval(other);
    expect(turns).toBeGreaterThan(1);
  });

  test('is not made of a text that is no GraphQL or asks for what there is not; the others are made all the same', async () => {
    const cold = await warm(gateway.current, documents, [
      '{ teas {',
      '{ shops }',
      'mutation { teas }',
      '{ teas { __typename } }',
    ]);
    expect(cold.map(({ text }) => text)).toEqual(['{ teas {', '{ shops }', 'mutation { teas }']);
    expect(cold.map(({ faults }) => faults[0])).toEqual([
      expect.stringContaining('Syntax Error'),
      expect.stringContaining('shops'),
      expect.any(String),
    ]);
    expect(documents.known(gateway.current.apiSchema, '{ teas { __typename } }')).toBeDefined();
  });

  test('may leave it to its variables what is included', async () => {
    const text = 'query ($all: Boolean!) { teas { name grows @include(if: $all) } }';
    expect(await warm(gateway.current, documents, [text])).toEqual([]);
    expect(documents.known(gateway.current.apiSchema, text)).toBeDefined();
  });

  test('ends early when the program does', async () => {
    const ended = AbortSignal.abort();
    await warm(gateway.current, documents, ['{ teas { id name } }'], ended);
    expect(documents.known(gateway.current.apiSchema, '{ teas { id name } }')).toBeUndefined();
  });

  test('goes with the schema that it was made for', async () => {
    const other = await gateway.loadBeside(
      supergraphOf({ ...FIRST, guide: 'type Tea @key(fields: "id") { id: ID! }' }),
    );
    documents.add(other.apiSchema, '{ teas { id } }', parse('{ teas { id } }'));
    documents.keepOnly(gateway.current.apiSchema);
    expect(documents.known(other.apiSchema, '{ teas { id } }')).toBeUndefined();
    expect(documents.known(gateway.current.apiSchema, TEXT)).toBeDefined();
  });
});
