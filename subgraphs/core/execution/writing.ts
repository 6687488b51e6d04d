import {
  type FieldNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Constants } from './constants.js';
import type { AskedField } from './form.js';
import { LEAF_TESTS } from './leaf-tests.js';

/** What the writing of lists needs of the compilation around it. */
export interface WritingParts {
  readonly constants: Constants;
  /** Another number each time, for names. */
  readonly number: () => number;
  /** The fields of an object by response name; null where only the interpreter can answer them. */
  readonly fieldsOf: (type: GraphQLObjectType, nodes: readonly FieldNode[]) => readonly WrittenField[] | null;
  /** An expression for what a field's resolver gives for `s`, or the property that `o` has for it. */
  readonly got: (field: AskedField, s: string, o: string) => string;
}

/** A field of an object that is written; `__typename` is known beforehand. */
export type WrittenField = { readonly key: string } & ({ readonly typename: string } | { readonly field: AskedField });

/**
 * Compiles statements that write values of a type by the writer `w` as JSON, the text that `JSON.stringify` makes of their
 * answer. What is out of the ordinary is thrown, for the value to be answered in the usual way: UNWRITTEN where this one value
 * is, UNWRITABLE where values of its kind are (promises, methods).
 */
export class Writing {
  /** Text known beforehand that stands behind what the statements so far write. */
  #pending = '';

  constructor(private readonly parts: WritingParts) {}

  /** Statements that write a text and an expression's value; null where its type is told by the value alone. */
  statements(before: string, type: GraphQLOutputType, nodes: readonly FieldNode[], value: string): string | null {
    this.#pending = before;
    const made = this.#valueOf(type, nodes, value);
    return made && made + this.#written();
  }

  /** A statement that writes what is pending. */
  #written(): string {
    const text = this.#pending;
    this.#pending = '';
    return text === '' ? '' : this.#json(text);
  }

  #json(text: string): string {
    return `w.json(${this.parts.constants.ofJson(text)});\n`;
  }

  #valueOf(type: GraphQLOutputType, nodes: readonly FieldNode[], value: string): string | null {
    const nullable = !isNonNullType(type);
    const named = isNonNullType(type) ? type.ofType : type;
    const none = `if (${value} === null || ${value} === undefined) ${nullable ? this.#json('null') : 'unwritten();\n'}`;
    if (isLeafType(named)) return this.#written() + this.#leaf(named, value, none);
    // Only where it may be null does it have to be known beforehand what stands before both.
    const before = nullable ? this.#written() : '';
    const made = isListType(named)
      ? this.#list(named.ofType, nodes, value)
      : isObjectType(named)
        ? this.#object(named, nodes, value)
        : null;
    if (made === null) return null;
    return nullable ? `${before}${none}else {\n${made}${this.#written()}}\n` : none + made;
  }

  #leaf(type: GraphQLLeafType, value: string, none: string): string {
    const { constants } = this.parts;
    const otherwise = `${none}else leafJson(w, x, ${constants.of(type)}, ${value});\n`;
    if (isEnumType(type)) {
      const known = `known${this.parts.number()}`;
      return `const ${known} = ${constants.ofEnumJson(type)}.get(${value});
if (${known} !== undefined) w.json(${known});
else ${otherwise}`;
    }
    const test = LEAF_TESTS[type.name]?.(value);
    return test ? `if (${test}) ${this.#plainLeaf(type.name, value)}else ${otherwise}` : otherwise;
  }

  /** A scalar of the specification whose value is its own answer. */
  #plainLeaf(name: string, value: string): string {
    if (name === 'Boolean') return `{ if (${value}) ${this.#json('true')}else ${this.#json('false')}}\n`;
    return name === 'Int' || name === 'Float' ? `w.number(${value});\n` : `w.text(${value});\n`;
  }

  #list(itemType: GraphQLOutputType, nodes: readonly FieldNode[], value: string): string | null {
    const n = this.parts.number();
    const begin = this.#json(`${this.#pending}[`);
    this.#pending = '';
    const item = this.#valueOf(itemType, nodes, `item${n}`);
    if (item === null) return null;
    const statements = item + this.#written();
    this.#pending = ']';
    return `if (!Array.isArray(${value})) unwritable(${value});
${begin}for (let i = 0; i < ${value}.length; i++) {
const item${n} = ${value}[i];
if (i > 0) ${this.#json(',')}${statements}}
`;
  }

  #object(type: GraphQLObjectType, nodes: readonly FieldNode[], value: string): string | null {
    const fields = this.parts.fieldsOf(type, nodes);
    if (!fields) return null;
    const o = `o${this.parts.number()}`;
    let text = `if (typeof ${value} === 'object' ? ${value} instanceof Error || typeof ${value}.then === 'function' : typeof ${value} === 'function') unwritable(${value});
const ${o} = typeof ${value} === 'object' ? ${value} : {};
`;
    let mark = '{';
    for (const written of fields) {
      this.#pending += `${mark}${JSON.stringify(written.key)}:`;
      mark = ',';
      if ('typename' in written) {
        this.#pending += JSON.stringify(written.typename);
        continue;
      }
      const { field } = written;
      const name = `v${field.index}`;
      text += `const ${name} = ${this.parts.got(field, value, o)};\n`;
      const made = this.#valueOf(field.definition.type, field.nodes, name);
      if (made === null) return null;
      text += made;
    }
    this.#pending += mark === '{' ? '{}' : '}';
    return text;
  }
}
