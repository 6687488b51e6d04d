import {
  coerceInputValue,
  type DocumentNode,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  print,
  typeFromAST,
} from 'graphql';
import type { Words } from '../../pages/browser/words.js';

/** What is wrong with the variables, and where: the names and indices that lead to it; empty for the whole. */
export interface VariableFault {
  readonly path: readonly (string | number)[];
  readonly words: Words;
}

/** The document's operation of that name; without a name the first one. */
export function operationIn(document: DocumentNode, name: string | null): OperationDefinitionNode | null {
  const all = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return all.find((node) => node.name?.value === name) ?? all[0] ?? null;
}

/** Holds variables against what an operation declares: names that it does not have, values missing or of another type. */
export function variableFaults(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: unknown,
): VariableFault[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [notAnObject];
  const values = new Map(Object.entries(given));
  const known = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  const unknown = [...values.keys()].filter((name) => !known.has(name)).map(unknownVariable);
  const wrong = variableDefinitions.flatMap(({ variable, type, defaultValue }) => {
    const name = variable.name.value;
    const expected = typeFromAST(schema, type);
    if (!isInputType(expected)) return [];
    if (values.has(name)) return valueFaults(name, print(type), values.get(name), expected);
    return isNonNullType(expected) && !defaultValue ? [missing(name, print(type))] : [];
  });
  return [...unknown, ...wrong];
}

function valueFaults(name: string, type: string, value: unknown, expected: Parameters<typeof coerceInputValue>[1]) {
  const faults: VariableFault[] = [];
  coerceInputValue(value, expected, (path, _, { message }) => {
    faults.push({
      path: [name, ...path],
      words: {
        vi: `Giá trị không hợp với $${name}: ${type}. ${message}`,
        en: `Does not fit $${name}: ${type}. ${message}`,
      },
    });
  });
  return faults;
}

const notAnObject: VariableFault = {
  path: [],
  words: {
    vi: 'Biến số phải là một đối tượng JSON, ví dụ { "period": "2023-S1" }.',
    en: 'Variables have to be a JSON object, like { "period": "2023-S1" }.',
  },
};

function unknownVariable(name: string): VariableFault {
  return {
    path: [name],
    words: { vi: `Câu hỏi không khai báo biến $${name}.`, en: `The question declares no variable $${name}.` },
  };
}

function missing(name: string, type: string): VariableFault {
  return { path: [], words: { vi: `Thiếu biến $${name}: ${type}.`, en: `The variable $${name}: ${type} is missing.` } };
}
