/**
 * What is known of objects that live no longer than a question, noted in the objects themselves. A WeakMap would do as well, but when V8
 * collects what is young it takes the values of one for needed, and all that belonged to a question would grow old with it.
 */
export class Notes<K extends object, V> {
  readonly #key = Symbol('note');

  of(object: K): V | undefined {
    return Object.hasOwn(object, this.#key) ? (object as { readonly [key: symbol]: V })[this.#key] : undefined;
  }

  /** Not seen by who lists or copies the object; nothing is noted where it is sealed. */
  note(object: K, value: V): V {
    Reflect.defineProperty(object, this.#key, { value, configurable: true });
    return value;
  }
}
