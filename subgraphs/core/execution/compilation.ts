import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { WrittenList } from '../../../schema/written-list.js';
import { Constants } from './constants.js';
import type { AskedField, Complete, Form } from './form.js';
import { isInTurns } from './in-turns.js';
import { LEAF_TESTS } from './leaf-tests.js';
import { listText, writtenListText } from './lists.js';
import { passing } from './passing.js';
import { Place } from './place.js';
import { isPromise } from './run.js';
import { leafJson, UNWRITABLE, unwritable, unwritten } from './unwritten.js';
import { holdsVariable } from './variables.js';
import { borrowed, giveBack } from './writer.js';
import { Writing, type WrittenField } from './writing.js';

type Scope = Pick<Form, 'schema' | 'operation' | 'fragments'>;

/** What the functions of a form call besides the run. */
const CALLED = {
  ...{ Place, isPromise, WrittenList, passing },
  ...{ borrowed, giveBack, leafJson, unwritten, unwritable, UNWRITABLE },
};

/** Where lists may stand in the answer as JSON text: below which fields, by their response names from the root; '' is everywhere. */
export type WrittenBelow = readonly string[];

/** Where a value stands, as the text says it. */
interface Standing {
  readonly type: GraphQLOutputType;
  readonly field: AskedField;
  /** The variable that holds the value. */
  readonly name: string;
  /** Expressions: the place around the value, and its key there. */
  readonly up: string;
  readonly key: string;
  /** An expression for the answer of a value that is not just what the type says. */
  readonly unusual: string;
}

/**
 * Compiles an operation into functions that resolve and complete its fields in the order of the specification, one function
 * for the objects of each selection set. Null where the operation asks what only the interpreter answers: about the schema
 * itself, or with types that are told by `isTypeOf`. Names in the text are GraphQL names: letters, digits, underscores.
 */
export function compile(
  scope: Scope,
  variables: Readonly<Record<string, unknown>>,
  writtenBelow: WrittenBelow = [],
): Form | null {
  const root = scope.schema.getQueryType();
  if (!root) return null;
  const compilation = new Compilation(scope, { ...variables }, new Set(writtenBelow));
  const { operation, schema, fragments } = scope;
  const asked = collectFields(schema, fragments, compilation.variables, root, operation.selectionSet);
  const name = compilation.objectFunction(root, asked, null);
  return compilation.isBeyond ? null : compilation.form(name);
}

class Compilation {
  isBeyond = false;
  readonly #fields: AskedField[] = [];
  /** Fields that are not only written. */
  readonly #completed = new Set<number>();
  readonly #constants = new Constants();
  #text = '';
  #count = 0;

  constructor(
    private readonly scope: Scope,
    readonly variables: Record<string, unknown>,
    private readonly writtenBelow: ReadonlySet<string>,
  ) {}

  form(root: string): Form {
    const fields = this.#fields;
    const text = `'use strict';
${fields.map((_, i) => `const f${i} = fields[${i}];`).join('\n')}
${this.#constants.text}
${this.#text}
return { root: ${root}, completes: { ${[...this.#completed].map((i) => `${i}: complete${i}`).join(', ')} } };`;
    const names = ['fields', 'constants', ...Object.keys(CALLED)];
    const made = new Function(...names, text)(fields, this.#constants.values, ...Object.values(CALLED)) as {
      root: Form['root'];
      completes: Readonly<Record<number, Complete>>;
    };
    for (const field of fields) field.complete = made.completes[field.index] ?? field.complete;
    return { ...this.scope, fields, root: made.root };
  }

  /** A function from an object of a type, which a field gives (null: the root), to its answer. */
  objectFunction(
    type: GraphQLObjectType,
    asked: ReadonlyMap<string, readonly FieldNode[]>,
    giver: AskedField | null,
  ): string {
    if (type.isTypeOf) this.isBeyond = true;
    const name = `object${this.#count++}`;
    const entries: string[] = [];
    let body = '';
    for (const [key, nodes] of asked) {
      const fieldName = nodes[0]?.name.value ?? '';
      if (fieldName === '__typename') {
        entries.push(`[${JSON.stringify(key)}]: ${JSON.stringify(type.name)}`);
        continue;
      }
      if (fieldName.startsWith('__')) this.isBeyond = true;
      const definition = type.getFields()[fieldName];
      // As in GraphQL's own execution, what the type does not have is not answered.
      if (!definition) continue;
      const field = this.#field(type, key, nodes, definition, giver);
      entries.push(`[${JSON.stringify(key)}]: v${field.index}`);
      body += this.#fieldText(field);
    }
    // Properties are those of objects: a text has methods of its own.
    this.#text += `function ${name}(x, s, up, key, nullable) {
const o = typeof s === 'object' || typeof s === 'function' ? s : {};
let p = null;
${body}const r = { ${entries.join(', ')} };
if (p !== null) p.value = r;
return r;
}
`;
    return name;
  }

  #field(
    parentType: GraphQLObjectType,
    key: string,
    nodes: readonly FieldNode[],
    definition: GraphQLField<unknown, unknown>,
    giver: AskedField | null,
  ): AskedField {
    const { resolve } = definition;
    const own = resolve === undefined || resolve === defaultFieldResolver ? null : resolve;
    const path = giver ? `${giver.path}.${key}` : key;
    const field: AskedField = {
      path,
      writesLists: giver?.writesLists || this.writtenBelow.has(path) || this.writtenBelow.has(''),
      index: this.#fields.length,
      ...{ key, nodes, parentType, definition, resolve: own },
      nullable: !isNonNullType(definition.type),
      // A function that takes its parameters as a list has none.
      needsInfo: own !== null && (own.length === 0 || own.length > 3),
      complete: () => {
        throw new Error('A field was answered before it was compiled.');
      },
      isConstant: !nodes[0]?.arguments?.some(({ value }) => holdsVariable(value)),
      constants: null,
      ...{ beginsInTurns: isInTurns(own), beginsBelow: false, giver },
    };
    this.#fields.push(field);
    if (field.beginsInTurns) for (let above = giver; above; above = above.giver) above.beginsBelow = true;
    return field;
  }

  #fieldText(field: AskedField): string {
    const { index, definition } = field;
    const [name, f] = [`v${index}`, `f${index}`];
    const standing: Standing = {
      ...{ type: definition.type, field, name, up: PLACE, key: JSON.stringify(field.key) },
      unusual: `x.unusual(${name}, ${f}, ${PLACE}, o)`,
    };
    this.#completeFunction(field);
    const begin = field.beginsInTurns ? `if (x.hasToWait()) ${name} = x.begin(${f}, ${PLACE}, s);\nelse ` : '';
    return `let ${name};
${begin}try {
${name} = ${gotBy(field)};
${this.#completion(standing)}} catch (e) { ${name} = x.failed(e, ${f}, ${PLACE}); }
`;
  }

  /** Completes any value of the field, also one that came late. */
  #completeFunction(field: AskedField): void {
    const name = `complete${field.index}`;
    this.#completed.add(field.index);
    this.#anyFunction(name, field.definition.type, field);
  }

  /** A function that completes whatever a type can have, and refuses all else. */
  #anyFunction(name: string, type: GraphQLOutputType, field: AskedField): void {
    const nullable = !isNonNullType(type);
    const named = isNonNullType(type) ? type.ofType : type;
    const f = `f${field.index}`;
    const wrapped = (text: string) => (nullable ? text : `x.required(${text}, ${f})`);
    let text: string;
    if (isLeafType(named)) text = `return ${wrapped(`x.leaf(${this.#constants.of(named)}, v)`)};`;
    else {
      const none = nullable ? 'return null;' : `return x.required(null, ${f});`;
      let made: string;
      if (isListType(named))
        made = `${this.#listFunction(named.ofType, field)}(x, x.iterable(v, ${f}), up, key, ${nullable})`;
      else made = this.#objectOf(named, field, { value: 'v', up: 'up', key: 'key', nullable });
      text = `if (v === null || v === undefined) ${none}\nreturn ${made};`;
    }
    this.#text += `function ${name}(x, v, up, key) {\nif (v instanceof Error) throw v;\n${text}\n}\n`;
  }

  /** Statements for a value that most likely is what its type says; all else is left to `unusual`. */
  #completion({ type, field, name, up, key, unusual }: Standing): string {
    const nullable = !isNonNullType(type);
    const named = isNonNullType(type) ? type.ofType : type;
    const otherwise = `${name} = ${nullable ? `${name} === null ? null : ` : ''}${unusual};`;
    if (isLeafType(named)) {
      if (isEnumType(named)) {
        return `const e${name} = ${this.#constants.ofEnum(named)}.get(${name});\nif (e${name} !== undefined) ${name} = e${name}; else ${otherwise}\n`;
      }
      const test = LEAF_TESTS[named.name];
      if (test) return `if (!(${test(name)})) ${otherwise}\n`;
      return `if (typeof ${name} === 'string') ${name} = x.leaf(${this.#constants.of(named)}, ${name}); else ${otherwise}\n`;
    }
    if (isListType(named)) {
      const list = this.#listFunction(named.ofType, field);
      return `if (Array.isArray(${name})) ${name} = ${list}(x, ${name}, ${up}, ${key}, ${nullable}); else ${otherwise}\n`;
    }
    if (!isObjectType(named)) return `${otherwise}\n`;
    const object = this.#objectOf(named, field, { value: name, up, key, nullable });
    return `if (typeof ${name} === 'object' && ${name} !== null && typeof ${name}.then !== 'function' && !(${name} instanceof Error)) ${name} = ${object}; else ${otherwise}\n`;
  }

  /** An expression for the answer of an object. */
  #objectOf(
    type: GraphQLOutputType,
    field: AskedField,
    { value, up, key, nullable }: { value: string; up: string; key: string; nullable: boolean },
  ): string {
    if (isObjectType(type)) return `${this.#objectFunctionOf(type, field)}(x, ${value}, ${up}, ${key}, ${nullable})`;
    return `${this.#abstractFunction(type as GraphQLAbstractType, field)}(x, ${value}, ${up}, ${key}, ${nullable})`;
  }

  /** By field and type, for a function is needed where a value comes at once and where it comes late. */
  readonly #known = new Map<string, string>();

  #once(what: string, make: () => string): string {
    const known = this.#known.get(what);
    if (known !== undefined) return known;
    const name = make();
    this.#known.set(what, name);
    return name;
  }

  #objectFunctionOf(type: GraphQLObjectType, field: AskedField): string {
    return this.#once(`object ${type.name} ${field.index}`, () => {
      const { schema, fragments } = this.scope;
      const asked = collectSubfields(schema, fragments, this.variables, type, field.nodes);
      return this.objectFunction(type, asked, field);
    });
  }

  #abstractFunction(type: GraphQLAbstractType, field: AskedField): string {
    return this.#once(`abstract ${type.name} ${field.index}`, () => {
      const name = `abstract_${this.#count++}`;
      const [abstract, f] = [this.#constants.of(type), `f${field.index}`];
      const cases = this.scope.schema
        .getPossibleTypes(type)
        .map(
          (one) =>
            `case ${JSON.stringify(one.name)}: return ${this.#objectFunctionOf(one, field)}(x, v, up, key, nullable);`,
        );
      this.#text += `function of${name}(x, v, type, up, key, nullable) {
switch (type) {
${cases.join('\n')}
default: return x.noSuchType(type, ${abstract}, ${f});
}
}
function ${name}(x, v, up, key, nullable) {
const type = x.typeOf(v, ${abstract}, ${f}, up);
if (!isPromise(type)) return of${name}(x, v, type, up, key, nullable);
return x.unusualAt(type, ${f}, up, key, nullable, (x, name, up, key) => of${name}(x, v, name, up, key, nullable));
}
`;
      return name;
    });
  }

  #listFunction(itemType: GraphQLOutputType, field: AskedField): string {
    return this.#once(`list ${String(itemType)} ${field.index}`, () => {
      const name = `list${this.#count++}`;
      const nullable = !isNonNullType(itemType);
      const f = `f${field.index}`;
      const unusual = `x.unusualAt(w, ${f}, p, i, ${nullable}, any${name})`;
      const item = this.#completion({ type: itemType, field, name: 'w', up: 'p', key: 'i', unusual });
      this.#anyFunction(`any${name}`, itemType, field);
      const written = field.writesLists && this.#writeFunction(name, itemType, field);
      this.#text += listText({ name, f, item, nullable, isWritten: written, waits: field.beginsInTurns });
      return name;
    });
  }

  readonly #writing = new Writing({
    constants: this.#constants,
    number: () => this.#count++,
    fieldsOf: (type, nodes) => this.#writtenFields(type, nodes),
    got: gotBy,
  });

  #writtenFields(type: GraphQLObjectType, nodes: readonly FieldNode[]): readonly WrittenField[] | null {
    const { schema, fragments } = this.scope;
    const fields: WrittenField[] = [];
    if (type.isTypeOf) return null;
    for (const [key, asked] of collectSubfields(schema, fragments, this.variables, type, nodes)) {
      const name = asked[0]?.name.value ?? '';
      const definition = type.getFields()[name];
      if (name === '__typename') fields.push({ key, typename: type.name });
      if (!definition) continue;
      const field = this.#field(type, key, asked, definition, null);
      // It would need the place of the object, which is not known where no object is made.
      if (field.needsInfo) return null;
      fields.push({ key, field });
    }
    return fields;
  }

  /** Adds the function that writes a list; false where what its items are is told by the values alone. */
  #writeFunction(name: string, itemType: GraphQLOutputType, field: AskedField): boolean {
    const named = isNonNullType(itemType) ? itemType.ofType : itemType;
    const item = isObjectType(named) ? this.#writing.statements(',', itemType, field.nodes, 's') : null;
    if (item === null) return false;
    this.#text += writtenListText({ name, f: `f${field.index}`, item });
    return true;
  }
}

/** An expression for what the resolver of a field gives, or the property of its name. */
function gotBy({ index, resolve, needsInfo, definition }: AskedField, s = 's', o = 'o'): string {
  const f = `f${index}`;
  if (resolve === null) return `${o}[${JSON.stringify(definition.name)}]`;
  return `${f}.resolve(${s}, x.argumentsOf(${f}), x.context${needsInfo ? `, x.infoOf(${f}, ${PLACE})` : ''})`;
}

/** The place of the object that is answered, made when it is first needed. */
const PLACE = '(p ??= new Place(up, key, nullable))';
