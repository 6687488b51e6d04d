import { Supergraph } from '@apollo/federation-internals';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  type SelectionNode,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aliasFaults } from '../../gateway/alias-guard.js';
import { readProjectFile } from '../../schema/files.js';
import { type Asked, gatewayOver, inProcess } from './asking.js';
import { smallSchemas } from './small-graph.js';

const sdl = readProjectFile('schema', 'supergraph.graphql');
const schema = Supergraph.build(sdl).schema.toGraphQLJSSchema();

/** "Type.field" of every field that is a key or part of a requirement of some subgraph. */
function neededFields(): string[] {
  const needed = new Set<string>();
  const collect = (types: readonly string[], selections: readonly SelectionNode[]) => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) continue;
      const next = new Set<string>();
      for (const type of types.flatMap(withPossible)) {
        const field = type.getFields()[selection.name.value];
        if (!field) continue;
        needed.add(`${type.name}.${selection.name.value}`);
        next.add(getNamedType(field.type).name);
      }
      collect([...next], selection.selectionSet?.selections ?? []);
    }
  };
  for (const node of parse(sdl).definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const directives = [node, ...(node.fields ?? [])].flatMap((holder) => holder.directives ?? []);
    for (const argument of directives.flatMap((directive) => directive.arguments ?? [])) {
      if (!['key', 'requires'].includes(argument.name.value) || argument.value.kind !== Kind.STRING) continue;
      const [operation] = parse(`{ ${argument.value.value} }`).definitions;
      if (operation?.kind === Kind.OPERATION_DEFINITION) collect([node.name.value], operation.selectionSet.selections);
    }
  }
  return [...needed].sort();
}

function withPossible(name: string): GraphQLObjectType[] {
  const type = schema.getType(name);
  if (isObjectType(type)) return [type];
  return type && 'resolveType' in type ? [...schema.getPossibleTypes(type)] : [];
}

/** A question that asks another field of the type under the name of a needed one. */
function poisoned(typename: string, name: string, on: GraphQLSchema): string {
  const type = on.getType(typename);
  if (!isObjectType(type)) throw new Error(`${typename} is no object type.`);
  const other = Object.values(type.getFields()).find((field) => field.name !== name);
  const field = other ?? { name: '__typename', type: null };
  const below = field.type && !isLeafType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `fragment F on ${typename} { ${name}: ${field.name}${below} }`;
}

describe('an alias that stands for another field', () => {
  const needed = neededFields();

  test('the keys and requirements of the supergraph are found', () => {
    expect(needed).toEqual(
      expect.arrayContaining([
        'Indicator.rule',
        'Indicator.asOf',
        'Target.withdrawn',
        'HealthSeries.headline',
        'Observation.sample',
        'Area.id',
      ]),
    );
    expect(needed.length).toBeGreaterThan(40);
  });

  test.each(needed)('is refused for %s', (place) => {
    const [typename = '', name = ''] = place.split('.');
    const [fault, ...more] = aliasFaults(schema, parse(poisoned(typename, name, schema)));
    expect(fault).toContain(`"${name}"`);
    expect(fault).toContain(typename);
    expect(more).toEqual([]);
  });

  test('is refused through an interface, for a field that only one concrete type has', () => {
    const small = parse('{ items { series { points: label } } }');
    const interfaces = Supergraph.build(sdl).schema.toGraphQLJSSchema();
    expect(aliasFaults(interfaces, small)).toEqual([]);
    const real = parse('{ indicators { series { headline: indicator } } }');
    expect(aliasFaults(schema, real)).toHaveLength(1);
  });

  test('is refused when it begins with two underscores', () => {
    expect(aliasFaults(schema, parse('{ indicators { __typename: code } }'))[0]).toContain('two underscores');
  });

  test('is not refused when it is the field’s own name, or nobody’s', () => {
    expect(aliasFaults(schema, parse('{ indicators { code: code n: name kind_: kind } }'))).toEqual([]);
  });
});

describe('a question with such an alias', () => {
  let gateway: Asked;
  beforeAll(async () => {
    gateway = await gatewayOver(inProcess(smallSchemas()));
  });
  afterAll(() => gateway.close());

  test.each([
    ['in the question', '{ items { kind: name mark } }', 'kind'],
    ['in a named fragment', 'fragment F on Item { weight: price } { items { ...F mark } }', 'weight'],
    ['on a union, by one of its types', '{ found { mail: __typename ... on Keeper { name } } }', 'mail'],
    ['on an interface, by a field of one of its types', '{ items { series { points: label } } }', 'points'],
    ['with a name that clients cannot see', '{ hidden: shop { id } }', 'hidden'],
  ])('%s is refused as bad input, naming alias and field', async (_title, query, alias) => {
    const { data, errors } = await gateway.ask(query);
    expect(data).toBeUndefined();
    expect(errors?.map((error) => error.extensions?.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toContain(`"${alias}"`);
    expect(errors?.[0]?.message).toContain('choose another alias');
  });
});
