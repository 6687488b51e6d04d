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
 * Compiles statements that write values of a type as JSON, the text that `JSON.stringify` makes of their answer, by pushing
 * its parts onto the list `t`: joined at once they take less memory than texts that grow. What is out of the ordinary is thrown,
 * for the value to be answered in the usual way: UNWRITTEN where this one value is, UNWRITABLE where values of its kind are
 * (promises, methods).
 */
export class Writing {
  /** Text known beforehand that stands behind what the statements so far have pushed. */
  #pending = '';

  constructor(private readonly parts: WritingParts) {}

  /** Statements that write a text and an expression's value; null where its type is told by the value alone. */
  statements(before: string, type: GraphQLOutputType, nodes: readonly FieldNode[], value: string): string | null {
    this.#pending = before;
    const made = this.#valueOf(type, nodes, value);
    return made && made + this.#pushed();
  }

  /** A statement that pushes what is pending. */
  #pushed(): string {
    const text = this.#pending;
    this.#pending = '';
    return text === '' ? '' : `t.push('${text}');\n`;
  }

  #valueOf(type: GraphQLOutputType, nodes: readonly FieldNode[], value: string): string | null {
    const nullable = !isNonNullType(type);
    const named = isNonNullType(type) ? type.ofType : type;
    if (isLeafType(named)) return this.#leaf(named, value, nullable);
    const isNone = `${value} === null || ${value} === undefined`;
    // Only where it may be null does it have to be known beforehand what stands before both.
    const before = nullable ? this.#pushed() : '';
    const made = isListType(named)
      ? this.#list(named.ofType, nodes, value)
      : isObjectType(named)
        ? this.#object(named, nodes, value)
        : null;
    if (made === null) return null;
    if (!nullable) return `if (${isNone}) unwritten();\n${made}`;
    return `${before}if (${isNone}) t.push('null');\nelse {\n${made}${this.#pushed()}}\n`;
  }

  #leaf(type: GraphQLLeafType, value: string, nullable: boolean): string {
    const { constants } = this.parts;
    const none = nullable ? `'null'` : 'unwritten()';
    const otherwise = `${value} === null || ${value} === undefined ? ${none} : leafText(x, ${constants.of(type)}, ${value})`;
    const before = this.#pending === '' ? '' : `'${this.#pending}', `;
    this.#pending = '';
    if (isEnumType(type)) return `t.push(${before}${constants.ofEnumTexts(type)}.get(${value}) ?? (${otherwise}));\n`;
    const test = LEAF_TESTS[type.name]?.(value);
    if (!test) return `t.push(${before}${otherwise});\n`;
    const isText = type.name === 'String' || type.name === 'ID';
    return `t.push(${before}${test} ? ${isText ? `quoted(${value})` : `'' + ${value}`} : ${otherwise});\n`;
  }

  #list(itemType: GraphQLOutputType, nodes: readonly FieldNode[], value: string): string | null {
    const n = this.parts.number();
    const begin = `${this.#pending}[`;
    this.#pending = '';
    const item = this.#valueOf(itemType, nodes, `w${n}`);
    if (item === null) return null;
    const statements = item + this.#pushed();
    this.#pending = ']';
    return `if (!Array.isArray(${value})) unwritable(${value});
t.push('${begin}');
for (let i = 0; i < ${value}.length; i++) {
const w${n} = ${value}[i];
if (i > 0) t.push(',');
${statements}}
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
