import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  parse,
  validate,
} from 'graphql';
import { type Chance, hashOf } from './chance.js';
import { inputValue, literal } from './values.js';

export interface GeneratedQuery {
  readonly text: string;
  readonly document: DocumentNode;
  /** Values for its variables, others each time. */
  variables(chance: Chance): Record<string, unknown>;
}

interface QueryVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly hasDefault: boolean;
}

/** Names that every object of JavaScript has; as aliases they are names like any other. */
const NATIVE_NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty'];

/** How often something that most queries do not have comes up in one selection. */
export interface QueryTaste {
  /** An alias that is the name of another field of the type. */
  readonly shadowing: number;
  readonly introspection: number;
}

/** A valid query over a schema. Throws when none is found: then the generator and the schema do not go together. */
export function generateQuery(schema: GraphQLSchema, chance: Chance, taste: QueryTaste): GeneratedQuery {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { text, variables } = new QueryWriter(schema, chance, taste).write();
    const document = parse(text, { noLocation: true });
    if (validate(schema, document).length > 0) continue;
    return { text, document, variables: (drawn) => valuesFor(variables, drawn) };
  }
  throw new Error('No valid query was found in 100 attempts.');
}

function valuesFor(variables: readonly QueryVariable[], chance: Chance): Record<string, unknown> {
  const given = variables.filter(({ hasDefault, type }) => !(hasDefault || !isNonNullType(type)) || chance.yes(0.7));
  return Object.fromEntries(given.map(({ name, type }) => [name, inputValue(type, chance)]));
}

class QueryWriter {
  readonly #variables: QueryVariable[] = [];
  readonly #definitions: string[] = [];
  readonly #fragments: { readonly name: string; readonly type: GraphQLCompositeType; readonly text: string }[] = [];
  readonly #schema: GraphQLSchema;
  readonly #chance: Chance;
  readonly #taste: QueryTaste;

  constructor(schema: GraphQLSchema, chance: Chance, taste: QueryTaste) {
    this.#schema = schema;
    this.#chance = chance;
    this.#taste = taste;
  }

  write(): { text: string; variables: readonly QueryVariable[] } {
    const root = this.#schema.getQueryType();
    if (!root) throw new Error('The schema has no Query.');
    const selections = this.#selections(root, 2 + this.#chance.below(4));
    const name = this.#chance.yes(0.2) ? ' Named' : '';
    const definitions = this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
    const used = this.#fragments.map((fragment) => fragment.text);
    return { text: [`query${name}${definitions} ${selections}`, ...used].join('\n'), variables: this.#variables };
  }

  #selections(type: GraphQLCompositeType, depth: number): string {
    const many = 1 + this.#chance.below(4);
    const parts = Array.from({ length: many }, () => this.#selection(type, depth)).filter((part) => part !== null);
    return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string | null {
    const chance = this.#chance;
    const root = type === this.#schema.getQueryType();
    if (root && chance.yes(this.#taste.introspection)) return this.#introspection();
    if (chance.yes(0.08)) return `${chance.yes(0.3) ? 'kind_: ' : ''}__typename${this.#directives()}`;
    if (depth > 0 && chance.yes(isAbstractType(type) ? 0.5 : 0.15)) return this.#fragment(type, depth);
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const usable = depth > 0 ? fields : fields.filter((field) => isLeafType(getNamedType(field.type)));
    return usable.length > 0 ? this.#field(type, chance.pick(usable), depth) : null;
  }

  #field(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const given = this.#arguments(field);
    const below = isCompositeType(type) ? ` ${this.#selections(type, depth - 1)}` : '';
    const text = `${this.#alias(parent, field, given)}${field.name}${given}${this.#directives()}${below}`;
    // The same field once more, with other selections: both have to be merged.
    if (!below || !isCompositeType(type) || !this.#chance.yes(0.15)) return text;
    const again = `${this.#aliasOf(text)}${field.name}${given} ${this.#selections(type, depth - 1)}`;
    return `${text} ${again}`;
  }

  #aliasOf(text: string): string {
    return /^\w+: /.exec(text)?.[0] ?? '';
  }

  #alias(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, given: string): string {
    const chance = this.#chance;
    if (chance.yes(this.#taste.shadowing)) return `${this.#shadowed(parent)}: `;
    if (chance.yes(0.02)) return `${chance.pick(NATIVE_NAMES)}: `;
    // Other arguments need another name; the same ones sometimes get one too.
    if (given) return `${field.name}_${(hashOf(given) >>> 0).toString(36)}: `;
    return chance.yes(0.12) ? `${field.name}_${chance.below(2)}: ` : '';
  }

  #shadowed(parent: GraphQLCompositeType): string {
    const concrete = isAbstractType(parent) ? this.#schema.getPossibleTypes(parent) : [parent];
    const names = concrete.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : []));
    return this.#chance.pick(names);
  }

  #arguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.filter((argument) => isRequiredArgument(argument) || this.#chance.yes(0.6));
    if (given.length === 0) return '';
    return `(${given.map(({ name, type }) => `${name}: ${this.#argumentValue(type)}`).join(', ')})`;
  }

  #argumentValue(type: GraphQLInputType): string {
    if (this.#chance.yes(0.4)) return this.#variable(type);
    return literal(type, inputValue(type, this.#chance));
  }

  /** A variable of the type, a known one or another one. */
  #variable(type: GraphQLInputType): string {
    const known = this.#variables.filter((variable) => String(variable.type) === String(type));
    if (known.length > 0 && this.#chance.yes(0.5)) return `$${this.#chance.pick(known).name}`;
    const name = `v${this.#variables.length}`;
    const hasDefault = this.#chance.yes(0.4);
    this.#variables.push({ name, type, hasDefault });
    const fallback = hasDefault ? ` = ${literal(type, inputValue(type, this.#chance))}` : '';
    this.#definitions.push(`$${name}: ${String(type)}${fallback}`);
    return `$${name}`;
  }

  #directives(): string {
    const made: string[] = [];
    for (const name of ['skip', 'include']) {
      if (!this.#chance.yes(0.04)) continue;
      const condition = this.#chance.yes(0.3) ? String(this.#chance.yes(0.5)) : this.#condition();
      made.push(` @${name}(if: ${condition})`);
    }
    return made.join('');
  }

  #condition(): string {
    const directive = this.#schema.getDirective('skip');
    const type = directive?.args[0]?.type;
    if (!type) throw new Error('The schema has no @skip.');
    return this.#variable(type);
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const chance = this.#chance;
    const on = chance.pick(this.#overlapping(type));
    const known = this.#fragments.filter((fragment) => fragment.type === on);
    if (known.length > 0 && chance.yes(0.5)) return `...${chance.pick(known).name}${this.#directives()}`;
    if (chance.yes(0.3)) {
      const body = this.#selections(on, depth - 1);
      const name = `F${this.#fragments.length}`;
      this.#fragments.push({ name, type: on, text: `fragment ${name} on ${on.name} ${body}` });
      return `...${name}${this.#directives()}`;
    }
    const condition = on === type && chance.yes(0.5) ? '' : ` on ${on.name}`;
    return `...${condition}${this.#directives()} ${this.#selections(on, depth - 1)}`;
  }

  /** Types on which a fragment can stand in a selection of a type. */
  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    const interfaces = possible.flatMap((one) => (isObjectType(one) ? one.getInterfaces() : []));
    return [type, ...possible, ...interfaces.filter((one) => isInterfaceType(one))];
  }

  #introspection(): string {
    const names = Object.keys(this.#schema.getTypeMap()).filter((name) => !name.startsWith('__'));
    const name = JSON.stringify(this.#chance.pick([...names, 'Nothing']));
    return this.#chance.pick([
      '__schema { queryType { name } types { name kind } }',
      `type_${(hashOf(name) >>> 0).toString(36)}: __type(name: ${name}) { kind name ...on __Type { fields { name type { name } } enumValues { name } } possibleTypes { name } }`,
    ]);
  }
}
