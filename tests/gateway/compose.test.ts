import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { composeSubgraphs, composeSupergraph } from '../../schema/compose.js';
import { readProjectFile } from '../../schema/files.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])';

function compose(sdl: Record<string, string>) {
  return composeSubgraphs(
    Object.entries(sdl).map(([name, text]) => ({
      name,
      url: `http://127.0.0.1:1/${name}`,
      typeDefs: parse(`${LINK} ${text}`),
    })),
  );
}

const figures = (fields: string) => `
  type Query { things: [Thing] }
  type Thing @key(fields: "id") { id: ID! series: Series }
  interface Series { id: ID! value: Float }
  type North implements Series { id: ID! ${fields} }`;
const marks = `
  type Thing @key(fields: "id") { id: ID! series: Series @external mark: String @requires(fields: "series { value }") }
  interface Series { value: Float }
  type North implements Series { value: Float @external }`;

describe('composition', () => {
  test('of the declared subgraphs is what is checked in, the same each time', () => {
    const [one, two] = [composeSupergraph(), composeSupergraph()];
    expect(two).toEqual(one);
    expect(one.supergraphSdl === readProjectFile('schema', 'supergraph.graphql')).toBe(true);
    expect(one.apiSdl === readProjectFile('schema', 'api.graphql')).toBe(true);
  });

  test('keeps a sentence on every type, field, argument of fields and value of the API', () => {
    const api = buildSchema(readProjectFile('schema', 'api.graphql'));
    const silent = Object.values(api.getTypeMap())
      .filter(({ name, astNode }) => astNode && name !== 'Query')
      .flatMap((type) => {
        const members =
          'getFields' in type ? Object.values(type.getFields()) : 'getValues' in type ? type.getValues() : [];
        const places = [type, ...members].filter(({ description }) => !description);
        return places.map(({ name }) => `${type.name}: ${name}`);
      });
    expect(silent).toEqual([]);
  });

  test('gives the subgraphs their declared ports on loopback', () => {
    expect(readProjectFile('schema', 'supergraph.graphql')).toContain('url: "http://127.0.0.1:4104/graphql"');
  });

  test('accepts a requirement without arguments', () => {
    expect(compose({ figures: figures('value: Float'), marks }).apiSdl).toContain('mark: String');
  });

  test('refuses a requirement that names a field with arguments, even if only a concrete type gives it some', () => {
    expect(() => compose({ figures: figures('value(round: Boolean): Float'), marks })).toThrow(
      'marks: Thing.mark requires North.value, which takes arguments in figures',
    );
  });

  test('names all faults at once', () => {
    const broken = `${figures('value(round: Boolean): Float')} type Odd { a: Nothing }`;
    expect(() => compose({ figures: broken, marks })).toThrow(/North\.value.*Nothing/s);
  });
});
