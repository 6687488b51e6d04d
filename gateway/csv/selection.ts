import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';

/** What selections refer to. */
export interface Around {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** With the defaults of the operation. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The operation that is meant, and what its selections refer to. Throws where the document has none of that name. */
export function operationOf(asked: {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}): Around & { readonly operation: OperationDefinitionNode } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of asked.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const name = asked.operationName ?? null;
  const operation = operations.find((candidate) => name === null || candidate.name?.value === name);
  if (!operation) throw new Error(`The document has no question ${name ?? ''}.`);
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
  );
  return { operation, fragments, variables: { ...Object.fromEntries(defaults), ...asked.variables } };
}

/** A field as it stands in the answer: all its selections under one response name. */
interface Found {
  readonly type: GraphQLOutputType;
  readonly nodes: FieldNode[];
}

/**
 * The fields of selections on one object, by response name and in the order of the question. Fields for some types
 * alone are among them: GraphQL lets fields of one response name differ neither in being a list nor in being an object.
 */
export function fieldsOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  around: Around,
): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  const take = (type: GraphQLCompositeType, selections: readonly SelectionNode[]) => {
    for (const selection of selections) {
      if (!isAsked(selection, around.variables)) continue;
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragmentOf(selection.name.value, around) : selection;
        take(typeOf(schema, fragment.typeCondition?.name.value) ?? type, fragment.selectionSet.selections);
        continue;
      }
      const name = selection.alias?.value ?? selection.name.value;
      const known = found.get(name);
      if (known) known.nodes.push(selection);
      else found.set(name, { type: fieldType(type, selection.name.value), nodes: [selection] });
    }
  };
  for (const { selections } of sets) take(parent, selections);
  return found;
}

function isAsked({ directives = [] }: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    const condition = given.find((argument) => argument.name.value === 'if');
    if (!condition || (name.value !== 'skip' && name.value !== 'include')) return true;
    return valueFromASTUntyped(condition.value, variables) === (name.value === 'include');
  });
}

function fragmentOf(name: string, { fragments }: Around): FragmentDefinitionNode {
  const fragment = fragments.get(name);
  if (!fragment) throw new Error(`The document has no fragment ${name}.`);
  return fragment;
}

function typeOf(schema: GraphQLSchema, name: string | undefined): GraphQLCompositeType | undefined {
  const type = name === undefined ? undefined : schema.getType(name);
  return isCompositeType(type) ? type : undefined;
}

const ON_EVERY_TYPE = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef];

function fieldType(parent: GraphQLCompositeType, name: string): GraphQLOutputType {
  const field = isUnionType(parent) ? undefined : parent.getFields()[name];
  const known = field ?? ON_EVERY_TYPE.find((candidate) => candidate.name === name);
  if (!known) throw new Error(`${parent.name} has no field ${name}: the question does not fit the schema.`);
  return known.type;
}
