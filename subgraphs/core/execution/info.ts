import type { GraphQLResolveInfo } from 'graphql';
import type { AskedField, Form } from './form.js';
import type { Place } from './place.js';

/** What a resolver is told of its field. The path is made when it is asked for, which hardly any resolver does. */
export class Info implements GraphQLResolveInfo {
  readonly fieldName: string;
  readonly fieldNodes: GraphQLResolveInfo['fieldNodes'];
  readonly returnType: GraphQLResolveInfo['returnType'];
  readonly parentType: GraphQLResolveInfo['parentType'];
  readonly schema: GraphQLResolveInfo['schema'];
  readonly fragments: GraphQLResolveInfo['fragments'];
  readonly operation: GraphQLResolveInfo['operation'];
  readonly rootValue = undefined;
  readonly #key: string;
  readonly #up: Place;

  constructor(
    { nodes, key, definition, parentType }: AskedField,
    { schema, fragments, operation }: Form,
    readonly variableValues: Record<string, unknown>,
    up: Place,
  ) {
    this.#up = up;
    this.fieldName = definition.name;
    this.fieldNodes = nodes;
    this.returnType = definition.type;
    this.parentType = parentType;
    this.schema = schema;
    this.fragments = fragments;
    this.operation = operation;
    this.#key = key;
  }

  get path(): GraphQLResolveInfo['path'] {
    return graphqlPath(this.#up, this.#key);
  }
}

function graphqlPath(place: Place, key: string | number): GraphQLResolveInfo['path'] {
  return { prev: place.up === null ? undefined : graphqlPath(place.up, place.key), key, typename: undefined };
}
