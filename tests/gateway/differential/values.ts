import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { Chance } from './chance.js';

/** A value for an input type, as JSON. */
export function inputValue(type: GraphQLInputType, chance: Chance): unknown {
  if (isNonNullType(type)) return presentValue(type.ofType, chance);
  if (chance.yes(0.1)) return null;
  return presentValue(type, chance);
}

/** A value that is not null, though its parts may be. */
function presentValue(type: GraphQLInputType, chance: Chance): unknown {
  if (isNonNullType(type)) return presentValue(type.ofType, chance);
  if (isListType(type)) return Array.from({ length: chance.below(3) }, () => inputValue(type.ofType, chance));
  if (isEnumType(type)) return chance.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || chance.yes(0.6));
    return Object.fromEntries(fields.map((field) => [field.name, inputValue(field.type, chance)]));
  }
  return scalarValue(type.name, chance);
}

function scalarValue(name: string, chance: Chance): unknown {
  switch (name) {
    case 'Int':
      return chance.below(4);
    case 'Float':
      return chance.below(8) / 4;
    case 'Boolean':
      return chance.yes(0.5);
    default:
      return chance.pick(['a', 'b', 'c']);
  }
}

/** The literal of a value in a document. */
export function literal(type: GraphQLInputType, value: unknown): string {
  if (isNonNullType(type)) return literal(type.ofType, value);
  if (value === null) return 'null';
  if (isListType(type) && Array.isArray(value))
    return `[${value.map((item) => literal(type.ofType, item)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const given = Object.entries(value as object).map(([name, part]) => {
      const field = type.getFields()[name];
      if (!field) throw new Error(`${type.name} has no field ${name}.`);
      return `${name}: ${literal(field.type, part)}`;
    });
    return `{${given.join(', ')}}`;
  }
  return JSON.stringify(value);
}
