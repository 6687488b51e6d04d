import { GraphQLError, type GraphQLFieldResolver, Kind, parseType, type TypeNode } from 'graphql';
import { Chance } from './chance.js';
import type { FieldModel, GraphModel, TypeModel } from './model.js';

/** An object of a world; whichever subgraph meets it, it is the same one. */
export interface Thing {
  readonly __typename: string;
  /** Which one it is, within the world. */
  readonly ident: string;
  /** What a subgraph was told of it by reference. */
  readonly given?: Readonly<Record<string, unknown>>;
}

export interface Faults {
  /** The probability, for each value, of an error or of something that its type does not allow. */
  readonly values: number;
  /** The probability, for each entity and subgraph, that the subgraph does not find it or fails over it. */
  readonly references: number;
}

/** Hands out what a field requires of a thing: from the reference that a subgraph got, or from the world. */
export type Required = (thing: Thing, field: FieldModel) => unknown;

/** Entities of each type. */
const MANY = 4;

const CODES = ['SOURCE_TIMEOUT', 'SOURCE_FAILED', 'NOBODY_KNOWS', undefined];

/** The data behind a graph: every value follows from the seed, the object, the field and its arguments. */
export class World {
  constructor(
    readonly model: GraphModel,
    readonly seed: number,
    readonly faults: Faults,
  ) {}

  /** Resolves fields of every subgraph and of all of them together; `subgraph` null means the latter. */
  resolver(subgraph: string | null, required: Required): GraphQLFieldResolver<Thing | undefined, unknown> {
    return (thing, args, _context, { fieldName, parentType }) => {
      const type = thing?.__typename ?? parentType.name;
      const field = this.#field(type, fieldName) ?? this.#field(parentType.name, fieldName);
      if (thing && !field) return this.#keyField(thing, fieldName);
      if (!field) throw new Error(`There is no field ${type}.${fieldName}.`);
      const stale = this.model.stale.has(`${subgraph} ${type}.${fieldName}`) ? 'stale' : '';
      const needs = thing && field.requires ? JSON.stringify(required(thing, field)) : '';
      const ident = `${thing?.ident ?? ''}.${fieldName}(${canonical(args)})${needs}${stale}`;
      return this.#value(parseType(field.type), field, ident);
    };
  }

  /** The entity that a reference is about, as a subgraph finds it. */
  find(reference: Readonly<Record<string, unknown>>, subgraph: string): Thing | null | Error {
    const type = this.#type(String(reference.__typename));
    const types = type.kind === 'interface' ? type.members : [type.name];
    const candidates = types.flatMap((name) => Array.from({ length: MANY }, (_, index) => entity(name, index)));
    const thing = candidates.find((one) => this.#isMeant(one, reference));
    if (!thing) throw new Error(`Nothing is meant by ${JSON.stringify(reference)}.`);
    const chance = new Chance(`${this.seed} ${subgraph} ${thing.ident}`);
    if (chance.yes(this.faults.references)) return chance.yes(0.5) ? null : failure(chance);
    return { ...thing, given: reference };
  }

  #isMeant(thing: Thing, reference: Readonly<Record<string, unknown>>): boolean {
    if (reference.id !== undefined) return this.#keyField(thing, 'id') === reference.id;
    const at = reference.at as { x?: unknown } | undefined;
    if (at !== undefined) return indexOf(thing) === at.x;
    return ['code', 'region'].every((name) => this.#keyField(thing, name) === reference[name]);
  }

  #type(name: string): TypeModel {
    const type = this.model.types.get(name);
    if (!type) throw new Error(`There is no type ${name}.`);
    return type;
  }

  #field(type: string, name: string): FieldModel | undefined {
    return this.model.types.get(type)?.fields.find((field) => field.name === name);
  }

  /** A key names its entity: two of them differ in each key. */
  #keyField(thing: Thing, name: string): unknown {
    const index = indexOf(thing);
    const even = index % 2 === 0;
    // Behind an interface that is extended as an object, the type's name is not that of the entity.
    if (name === 'id') return thing.ident.replace('#', '-');
    if (name === 'code') return index >> 1;
    if (name === 'region') return even ? 'north' : null;
    if (name === 'at') return { __typename: 'Spot', ident: `spot#${index}` };
    throw new Error(`${thing.__typename} has no field ${name}.`);
  }

  #value(type: TypeNode, field: FieldModel, ident: string): unknown {
    const chance = new Chance(`${this.seed} ${ident}`);
    // The place of a key is a key too.
    if (/^spot#\d+\.[xy]\(\)$/.test(ident)) return spotPart(ident);
    if (chance.yes(this.faults.values)) return this.#fault(type, chance);
    if (type.kind === Kind.NON_NULL_TYPE) return this.#present(type.type, field, ident, chance);
    return chance.yes(0.12) ? null : this.#present(type, field, ident, chance);
  }

  #present(type: TypeNode, field: FieldModel, ident: string, chance: Chance): unknown {
    if (type.kind === Kind.NON_NULL_TYPE) return this.#present(type.type, field, ident, chance);
    if (type.kind === Kind.LIST_TYPE) {
      return Array.from({ length: chance.below(4) }, (_, index) => this.#value(type.type, field, `${ident}/${index}`));
    }
    const name = type.name.value;
    const named = this.model.types.get(name);
    if (!named) return scalar(name, chance);
    if (named.kind === 'enum') return chance.pick(['A', 'B', 'C']);
    const concrete = field.choices.length > 0 ? chance.pick(field.choices) : name;
    if (this.#type(concrete).kind === 'entity') return entity(concrete, chance.below(MANY));
    return { __typename: concrete, ident: `${ident}:` };
  }

  #fault(type: TypeNode, chance: Chance): unknown {
    if (chance.yes(0.6)) return failure(chance);
    const inner = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    if (chance.yes(0.5) || inner.kind === Kind.LIST_TYPE) return null;
    const name = inner.kind === Kind.NAMED_TYPE ? inner.name.value : '';
    const { kind, extended } = this.model.types.get(name) ?? {};
    // A type that nobody knows; where an interface is extended as an object, no type is told.
    if (kind === 'union' || (kind === 'interface' && !extended)) return { __typename: 'Nobody', ident: 'nobody' };
    // Another kind of value than the type's; HIDDEN is one that clients cannot see.
    if (kind === 'enum') return chance.pick(['HIDDEN', 'NONE', 3]);
    return kind === undefined ? chance.pick<unknown>([{ odd: true }, 'odd', ['odd']]) : null;
  }
}

function entity(type: string, index: number): Thing {
  return { __typename: type, ident: `${type}#${index}` };
}

function indexOf(thing: Thing): number {
  return Number(thing.ident.split('#')[1]);
}

function spotPart(ident: string): unknown {
  const index = Number(/\d+/.exec(ident)?.[0]);
  if (ident.includes('.x')) return index;
  return index % 2 === 0 ? 'up' : null;
}

function failure(chance: Chance): Error {
  const code = chance.pick(CODES);
  return code === undefined
    ? new Error('connect ECONNREFUSED 10.0.0.7:5432')
    : new GraphQLError('No figures.', { extensions: { code } });
}

/** A value of a scalar of the specification; a text of any other. */
export function scalar(name: string, chance: Chance): unknown {
  switch (name) {
    case 'Int':
      return chance.below(1000);
    case 'Float':
      return chance.below(1000) / 8;
    case 'Boolean':
      return chance.yes(0.5);
    default:
      return `${name} ${chance.below(1000)}`;
  }
}

/** Arguments as a text in which the order of names does not matter. */
function canonical(args: object): string {
  const text = JSON.stringify(args, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return text === '{}' ? '' : text;
}
