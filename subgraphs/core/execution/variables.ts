import {
  GraphQLScalarType,
  type GraphQLSchema,
  type GraphQLType,
  getVariableValues,
  isListType,
  isNonNullType,
  isScalarType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  typeFromAST,
  type ValueNode,
} from 'graphql';

/** The variables of a question as its types say, or why they do not fit. */
type Coerced = ReturnType<typeof getVariableValues>;

/** Brings the variables of a question to their types. */
export type Coerce = (given: Readonly<Record<string, unknown>>) => Coerced;

const MOST_ERRORS = 50;

/** How the variables of an operation are coerced: as GraphQL does it, but lists of what may be anything are taken as they are. */
export function coercion(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode): Coerce {
  const usual: Coerce = (given) => getVariableValues(schema, variableDefinitions, given, { maxErrors: MOST_ERRORS });
  const lists = variableDefinitions.map(({ variable, type, defaultValue }) => {
    const isList = defaultValue === undefined && isListOfAnything(typeFromAST(schema, type as NamedTypeNode));
    return isList ? variable.name.value : null;
  });
  if (lists.length === 0 || !lists.every((name) => name !== null)) return usual;
  return (given) => {
    const coerced: Record<string, unknown> = Object.create(null);
    for (const name of lists) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      // What does not fit is told by GraphQL's own coercion.
      if (!Array.isArray(value) || value.some((item) => item === null || item === undefined)) return usual(given);
      coerced[name] = value;
    }
    return { coerced };
  };
}

/** As the representations of entities are: GraphQL would look at each only to hand it on. */
function isListOfAnything(type: GraphQLType | undefined): boolean {
  const list = isNonNullType(type) ? type.ofType : type;
  if (!isListType(list)) return false;
  const item: unknown = isNonNullType(list.ofType) ? list.ofType.ofType : list.ofType;
  return isScalarType(item) && takesAnything(item);
}

function takesAnything({ parseValue }: GraphQLScalarType): boolean {
  return parseValue === ANYTHING.parseValue;
}

/** A scalar that says nothing of its values takes them as they are. */
const ANYTHING = new GraphQLScalarType({ name: 'Anything' });

/** Whether a variable has a part in a value of a document. */
export function holdsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(holdsVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => holdsVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
