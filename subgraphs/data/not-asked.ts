import type { OwnerName } from '../../schema/subgraphs.js';
import type { GuardedSource } from '../core/guard/contract.js';

/** A source for commands that look at the journal alone: asking it is a mistake of ours. */
export function notAsked(owner: OwnerName): GuardedSource {
  const refuse = () =>
    Promise.reject(new Error(`The source of ${owner} was asked by a command that does not open it.`));
  return {
    health: { asked: false, lastAnswer: null, lastError: null, openSince: null, budgetLeft: 0, moves: 0 },
    figures: refuse,
    submissions: refuse,
    probe: refuse,
    ping: refuse,
    close: async () => {},
  };
}
