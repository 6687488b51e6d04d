import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApolloServer } from '@apollo/server';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { RequestContext } from '../../../gateway/question.js';
import { connect } from '../../../gateway/subgraphs/client.js';
import { FederatedGateway } from '../../../gateway/supergraph.js';
import { collectGarbage } from '../../support/garbage.js';
import { inProcess } from '../asking.js';
import { FIRST, supergraphOf, teaSchemas, WITH_LEAVES } from './tea-house.js';

test('a supergraph that was replaced is given back to memory, with its plans', async () => {
  const clients = new Map(inProcess(teaSchemas()).map((connection) => [connection.name, connect(connection)]));
  const log = pino({ level: 'silent' });
  const options = { clients, deadlineMs: 20_000, priceLimit: 1000, now: () => new Date(), log };
  const gateway = new FederatedGateway({ ...options, supergraphSdl: supergraphOf(FIRST) });
  const apollo = new ApolloServer<RequestContext>({ gateway, logger: log });
  await apollo.start();
  gateway.started();
  const asked = async () => {
    const question: Partial<RequestContext> = {
      requestId: '1',
      receivedAt: Date.now(),
      deadline: null,
      inner: true,
      answer: { price: 0, takesText: false, holdsText: false, unwritten: null },
      log,
    };
    const contextValue = question as RequestContext;
    const { body } = await apollo.executeOperation({ query: '{ teas { name grows } }' }, { contextValue });
    expect(body).toMatchObject({ singleResult: { data: { teas: [{ name: 'lotus' }, { name: 'shan' }] } } });
  };
  const former: WeakRef<object>[] = [];
  for (const texts of [WITH_LEAVES, FIRST]) {
    await asked();
    former.push(new WeakRef(gateway.current), new WeakRef(gateway.current.apiSchema));
    gateway.replaceBy(await gateway.loadBeside(supergraphOf(texts)));
  }
  await asked();
  await nextTurn();
  collectGarbage();
  expect(former.map((one) => one.deref())).toEqual(former.map(() => undefined));
  expect(gateway.current).toBeDefined();
  await apollo.stop();
});
