import { describe, expect, test } from 'vitest';
import type { Call, DepartmentSource } from '../../subgraphs/core/department.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { ReplaceableSource } from '../../subgraphs/core/replaceable-source.js';

const call: Call = { signal: new AbortController().signal, requestId: '1', log: makeLogger('silent') };

/** A source that answers each question when it is told to, and writes down what happens. */
function scripted(name: string, happened: string[], budget?: number) {
  const waiting: (() => void)[] = [];
  const source: DepartmentSource = {
    figures: async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      happened.push(`${name} answered`);
      return [];
    },
    submissions: async () => [],
    probe: async () => ({ system: name, mapped: [], missing: [], refused: [] }),
    ping: async () => {
      happened.push(`${name} pinged`);
    },
    close: async () => {
      happened.push(`${name} closed`);
    },
    ...(budget === undefined ? {} : { budgetLeft: () => budget }),
  };
  return { source, answer: () => waiting.splice(0).forEach((resolve) => void resolve()) };
}

describe('a source that is replaced', () => {
  test('is closed after its last question, while the next one answers', async () => {
    const happened: string[] = [];
    const [old, next] = [scripted('old', happened), scripted('next', happened)];
    const source = new ReplaceableSource(old.source);
    const asked = [source.figures([], call), source.figures([], call)];
    const closed = source.replaceBy(next.source);
    await source.ping(call);
    expect((await source.probe(call)).system).toBe('next');
    old.answer();
    await Promise.all([...asked, closed]);
    expect(happened).toEqual(['next pinged', 'old answered', 'old answered', 'old closed']);
    await source.close();
    expect(happened.at(-1)).toBe('next closed');
  });

  test('is closed at once when it is asked nothing', async () => {
    const happened: string[] = [];
    const source = new ReplaceableSource(scripted('old', happened).source);
    await source.replaceBy(scripted('next', happened).source);
    expect(happened).toEqual(['old closed']);
  });

  test('counts its questions itself if and only if the system does', () => {
    expect(new ReplaceableSource(scripted('one', []).source).budgetLeft).toBeUndefined();
    const counted = new ReplaceableSource(scripted('one', [], 5).source);
    void counted.replaceBy(scripted('next', [], 7).source);
    expect(counted.budgetLeft?.()).toBe(7);
  });
});
