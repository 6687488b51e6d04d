import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { readProjectFile } from '../../schema/files.js';
import { subgraphSdl } from '../../schema/sdl.js';
import { SUBGRAPHS } from '../../schema/subgraphs.js';

/** The places of a type that have no description: the type, its fields, arguments and values. */
function undescribed(type: GraphQLNamedType): string[] {
  const missing = type.description ? [] : [type.name];
  if (isEnumType(type)) {
    missing.push(
      ...type
        .getValues()
        .filter((v) => !v.description)
        .map((v) => `${type.name}.${v.name}`),
    );
  }
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
    missing.push(
      ...Object.values(type.getFields())
        .filter((f) => !f.description)
        .map((f) => `${type.name}.${f.name}`),
    );
  }
  return missing;
}

describe('the words of the graph', () => {
  test('every type, field and value that clients see has a sentence', () => {
    const schema = buildSchema(readProjectFile('schema', 'api.graphql'));
    const types = Object.values(schema.getTypeMap()).filter(
      (t) => !t.name.startsWith('__') && !isSpecifiedScalarType(t),
    );
    expect(types.length).toBeGreaterThan(40);
    expect(types.filter((t) => t.name !== 'Query').flatMap(undescribed)).toEqual([]);
    expect(undescribed(schema.getQueryType() as GraphQLNamedType).filter((name) => name !== 'Query')).toEqual([]);
  });

  test.each(SUBGRAPHS.map((s) => s.name))('the SDL of %s is a subgraph schema', (name) => {
    expect(buildSubgraphSchema(parse(subgraphSdl(name))).getType('Query')).toBeDefined();
  });

  test('no field that clients see is answered by nobody: every interface has concrete types', () => {
    const schema = buildSchema(readProjectFile('schema', 'api.graphql'));
    for (const name of ['Series', 'Source']) {
      const type = schema.getType(name);
      if (!isInterfaceType(type)) throw new Error(`${name} is no interface`);
      expect(schema.getPossibleTypes(type)).toHaveLength(5);
    }
  });
});
