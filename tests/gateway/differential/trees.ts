import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getOperationAST,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { Chance } from './chance.js';

type Tree = Record<string, unknown>;

const ODD: readonly unknown[] = [null, undefined, 'text', 7, 1.5, 2 ** 40, true, Number.NaN, [], ['a'], {}, { a: 1 }];

/**
 * What may have been put together for an answer: under response names, with type names and more that nobody asked for.
 * `faults` is the probability, at each place, of something that the schema does not allow there.
 */
export function generateTree(schema: GraphQLSchema, document: DocumentNode, chance: Chance, faults: number): Tree {
  const operation = getOperationAST(document);
  const root = schema.getQueryType();
  if (!operation || !root) throw new Error('There is nothing to make a tree for.');
  return new Grower(schema, document, chance, faults).object(root, operation.selectionSet.selections);
}

class Grower {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    readonly chance: Chance,
    readonly faults: number,
  ) {
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  object(type: GraphQLObjectType, selections: readonly SelectionNode[]): Tree {
    const fields = new Map<string, { name: string; below: SelectionNode[] }>();
    this.#collect(type, selections, fields);
    // Without a prototype, like the answers of subgraphs, or with one, like what JSON.parse makes.
    const tree: Tree = this.chance.yes(0.5) ? Object.create(null) : {};
    if (this.chance.yes(0.2)) tree.unasked = { left: 'over' };
    for (const [key, { name, below }] of fields) {
      const definition = type.getFields()[name];
      const value = definition && this.#value(definition.type, below);
      if (value !== undefined) tree[key] = value;
    }
    tree.__typename = type.name;
    return tree;
  }

  #collect(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    into: Map<string, { name: string; below: SelectionNode[] }>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = into.get(key) ?? { name: selection.name.value, below: [] };
        known.below.push(...(selection.selectionSet?.selections ?? []));
        into.set(key, known);
        continue;
      }
      const named = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      const condition = named?.typeCondition && this.schema.getType(named.typeCondition.name.value);
      const applies =
        !condition || condition === type || (isAbstractType(condition) && this.schema.isSubType(condition, type));
      if (named && applies) this.#collect(type, named.selectionSet.selections, into);
    }
  }

  #value(type: GraphQLOutputType, below: readonly SelectionNode[]): unknown {
    if (this.chance.yes(this.faults)) return this.chance.pick(ODD);
    if (isNonNullType(type)) return this.#present(type.ofType, below);
    return this.chance.yes(0.15) ? this.chance.pick([null, undefined]) : this.#present(type, below);
  }

  #present(type: GraphQLOutputType, below: readonly SelectionNode[]): unknown {
    if (isListType(type)) return Array.from({ length: this.chance.below(4) }, () => this.#value(type.ofType, below));
    if (isObjectType(type)) return this.object(type, below);
    if (isAbstractType(type)) return this.object(this.chance.pick(this.schema.getPossibleTypes(type)), below);
    return isEnumType(type) ? this.chance.pick(type.getValues()).name : leaf(String(type), this.chance);
  }
}

function leaf(type: string, chance: Chance): unknown {
  switch (type) {
    case 'Int':
      return chance.pick([0, -1, 3, 2 ** 31 - 1, -(2 ** 31)]);
    case 'Float':
      return chance.pick([0, -0, 2, 1.5, -1e300, 1e-7]);
    case 'Boolean':
      return chance.yes(0.5);
    case 'String':
    case 'ID':
      return chance.pick(['', 'a', 'Đống Đa', '"\\\u2028']);
    default:
      return chance.pick<unknown>(['a', 1, false, { any: ['thing'] }, [1, null]]);
  }
}
