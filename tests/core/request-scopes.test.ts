import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { RequestScopes } from '../../subgraphs/core/request-scopes.js';

/** An answer under way: `send` gives it out, `cut` is its reader going away. */
class Part extends PassThrough {
  async send(): Promise<void> {
    const closed = once(this, 'close');
    this.resume().end('answer');
    await closed;
  }

  async cut(): Promise<void> {
    const closed = once(this, 'close');
    this.destroy();
    await closed;
  }
}

const LONG = 60_000;
interface Scope {
  readonly signal: AbortSignal;
}
const made = (signal: AbortSignal): Scope => ({ signal });

describe('the scope of a request of the gateway', () => {
  test('is shared by all its parts, also by one that comes after the others were answered', async () => {
    const scopes = new RequestScopes<Scope>(LONG);
    const part = new Part();
    const scope = scopes.of('a', part, made);
    expect(scopes.of('a', new Part(), made)).toBe(scope);
    expect(scopes.of('b', new Part(), made)).not.toBe(scope);
    await part.send();
    expect(scopes.of('a', new Part(), made)).toBe(scope);
    expect(scope.signal.aborted).toBe(false);
  });

  test('is over when one part was given up and no other is open', async () => {
    const scopes = new RequestScopes<Scope>(LONG);
    const [one, two] = [new Part(), new Part()];
    const scope = scopes.of('a', one, made);
    scopes.of('a', two, made);
    await one.cut();
    expect(scope.signal.aborted).toBe(false);
    await two.send();
    expect(scope.signal.aborted).toBe(true);
    expect(scopes.of('a', new Part(), made)).not.toBe(scope);
  });

  test('is over after its lifetime, unless somebody still waits', async () => {
    const scopes = new RequestScopes<Scope>(1);
    const [open, answered] = [new Part(), new Part()];
    const waiting = scopes.of('a', open, made);
    const idle = scopes.of('b', answered, made);
    await answered.send();
    if (!idle.signal.aborted) await once(idle.signal, 'abort');
    expect(waiting.signal.aborted).toBe(false);
    await open.send();
    expect(waiting.signal.aborted).toBe(true);
  });

  test('is kept for a hundred requests at most; the oldest goes first', async () => {
    const scopes = new RequestScopes<Scope>(LONG);
    const parts = Array.from({ length: 101 }, () => new Part());
    const kept = parts.map((part, index) => scopes.of(`request ${index}`, part, made));
    expect(scopes.of('request 1', new Part(), made)).toBe(kept[1]);
    await parts[0]?.send();
    expect(kept[0]?.signal.aborted).toBe(true);
    expect(scopes.of('request 0', new Part(), made)).not.toBe(kept[0]);
  });
});
