import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { independentLists } from './refusal.js';
import { fieldsOf, operationOf } from './selection.js';

/** A column: the response names from the root of the answer on, aliases among them, joined by dots. */
export interface Column {
  readonly name: string;
  /** The name of its type in the schema: Float, String, Date and so on. */
  readonly type: string;
}

/** What is asked for once for each element of a list (of the root, for the first level), outside of further lists. */
interface Level {
  /** The response names from an element of the level above to this list; none for the root. */
  readonly path: readonly string[];
  /** Where each cell of these columns stands below an element of this level. */
  readonly cells: readonly { readonly column: number; readonly path: readonly string[] }[];
}

/** What an answer looks like as a table, before there is one: the lists lie in each other, so they are a chain. */
export interface Shape {
  readonly columns: readonly Column[];
  readonly levels: readonly [Level, ...Level[]];
}

/** Which of the document's questions is meant, with what. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** As the client sends them; they decide about @skip and @include. */
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * The table that the answer to a valid question will be. It follows from the question and the schema alone, so a list
 * without elements has its columns, and a refusal comes before anybody is asked. Throws TableRefused.
 */
export function shapeOf(schema: GraphQLSchema, asked: Asked): Shape {
  const { operation, ...around } = operationOf(asked);
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}.`);
  const columns: Column[] = [];
  const levels: [Drawn, ...Drawn[]] = [{ at: [], path: [], cells: [] }];

  const walk = (parent: GraphQLCompositeType, sets: readonly SelectionSetNode[], at: readonly string[], in_: Drawn) => {
    for (const [name, found] of fieldsOf(schema, parent, sets, around)) {
      const path = [...at, name];
      const type = getNamedType(found.type);
      if (!isCompositeType(type)) {
        in_.cells.push({ column: columns.length, path: path.slice(in_.at.length) });
        columns.push({ name: path.join('.'), type: type.name });
      } else walk(type, setsOf(found.nodes), path, isList(found.type) ? below(levels, in_, path) : in_);
    }
  };
  walk(root, [operation.selectionSet], [], levels[0]);
  return { columns, levels };
}

/** A level that is being drawn; `at` is its list's place from the root. */
interface Drawn extends Level {
  readonly at: readonly string[];
  readonly cells: { column: number; path: string[] }[];
}

/** The level of a list that stands in the elements of `above`, which has to be the innermost one so far. */
function below(levels: [Drawn, ...Drawn[]], above: Drawn, at: readonly string[]): Drawn {
  const further = levels[levels.indexOf(above) + 1];
  if (further) throw independentLists(further.at.join('.'), at.join('.'));
  const level: Drawn = { at, path: at.slice(above.at.length), cells: [] };
  levels.push(level);
  return level;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

function setsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap((node) => node.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] });
}
