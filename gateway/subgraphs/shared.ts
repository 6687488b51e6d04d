import { UnreadValue } from '../../schema/unread-value.js';
import type { Wave } from '../../schema/wave.js';

/**
 * Questions of one wave often hand over the same: a programme with its indicators, and each of these once more. Objects that
 * are the same (not just equal) and hold others are written once.
 */
export function shared(asked: unknown): Wave {
  const writing = new Writing();
  return { asked: writing.once(asked, null), again: writing.again };
}

/** A step of a path, with those before it. */
interface Step {
  readonly up: Step | null;
  readonly key: string;
}

class Writing {
  readonly #first = new Map<object, Step | null>();
  readonly again: [first: string[], again: string[]][] = [];

  /** The value without what stands elsewhere already. */
  once(value: unknown, at: Step | null): unknown {
    if (!holdsObjects(value)) return value;
    const first = this.#first.get(value);
    if (first !== undefined) {
      this.again.push([pathOf(first), pathOf(at)]);
      return null;
    }
    this.#first.set(value, at);
    return Array.isArray(value) ? this.#items(value, at) : this.#fields(value as Readonly<Record<string, unknown>>, at);
  }

  #items(list: readonly unknown[], at: Step | null): readonly unknown[] {
    let copy: unknown[] | null = null;
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (!holdsObjects(item)) continue;
      const written = this.once(item, { up: at, key: String(i) });
      if (written === item) continue;
      copy ??= [...list];
      copy[i] = written;
    }
    return copy ?? list;
  }

  #fields(value: Readonly<Record<string, unknown>>, at: Step | null): unknown {
    let copy: Record<string, unknown> | null = null;
    for (const key in value) {
      const inner = value[key];
      // Assigned to, the key `__proto__` would change the copy's prototype.
      if (key === '__proto__' || !holdsObjects(inner)) continue;
      const written = this.once(inner, { up: at, key });
      if (written === inner) continue;
      copy ??= { ...value };
      copy[key] = written;
    }
    return copy ?? value;
  }
}

/** What holds none is hardly longer than the path to it. */
function holdsObjects(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof UnreadValue) return false;
  if (Array.isArray(value)) return value.some(isObject);
  for (const key in value) if (isObject((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function pathOf(last: Step | null): string[] {
  const path: string[] = [];
  for (let at = last; at; at = at.up) path.push(at.key);
  return path.reverse();
}
