import {
  type DocumentNode,
  type FieldNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { decidingVariables } from '../../schema/deciding-variables.js';
import { Lru } from './lru.js';
import { included, responseName } from './selections.js';
import type { PassedOn, Sources } from './sources.js';
import type { Tree } from './tree.js';
import { type Unread, unreadIn } from './unread.js';
import { anyType, applies, type Reading } from './untyped.js';

/**
 * Shapes the answer of one operation out of what was put together. Undefined where anything is not as the schema says
 * (a null where none may be, a leaf of another kind): the specification's own way decides then, with the errors' paths.
 */
export interface Shaper {
  readonly shape: (data: Tree) => Tree | undefined;
  /** By fetch: where what it brings becomes a part of the answer as it is, and nobody looks at it before. */
  readonly passedOn: ReadonlyMap<PassedOn['fetch'], readonly string[]>;
  /** What neither it nor anything else here looks at; null where it is not known what brings the answer. */
  readonly unread: Unread | null;
}

export interface Shaping extends Reading {
  readonly operation: OperationDefinitionNode;
  /** What brings the answer; null where it is not known. */
  readonly sources: Sources | null;
}

/**
 * Compiles an operation into a function that does nothing but copy what was asked for, with the checks of the schema. Null
 * where the operation asks about the schema itself. Names in the text are GraphQL names, of letters, digits and underscores.
 */
function compileShaper(shaping: Shaping): Shaper | null {
  const root = shaping.schema.getQueryType();
  if (!root) return null;
  const compilation = new Compilation(shaping);
  const name = compilation.objectFunction(root, [shaping.operation.selectionSet.selections], shaping.sources);
  if (compilation.asksOfSchema) return null;
  const text = `'use strict';\n${compilation.text}\nreturn function (data) {
  try { return ${name}(data); } catch (error) { if (error === IRREGULAR) return undefined; throw error; }
};`;
  const shape = new Function('IRREGULAR', 'enums', text)(IRREGULAR, compilation.enums) as Shaper['shape'];
  const { sources, operation } = shaping;
  const unread = sources && unreadIn(sources, operation.selectionSet.selections);
  return { shape, passedOn: compilation.passedOn, unread };
}

const IRREGULAR = Symbol('irregular');

class Compilation {
  /** The functions made so far. */
  text = LEAVES;
  asksOfSchema = false;
  readonly enums: ReadonlySet<unknown>[] = [];
  readonly passedOn = new Map<PassedOn['fetch'], string[]>();
  readonly #shaping: Shaping;
  #count = 0;

  constructor(shaping: Shaping) {
    this.#shaping = shaping;
  }

  /** A function from an object of a type to the fields asked of it. */
  objectFunction(
    type: GraphQLObjectType,
    selections: readonly (readonly SelectionNode[])[],
    sources: Sources | null,
  ): string {
    const name = `object${this.#count++}`;
    const entries = [...this.#fieldsOf(type, selections)].map(([key, nodes]) =>
      this.#entry(type, key, nodes, sources?.field(type.name, key) ?? null),
    );
    this.text += `function ${name}(o) {\n  if (typeof o !== 'object' || Array.isArray(o)) throw IRREGULAR;\n  return {${entries.join(', ')}};\n}\n`;
    return name;
  }

  #entry(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[], sources: Sources | null): string {
    const field = nodes[0]?.name.value ?? '';
    // In brackets, the name of an object's prototype is a name like any other.
    const label = `[${JSON.stringify(key)}]`;
    if (field === '__typename') return `${label}: ${JSON.stringify(type.name)}`;
    const definition = type.getFields()[field];
    if (!definition) {
      this.asksOfSchema = true;
      return `${label}: null`;
    }
    const selections = nodes.map((node) => node.selectionSet?.selections ?? []);
    const value = `o[${JSON.stringify(key)}]`;
    const own = key in Object.prototype ? `(Object.hasOwn(o, ${JSON.stringify(key)}) ? ${value} : null)` : value;
    const passedOn = isLeafType(getNamedType(definition.type))
      ? null
      : sources?.asAsked(definition.type, selections.flat());
    if (passedOn) {
      const { fetch, path, isRequired } = passedOn;
      if (!isRequired) this.passedOn.set(fetch, [...(this.passedOn.get(fetch) ?? []), path]);
      return `${label}: ${isNonNullType(definition.type) ? `required(leafAny(${own}))` : `leafAny(${own})`}`;
    }
    return `${label}: ${this.#value(definition.type, selections, own, sources)}`;
  }

  /** An expression for a value of a type. */
  #value(
    type: GraphQLOutputType,
    selections: readonly (readonly SelectionNode[])[],
    value: string,
    sources: Sources | null,
  ): string {
    if (isNonNullType(type)) return `required(${this.#value(type.ofType, selections, value, sources)})`;
    return `${this.#valueFunction(type, selections, sources)}(${value})`;
  }

  #valueFunction(
    type: GraphQLOutputType,
    selections: readonly (readonly SelectionNode[])[],
    sources: Sources | null,
  ): string {
    if (isLeafType(type)) return this.#leaf(type);
    const name = `value${this.#count++}`;
    let body: string;
    if (isListType(type)) {
      body = `if (!Array.isArray(v)) throw IRREGULAR;
  const list = new Array(v.length);
  for (let i = 0; i < v.length; i++) list[i] = ${this.#value(type.ofType, selections, 'v[i]', sources)};
  return list;`;
    } else {
      body = this.#objectOf(type, selections, sources);
    }
    this.text += `function ${name}(v) {\n  if (v === null || v === undefined) return null;\n  ${body}\n}\n`;
    return name;
  }

  #objectOf(
    type: GraphQLOutputType,
    selections: readonly (readonly SelectionNode[])[],
    sources: Sources | null,
  ): string {
    const named = getNamedType(type);
    if (isObjectType(named)) return `return ${this.objectFunction(named, selections, sources)}(v);`;
    if (!isAbstractType(named)) throw new Error(`${String(type)} is no type of an answer.`);
    const whatever = anyType(this.#shaping, named, selections.flat());
    const cases = this.#shaping.schema.getPossibleTypes(named).map((one) => {
      const names = one === whatever ? [undefined, named.name, one.name] : [one.name];
      const labels = names.map((name) => `case ${JSON.stringify(name)}:`).join(' ');
      return `${labels} return ${this.objectFunction(one, selections, sources)}(v);`;
    });
    return `switch (v.__typename) {\n    ${cases.join('\n    ')}\n    default: throw IRREGULAR;\n  }`;
  }

  #leaf(type: GraphQLLeafType): string {
    if (isEnumType(type)) {
      const index = this.enums.push(new Set(type.getValues().map(({ name }) => name))) - 1;
      const name = `enum${this.#count++}`;
      this.text += `const of${name} = enums[${index}];\nfunction ${name}(v) { return v === null || v === undefined ? null : of${name}.has(v) ? v : irregular(); }\n`;
      return name;
    }
    return isSpecifiedScalarType(type) ? `leaf${type.name}` : 'leafAny';
  }

  /** Fields by response name, those of fragments that apply among them, in the order of the specification. */
  #fieldsOf(
    type: GraphQLObjectType,
    selections: readonly (readonly SelectionNode[])[],
    into = new Map<string, FieldNode[]>(),
    seen = new Set<string>(),
  ): Map<string, FieldNode[]> {
    for (const selection of selections.flat()) {
      if (!this.#shaping.isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = responseName(selection);
        into.set(key, [...(into.get(key) ?? []), selection]);
        continue;
      }
      const fragment = this.#fragmentOf(selection, seen);
      if (fragment && applies(this.#shaping.schema, type, fragment.typeCondition?.name.value)) {
        this.#fieldsOf(type, [fragment.selectionSet.selections], into, seen);
      }
    }
    return into;
  }

  /** A fragment that is spread again in the same place brings nothing new. */
  #fragmentOf(selection: Exclude<SelectionNode, FieldNode>, seen: Set<string>) {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
    const name = selection.name.value;
    if (seen.has(name)) return undefined;
    seen.add(name);
    return this.#shaping.fragments.get(name);
  }
}

/** What a leaf has to be to be taken as it is; anything else goes the specification's own way, which coerces or refuses. */
const LEAVES = `
function irregular() { throw IRREGULAR; }
function required(v) { if (v === null) throw IRREGULAR; return v; }
function leafString(v) { return typeof v === 'string' ? v : v === null || v === undefined ? null : irregular(); }
function leafID(v) { return typeof v === 'string' ? v : v === null || v === undefined ? null : irregular(); }
function leafBoolean(v) { return typeof v === 'boolean' ? v : v === null || v === undefined ? null : irregular(); }
function leafInt(v) { return typeof v === 'number' && (v | 0) === v ? v : v === null || v === undefined ? null : irregular(); }
function leafFloat(v) { return typeof v === 'number' && v - v === 0 ? v : v === null || v === undefined ? null : irregular(); }
function leafAny(v) { return v === undefined ? null : v; }
`;

/** Shapers kept for one operation at most: one for each combination of the variables that decide @skip and @include. */
const MOST_SHAPERS = 32;

/** The shapers of an operation, each compiled when it is first needed; `sourcesUnder` tells what brings the answer. */
export function shapers(
  operation: Omit<Shaping, 'isIncluded' | 'sources'>,
  document: DocumentNode,
  sourcesUnder: (variables: Readonly<Record<string, unknown>>) => Sources | null = () => null,
): (variables: Readonly<Record<string, unknown>>) => Shaper | null {
  const deciding = decidingVariables(document);
  const known = new Lru<string, { readonly shaper: Shaper | null }>(MOST_SHAPERS);
  return (variables) => {
    const key = deciding.map((name) => String(variables[name])).join(' ');
    const found = known.get(key);
    if (found) return found.shaper;
    const isIncluded = (selection: SelectionNode) => included({ variables }, selection);
    const shaper = compileShaper({ ...operation, isIncluded, sources: sourcesUnder(variables) });
    known.set(key, { shaper });
    return shaper;
  };
}
