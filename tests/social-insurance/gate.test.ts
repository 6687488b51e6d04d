import { expect, it } from 'vitest';
import { Gate } from '../../subgraphs/social-insurance/sandbox/gate.js';
import { StoppedClock } from './stage.js';

it('the gate forgets tokens that have expired, and no others', () => {
  const clock = new StoppedClock();
  const options = {
    clientId: 'a',
    clientSecret: 'b',
    budget: 600,
    tokenSeconds: 300,
    tokenUses: Infinity,
    now: clock.now,
  };
  const gate = new Gate(options);
  const issue = () => gate.issue(`Basic ${btoa('a:b')}`, new URLSearchParams({ grant_type: 'client_credentials' }));
  issue();
  issue();
  expect(gate.tokens).toBe(2);
  clock.time += 300_000;
  issue();
  expect(gate.tokens).toBe(1);
});
