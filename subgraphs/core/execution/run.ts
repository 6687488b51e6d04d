import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLError,
  type GraphQLLeafType,
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
} from 'graphql';
import type { Stage, Turns } from '../turns.js';
import type { AskedField, Complete, Form } from './form.js';
import { Info } from './info.js';
import { type Place, pathTo } from './place.js';

/** Thrown where null may not stand: the failure is listed already, and the next place above that may be null becomes it. */
const NULLED = Symbol('nulled');

export interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

/** What an execution is a part of: turns are dealt by it. */
export interface Question {
  /** Aborted when nobody waits for its answer any more. */
  readonly signal?: AbortSignal;
}

/** One execution of a form: what its compiled functions call where something is out of the ordinary. */
export class Run {
  readonly #errors: GraphQLError[] = [];
  #arguments: Record<string, unknown>[] = [];
  #data: Record<string, unknown> | null = null;
  #pending = 0;
  #done: (() => void) | null = null;
  #broken: ((error: unknown) => void) | null = null;

  constructor(
    private readonly form: Form,
    readonly context: object,
    private variables: Record<string, unknown>,
    private readonly turns: Turns,
    private readonly question: Question,
    private readonly signal = question.signal,
  ) {}

  execute(): Answer | Promise<Answer> {
    try {
      this.#data = this.form.root(this, ROOT, null, '', true);
    } catch (error) {
      if (error !== NULLED) throw error;
    }
    if (this.#pending === 0) return this.#answer();
    return new Promise((resolve, reject) => {
      this.#done = () => resolve(this.#answer());
      this.#broken = reject;
    });
  }

  #answer(): Answer {
    return this.#errors.length === 0 ? { data: this.#data } : { errors: this.#errors, data: this.#data };
  }

  /** The arguments of a field, the same object for all places where it is asked. Throws GraphQLError. */
  argumentsOf(field: AskedField): Record<string, unknown> {
    const known = field.constants ?? this.#arguments[field.index];
    if (known) return known;
    const [node] = field.nodes;
    if (!node) throw new Error('A field is asked nowhere.');
    const values = getArgumentValues(field.definition, node, this.variables);
    if (field.isConstant) field.constants = Object.freeze(values);
    else this.#arguments[field.index] = values;
    return values;
  }

  infoOf(field: AskedField, up: Place): GraphQLResolveInfo {
    return new Info(field, this.form, this.variables, up);
  }

  /** What a field becomes that failed: null, if it may be; else throws, for what is around it to become null. */
  failed(error: unknown, field: AskedField, up: Place): null {
    return this.failedAt(error, field, up, field.key, field.nullable);
  }

  /** The same of an item of a field's list. */
  failedAt(error: unknown, field: AskedField, up: Place, key: string | number, nullable: boolean): null {
    if (error !== NULLED) this.#errors.push(locatedError(error, field.nodes, pathTo(up, key)));
    if (nullable) return null;
    throw NULLED;
  }

  /** The answer of a field's value that is not just what its type says: a promise, a method, null, anything else. */
  unusual(value: unknown, field: AskedField, up: Place, source: unknown): unknown {
    if (typeof value === 'function' && field.resolve === null) {
      const info = this.infoOf(field, up);
      return this.unusual(value.call(source, this.argumentsOf(field), this.context, info), field, up, null);
    }
    return this.unusualAt(value, field, up, field.key, field.nullable, field.complete);
  }

  /** The same of an item of a field's list. */
  unusualAt(
    value: unknown,
    field: AskedField,
    up: Place,
    key: string | number,
    nullable: boolean,
    complete: Complete,
  ): unknown {
    if (!isPromise(value)) return complete(this, value, up, key);
    this.#pending += 1;
    const settle = (settled: () => unknown) => {
      if (this.signal?.aborted) this.#broken?.(this.signal.reason);
      else if (this.turns.isOver(0)) this.#after(stageOf(field, 'started'), () => settle(settled));
      else this.#settleAt(up, key, field, nullable, settled);
    };
    value.then(
      (given) => settle(() => complete(this, given, up, key)),
      (error: unknown) =>
        settle(() => {
          throw error;
        }),
    );
    return null;
  }

  /** True when a field that begins in turns has to wait for its own. */
  hasToWait(): boolean {
    return this.turns.isOver(BEGUN_ITEMS);
  }

  /** Begins with a field when others had their turn; null stands for its answer meanwhile. */
  begin(field: AskedField, up: Place, source: unknown): null {
    this.#pending += 1;
    this.#after('asking', () => {
      this.turns.isOver(BEGUN_ITEMS);
      this.#settleAt(up, field.key, field, field.nullable, () => {
        const info = (field.needsInfo ? this.infoOf(field, up) : undefined) as GraphQLResolveInfo;
        return this.unusual(field.resolve?.(source, this.argumentsOf(field), this.context, info), field, up, source);
      });
    });
    return null;
  }

  /** True when it is not the turn of a list of such a field: others waited long enough, or other parts of its question wait. */
  isAhead(): boolean {
    return this.turns.isOver(0) || this.turns.isWaiting(this.question);
  }

  /** True when others waited long enough; told how many more items of a list were answered. */
  isTurnOver(items: number): boolean {
    return this.turns.isOver(items);
  }

  /** Goes on with a list when others had their turn. */
  later(place: Place, field: AskedField, stage: Stage, goOn: () => void): void {
    this.#pending += 1;
    this.#after(stageOf(field, stage), () => this.#settle(place, () => this.#goOn(place, field, goOn)));
  }

  #after(stage: Stage, goOn: () => void): void {
    this.turns.after(this.question, stage, () => {
      if (this.signal?.aborted) this.#broken?.(this.signal.reason);
      else goOn();
    });
  }

  /** What goes wrong between the items of a list goes wrong with the list. */
  #goOn(place: Place, field: AskedField, goOn: () => void): void {
    try {
      goOn();
    } catch (error) {
      if (place.up) this.failedAt(error, field, place.up, place.key, false);
      throw error;
    }
  }

  /** Puts into its place what was waited for. */
  #settleAt(up: Place, key: string | number, field: AskedField, nullable: boolean, settled: () => unknown): void {
    this.#settle(up, () => {
      let answer: unknown;
      try {
        answer = settled();
      } catch (error) {
        answer = this.failedAt(error, field, up, key, nullable);
      }
      if (up.value !== null) up.value[key] = answer;
    });
  }

  /** Something that was waited for is there: does what follows of it. What may not be null takes with it what is around it. */
  #settle(place: Place, follow: () => void): void {
    try {
      follow();
    } catch (error) {
      if (error === NULLED) this.#nullAbove(place);
      else this.#broken?.(error);
    }
    this.#pending -= 1;
    if (this.#pending > 0 || this.#done === null) return;
    this.#done();
    this.#letGo();
  }

  /**
   * What was worked on is not needed any more. Of a finished execution that was waited for something stays until all of memory is
   * collected: without this it would be all of the variables.
   */
  #letGo(): void {
    this.variables = {};
    this.#arguments = [];
    this.#data = null;
  }

  #nullAbove(place: Place): void {
    let at = place;
    while (!at.nullable && at.up !== null) at = at.up;
    if (at.up === null) this.#data = null;
    else if (at.up.value !== null) at.up.value[at.key] = null;
  }

  /** As a scalar or an enum is written; null stays null. Throws when the type does not have the value. */
  leaf(type: GraphQLLeafType, value: unknown): unknown {
    if (value === null || value === undefined) return null;
    const written = type.serialize(value);
    if (written === null || written === undefined) {
      throw new Error(`Expected \`${String(type)}.serialize(${JSON.stringify(value)})\` to return non-nullable value.`);
    }
    return written;
  }

  /** The value of a field or item that may not be null. */
  required(value: unknown, { parentType, definition }: AskedField): unknown {
    if (value !== null) return value;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
  }

  /** What the items of a list come from, whatever it is. */
  iterable(value: unknown, { parentType, definition }: AskedField): Iterable<unknown> {
    if (typeof value === 'object' && value !== null && Symbol.iterator in value) return value as Iterable<unknown>;
    throw new Error(`Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`);
  }

  /** The name of the type of an object, a promise of it where the resolver gives one. */
  typeOf(value: unknown, type: GraphQLAbstractType, field: AskedField, up: Place): unknown {
    const resolve = type.resolveType ?? defaultTypeResolver;
    return resolve(value, this.context, this.infoOf(field, up), type);
  }

  /** For an object whose type is none of those that its place can hold. */
  noSuchType(name: unknown, { name: abstract }: GraphQLAbstractType, { parentType, definition }: AskedField): never {
    throw new Error(
      `Abstract type "${abstract}" must resolve to one of its object types at runtime for field "${parentType.name}.${definition.name}", not to ${JSON.stringify(name)}.`,
    );
  }
}

const ROOT = Object.freeze({});

/** Where fields that begin in turns are below, what they ask belongs to what is asked. */
function stageOf({ beginsBelow }: AskedField, otherwise: Stage): Stage {
  return beginsBelow ? 'asking' : otherwise;
}

/** To begin a list takes as long as to answer so many items of it. */
const BEGUN_ITEMS = 4;

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
