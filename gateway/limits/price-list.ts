import {
  buildASTSchema,
  type ConstDirectiveNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getDirectiveValues,
  isAbstractType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { ListSize, Rows } from './list-size.js';

/** What one value of a field costs, and how long it is if it is a list. */
interface FieldPrice {
  readonly field: GraphQLField<unknown, unknown>;
  readonly weight: number;
  readonly size: ListSize | null;
}

/** The prices that the SDL of a supergraph states by `@cost`, `@listSize` and `@rows`. */
export interface PriceList {
  readonly schema: GraphQLSchema;
  /** The prices of a field on a type, on each type that an interface may turn out to be; none where there is no such field. */
  of(type: GraphQLCompositeType, field: string): readonly FieldPrice[];
}

type Annotated = {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
};

/** Reads the prices. Throws where the SDL says something by `sizedFields`, which the graph has no lists for. */
export function priceList(supergraphSdl: string): PriceList {
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValidSDL: true });
  const known = new Map<GraphQLField<unknown, unknown>, FieldPrice>();
  const priced = (field: GraphQLField<unknown, unknown>): FieldPrice => {
    const found = known.get(field) ?? fieldPrice(schema, field);
    known.set(field, found);
    return found;
  };
  return {
    schema,
    of(type, name) {
      const meta = metaField(schema, type, name);
      if (meta) return [priced(meta)];
      const concrete = isAbstractType(type) ? schema.getPossibleTypes(type) : [type as GraphQLObjectType];
      const fields = concrete.flatMap((one) => one.getFields()[name] ?? []);
      return fields.map(priced);
    },
  };
}

function metaField(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === '__typename') return TypeNameMetaFieldDef;
  if (type !== schema.getQueryType()) return undefined;
  return name === '__schema' ? SchemaMetaFieldDef : name === '__type' ? TypeMetaFieldDef : undefined;
}

function fieldPrice(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): FieldPrice {
  let type = field.type;
  let isList = false;
  while (isNonNullType(type) || isListType(type)) {
    isList ||= isListType(type);
    type = type.ofType;
  }
  const weight = said(schema, 'cost', field)?.weight ?? said(schema, 'cost', type)?.weight ?? 1;
  return { field, weight: Number(weight), size: isList ? listSize(schema, field) : null };
}

function listSize(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): ListSize {
  const stated = said(schema, 'listSize', field);
  if (stated?.sizedFields)
    throw new Error(`${field.name}: the lists of this graph are sized themselves, not by sizedFields.`);
  return {
    assumedSize: (stated?.assumedSize as number | undefined) ?? usualInSchema(schema, field),
    slicingArguments: (stated?.slicingArguments as readonly string[] | undefined) ?? [],
    rows: (said(schema, 'rows', field) as Rows | undefined) ?? null,
  };
}

function said(schema: GraphQLSchema, directive: string, of: Annotated) {
  const definition = schema.getDirective(directive);
  const directives = of.astNode?.directives;
  return definition && directives ? getDirectiveValues(definition, { directives }) : undefined;
}

/** The schema about itself: as many types as there are, and of what they have, as many as they have on average. */
function usualInSchema(schema: GraphQLSchema, { name, astNode }: GraphQLField<unknown, unknown>): number | null {
  if (astNode) return null;
  const types = Object.values(schema.getTypeMap());
  if (name === 'types') return types.length;
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  if (name === 'args') return Math.ceil(fields.reduce((sum, { args }) => sum + args.length, 0) / fields.length);
  if (name === 'fields') return Math.ceil(fields.length / types.length);
  const members = types.filter((type) => isUnionType(type) || isInterfaceType(type)).length;
  return name === 'possibleTypes' ? Math.max(1, members) : 1;
}
