import {
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  parse,
  type SelectionNode,
  type TypeNode,
} from 'graphql';

interface Definition {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

interface KnownField {
  readonly type: string;
  /** The subgraphs in which the field takes arguments. */
  readonly withArguments: string[];
}

interface KnownType {
  readonly fields: Map<string, KnownField>;
  readonly implementedBy: Set<string>;
}

type Types = Map<string, KnownType>;

/**
 * Every `@requires` of the subgraphs that names a field with arguments, as a sentence each. A client may ask for such a
 * field with arguments of its own under the same name, and the planner then hands the client's answer to the subgraph
 * that required the field, without an error. A field counts as one with arguments if any subgraph, or any type
 * that implements its interface, gives it arguments.
 */
export function requirementFaults(subgraphs: readonly Definition[]): string[] {
  const types = typesOf(subgraphs);
  const faults: string[] = [];
  for (const { name, typeDefs } of subgraphs) {
    for (const { type, field, required } of requirementsOf(typeDefs)) {
      for (const found of fieldsWithArguments(types, [type], required)) {
        faults.push(
          `${name}: ${type}.${field} requires ${found.field}, which takes arguments in ${found.subgraphs.join(', ')}; ` +
            'require a field without arguments (add one, if need be).',
        );
      }
    }
  }
  return faults;
}

function typesOf(subgraphs: readonly Definition[]): Types {
  const types: Types = new Map();
  for (const { name, typeDefs } of subgraphs) {
    for (const node of typeDefs.definitions) {
      if (!('fields' in node) || !node.fields || !('interfaces' in node)) continue;
      const type = knownType(types, node.name.value);
      for (const field of node.fields) if ('arguments' in field) addField(type, field, name);
      for (const parent of node.interfaces ?? [])
        knownType(types, parent.name.value).implementedBy.add(node.name.value);
    }
  }
  return types;
}

function knownType(types: Types, name: string): KnownType {
  const found = types.get(name) ?? { fields: new Map(), implementedBy: new Set() };
  types.set(name, found);
  return found;
}

function addField(type: KnownType, field: FieldDefinitionNode, subgraph: string): void {
  const known = type.fields.get(field.name.value) ?? { type: namedType(field.type), withArguments: [] };
  type.fields.set(field.name.value, known);
  if (field.arguments?.length) known.withArguments.push(subgraph);
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function* requirementsOf(typeDefs: DocumentNode) {
  for (const node of typeDefs.definitions) {
    if (!('fields' in node) || !node.fields) continue;
    for (const field of node.fields) {
      const fields = field.directives
        ?.find((directive) => directive.name.value === 'requires')
        ?.arguments?.find((argument) => argument.name.value === 'fields')?.value;
      if (fields?.kind !== Kind.STRING) continue;
      const [operation] = parse(`{ ${fields.value} }`, { noLocation: true }).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) continue;
      yield { type: node.name.value, field: field.name.value, required: operation.selectionSet.selections };
    }
  }
}

interface Found {
  readonly field: string;
  readonly subgraphs: readonly string[];
}

function fieldsWithArguments(types: Types, on: readonly string[], selections: readonly SelectionNode[]): Found[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const narrowed = selection.typeCondition ? [selection.typeCondition.name.value] : on;
      return fieldsWithArguments(types, narrowed, selection.selectionSet.selections);
    }
    return selection.kind === Kind.FIELD ? requiredField(types, on, selection) : [];
  });
}

function requiredField(types: Types, on: readonly string[], selection: FieldNode): Found[] {
  const candidates = new Set(on.flatMap((name) => [name, ...(types.get(name)?.implementedBy ?? [])]));
  const found: Found[] = [];
  const next = new Set<string>();
  for (const name of candidates) {
    const field = types.get(name)?.fields.get(selection.name.value);
    if (!field) continue;
    next.add(field.type);
    if (field.withArguments.length > 0) {
      found.push({ field: `${name}.${selection.name.value}`, subgraphs: field.withArguments });
    }
  }
  return found.concat(fieldsWithArguments(types, [...next], selection.selectionSet?.selections ?? []));
}
