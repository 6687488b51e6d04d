import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { BadUserInput } from './errors.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** False for a day that no calendar has: JavaScript takes 2023-02-31 for a day in March. */
function isReal(text: string): boolean {
  const day = text.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && !Number.isNaN(Date.parse(text));
}

/** A day given by a caller in an argument; refused with the argument's name when the calendar does not have it. */
export function dayArgument(argument: string, text: string): string {
  if (DAY.test(text) && isReal(text)) return text;
  throw new BadUserInput(argument, text, 'a day is written 2023-06-30 and stands in the calendar');
}

/**
 * An instant given by a caller in an argument, in UTC with milliseconds: 2023-08-01T00:00:00.000Z; refused with the
 * argument's name when it is none.
 */
export function instantArgument(argument: string, text: string): string {
  if (INSTANT.test(text) && isReal(text)) return new Date(text).toISOString();
  throw new BadUserInput(argument, text, 'an instant is written 2023-08-01T00:00:00Z and stands in the calendar');
}

function textScalar(name: string, form: RegExp, example: string): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && form.test(value) && isReal(value)) return value;
    throw new GraphQLError(`${JSON.stringify(value)} is no ${name}; write it as ${example}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  const given = (value: unknown): string => {
    if (typeof value === 'string') return value;
    throw new GraphQLError(`A ${name} is written as a text, like "${example}".`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType({
    name,
    serialize: check,
    // What comes in is checked by the argument's resolver, who can name the argument.
    parseValue: given,
    parseLiteral: (node) => given(node.kind === Kind.STRING ? node.value : null),
  });
}

/** The scalars of the shared SDL: ISO 8601 texts, checked on the way in and on the way out. */
const DateTime = textScalar('DateTime', INSTANT, '2023-08-01T00:00:00Z');
const CalendarDate = textScalar('Date', DAY, '2023-06-30');

/** A day or AS_REPORTED, also as a bare word; the argument's resolver checks it and names the argument. */
const Boundaries = new GraphQLScalarType({
  name: 'Boundaries',
  serialize: String,
  parseValue: boundaries,
  parseLiteral: (node) => boundaries(node.kind === Kind.STRING || node.kind === Kind.ENUM ? node.value : null),
});

function boundaries(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError('Boundaries are AS_REPORTED or a day, like "2025-07-01".', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

export const scalars = { DateTime, Date: CalendarDate, Boundaries };
