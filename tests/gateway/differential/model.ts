import type { Chance } from './chance.js';

/** A field of a graph, whichever subgraphs serve it. */
export interface FieldModel {
  readonly name: string;
  /** As in SDL, like "[T1!]". */
  readonly type: string;
  /** As in SDL, like "(n: Int = 1)"; empty: none. */
  readonly args: string;
  /** What it requires of its type, as in @requires; empty: nothing. */
  readonly requires: string;
  /** The concrete types that a value of an abstract type may have, in the subgraphs that serve the field. */
  readonly choices: string[];
}

export interface TypeModel {
  readonly name: string;
  readonly kind: 'entity' | 'value' | 'interface' | 'union' | 'enum' | 'root';
  /** Field sets of an entity's keys; the first one is known to every subgraph that knows the entity. */
  readonly keys: readonly string[];
  readonly fields: FieldModel[];
  /** Concrete types of an interface or a union. */
  readonly members: readonly string[];
  /** True for an interface that one subgraph defines as entity and another one extends by @interfaceObject. */
  readonly extended: boolean;
}

/** A federated graph: what each subgraph declares, and what all of them mean together. */
export interface GraphModel {
  readonly types: ReadonlyMap<string, TypeModel>;
  /** The SDL by the subgraph's name. */
  readonly subgraphs: ReadonlyMap<string, string>;
  /** "subgraph Type.field" of what a subgraph still declares though another one has taken it over. */
  readonly stale: ReadonlySet<string>;
}

export const SCALARS = ['Int', 'Float', 'String', 'Boolean', 'ID'] as const;
const WRAPPERS = ['%', '%', '%', '%!', '[%]', '[%!]!', '[%!]', '[[%]]', '[[%!]!]'] as const;
const ARGS = ['(n: Int)', '(kind: E0 = A)', '(ids: [ID!])', '(in: Filter)', '(n: Int! = 2, lang: String)'] as const;

/** The keys that an entity may have: of one field, of several with one that may be null, of a value; two of them. */
const KEYS = [['id'], ['id'], ['code region'], ['id', 'code region'], ['at { x y }'], ['at { x y }', 'id']] as const;

export const KEY_FIELDS: Readonly<Record<string, string>> = {
  id: 'ID!',
  code: 'Int!',
  region: 'String',
  at: 'Spot!',
};

/** The value type P0 is served in parts, by the first two subgraphs. */
export const PARTS: Readonly<Record<string, readonly string[]>> = { s0: ['pa', 'both'], s1: ['pb', 'both'] };

export function wrapped(name: string, chance: Chance): string {
  return chance.pick(WRAPPERS).replace('%', name);
}

export function someArgs(chance: Chance, probability: number): string {
  return chance.yes(probability) ? chance.pick(ARGS) : '';
}

function typeModel(name: string, kind: TypeModel['kind'], more: Partial<TypeModel> = {}): TypeModel {
  return { name, kind, keys: [], fields: [], members: [], extended: false, ...more };
}

function field(name: string, type: string): FieldModel {
  return { name, type, args: '', requires: '', choices: [] };
}

/** The types of a graph before it is known which subgraph serves what: with keys and members, few with fields. */
export function emptyTypes(chance: Chance): Map<string, TypeModel> {
  const entities = Array.from({ length: 2 + chance.below(3) }, (_, index) => `T${index}`);
  const twins = chance.yes(0.6) ? ['M0', 'M1'] : [];
  const made: TypeModel[] = [typeModel('Query', 'root'), typeModel('E0', 'enum')];
  made.push(valueType('V0', [], chance), valueType('V1', ['V0'], chance));
  made.push(typeModel('Spot', 'value', { fields: [field('x', 'Int!'), field('y', 'String')] }));
  made.push(typeModel('P0', 'value', { fields: [field('pa', '[Int]'), field('pb', 'V0'), field('both', 'Float')] }));
  // Members of interfaces have an id, so that the interface has a field in every subgraph.
  const named = chance.some(entities, 0.7);
  for (const name of entities) {
    const keys = named.includes(name) ? [...new Set(['id', ...chance.pick(KEYS)])] : chance.pick(KEYS);
    made.push(typeModel(name, 'entity', { keys }));
  }
  for (const name of twins) made.push(typeModel(name, 'entity', { keys: ['id'] }));
  if (named.length > 0) made.push(typeModel('I0', 'interface', { members: [...named, 'V0'] }));
  if (named.length > 1 && chance.yes(0.5)) made.push(typeModel('I1', 'interface', { members: named.slice(0, 2) }));
  made.push(typeModel('U0', 'union', { members: chance.some([...entities, ...twins, 'V1'], 0.7) }));
  if (twins.length > 0) made.push(typeModel('M', 'interface', { members: twins, extended: true }));
  const types = made.filter((type) => type.kind !== 'union' || type.members.length > 0);
  return new Map(types.map((type) => [type.name, type]));
}

/** A type without key that every subgraph which knows it serves in full. */
function valueType(name: string, others: readonly string[], chance: Chance): TypeModel {
  const fields = [field('id', 'ID!'), field('size', wrapped(chance.pick(['Int', 'Float']), chance))];
  fields.push(field('what', wrapped(chance.pick(['E0', 'String', 'Boolean', ...others]), chance)));
  if (chance.yes(0.5)) fields.push({ ...field('sum', wrapped('Int', chance)), args: '(n: Int = 1)' });
  for (const other of others) if (chance.yes(0.5)) fields.push(field('part', wrapped(other, chance)));
  return typeModel(name, 'value', { fields });
}
