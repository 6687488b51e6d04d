import { type GraphQLSchema, getVariableValues, type VariableDefinitionNode } from 'graphql';
import { badInput } from '../errors.js';

/** Faults told of one question's variables at most: a list of thousands of wrong values would take seconds to tell. */
const MOST_FAULTS = 20;

/** The variables of an operation as its types read them, or what is wrong with them. */
export function variableValues(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Readonly<Record<string, unknown>> | undefined,
): ReturnType<typeof getVariableValues> {
  const values = getVariableValues(schema, definitions, given ?? {}, { maxErrors: MOST_FAULTS });
  if (!values.errors) return values;
  // Whoever finds more of them ends with an error that stands at no variable.
  const errors = values.errors.map((error) =>
    error.nodes ? error : badInput('More values of variables are wrong; mend these first.'),
  );
  return { errors };
}
