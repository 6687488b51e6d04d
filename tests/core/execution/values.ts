import {
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { inTurns } from '../../../subgraphs/core/execution/in-turns.js';
import { Chance } from '../../gateway/differential/chance.js';
import { scalar } from '../../gateway/differential/world.js';

/** Something that a resolver gives for an object of the schema. */
interface Source {
  readonly ident: string;
  readonly [field: string]: unknown;
}

/** What is no value of most types. */
const ODD: readonly unknown[] = [null, undefined, 'text', 7, 1.5, 2 ** 40, true, Number.NaN, ['a'], { a: 1 }];

/**
 * Resolvers for every field of a schema, every other one in turns, that give the same value in the same place whoever asks: now
 * and then a promise, a method, an iterable (as often as `unusual` says), an error that is thrown, rejected or given, and, with
 * `faults`, what the schema does not allow.
 */
export function resolveByChance(
  schema: GraphQLSchema,
  world: () => { readonly seed: number; readonly faults: number; readonly unusual: number },
) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      // Of every third field the property is taken.
      if (new Chance(`${type.name}.${field.name}`).below(3) === 0 && type !== schema.getQueryType()) continue;
      const resolve: GraphQLFieldResolver<Source | undefined, unknown> = (source, args) =>
        valueAt(`${source?.ident ?? ''}.${field.name}(${JSON.stringify(args)})`, field.type);
      field.resolve = new Chance(`turns of ${type.name}.${field.name}`).below(2) === 0 ? inTurns(resolve) : resolve;
    }
  }

  function valueAt(ident: string, type: GraphQLOutputType): unknown {
    const { seed, faults, unusual } = world();
    const chance = new Chance(`${seed} ${ident}`);
    // Of what fails late below a list, GraphQL's own leaves all but the first unhandled.
    const isLate = faults === 0 || !ident.includes('/');
    if (chance.yes(faults)) return fault(chance, isLate);
    const value = present(ident, type, chance);
    if (!isLate) return value;
    if (chance.yes(0.15 * unusual)) return Promise.resolve(value);
    if (chance.yes(0.05 * unusual)) return new Promise((resolve) => setImmediate(() => resolve(value)));
    return value;
  }

  function present(ident: string, type: GraphQLOutputType, chance: Chance): unknown {
    if (isNonNullType(type)) return present(ident, type.ofType, chance);
    if (isListType(type)) {
      const items = Array.from({ length: chance.below(4) }, (_, i) => valueAt(`${ident}/${i}`, type.ofType));
      return chance.yes(0.1 * world().unusual) ? new Set(items) : items;
    }
    if (isEnumType(type)) return chance.pick(type.getValues()).value;
    if (isScalarType(type)) return scalar(type.name, chance);
    const one = isAbstractType(type) ? chance.pick(schema.getPossibleTypes(type)) : type;
    const { faults } = world();
    return source(ident, chance.yes(faults / 4) ? 'Nobody' : one.name);
  }

  /** An object with a property or a method for each field that has no resolver. */
  function source(ident: string, typename: string): Source {
    const made: Record<string, unknown> = { ident, __typename: typename };
    const type = schema.getType(typename);
    for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
      if (field.resolve) continue;
      const isMethod = new Chance(`${ident}.${field.name}`).yes(0.2 * world().unusual);
      const value = () => valueAt(`${ident}.${field.name}`, field.type);
      if (isMethod) made[field.name] = value;
      else Object.defineProperty(made, field.name, { get: value });
    }
    return made as Source;
  }
}

function fault(chance: Chance, isLate: boolean): unknown {
  const error = new Error(`No ${chance.below(100)}.`);
  switch (chance.below(4)) {
    case 0:
      throw error;
    case 1: {
      if (!isLate) return error;
      const rejected = Promise.reject(error);
      rejected.catch(() => undefined);
      return rejected;
    }
    case 2:
      return error;
    default:
      return chance.pick(ODD);
  }
}
