import { describe, expect, test } from 'vitest';
import type { Moment, Moments } from '../../subgraphs/core/definitions.js';
import { DefinitionsInUse } from '../../subgraphs/core/definitions-in-use.js';
import { renewedResolvers } from '../../subgraphs/core/renewed-resolvers.js';

const momentsNamed = (name: string) => ({ of: () => ({ today: name }) as Moment }) as Moments;
const nameOf = (moments: Moments) => moments.of(null).today;

function inUse(): DefinitionsInUse {
  const made = new DefinitionsInUse();
  takeAll(made, 'old');
  return made;
}
function takeAll(definitions: DefinitionsInUse, name: string): void {
  definitions.take('programme', momentsNamed(name));
  definitions.take('health', momentsNamed(name));
}
const request = (requestId: string) => {
  const over = new AbortController();
  return { requestId, signal: over.signal, end: () => over.abort() };
};

describe('definitions that are replaced', () => {
  test('stay those of all owners for a request that began before, though an owner is asked after', () => {
    const definitions = inUse();
    const one = request('one');
    expect(nameOf(definitions.of('programme', one))).toBe('old');
    takeAll(definitions, 'new');
    expect(nameOf(definitions.of('health', one))).toBe('old');
    expect(nameOf(definitions.of('health', request('two')))).toBe('new');
    expect(nameOf(definitions.current('health'))).toBe('new');
  });

  test('stay so for what is asked of the graph within that request, which has another signal', () => {
    const definitions = inUse();
    definitions.begin(request('one'));
    takeAll(definitions, 'new');
    const within = request('one');
    expect(nameOf(definitions.of('health', within))).toBe('old');
    within.end();
    expect(nameOf(definitions.of('programme', request('one')))).toBe('old');
  });

  test('are forgotten with the request', () => {
    const definitions = inUse();
    const one = request('one');
    definitions.begin(one);
    takeAll(definitions, 'new');
    one.end();
    expect(nameOf(definitions.of('health', one))).toBe('new');
  });

  test('are followed by what belongs to no request', () => {
    const definitions = inUse();
    const following = definitions.following('health');
    takeAll(definitions, 'new');
    expect(nameOf(following)).toBe('new');
  });

  test('answer fields and references by resolvers of their own', () => {
    const [old, next] = [momentsNamed('old'), momentsNamed('new')];
    let made = 0;
    const { resolvers, ready } = renewedResolvers(old, (moments) => {
      made += 1;
      return {
        Paper: {
          title: (paper: string, _: unknown, __: unknown) => `${paper} of ${nameOf(moments)}`,
          __resolveReference: (paper: string) => `${paper} known ${nameOf(moments)}`,
        },
      };
    });
    const { title, __resolveReference } = resolvers.Paper as Record<string, (...parts: unknown[]) => string>;
    ready(next);
    expect(title?.('report', {}, { moments: old })).toBe('report of old');
    expect(title?.('report', {}, { moments: next })).toBe('report of new');
    expect(__resolveReference?.('report', { moments: next })).toBe('report known new');
    expect(made).toBe(2);
    expect(() => title?.('report', {}, {})).toThrow('without the definitions of its request');
  });
});
