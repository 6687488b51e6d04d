import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Place } from './place.js';
import type { Run } from './run.js';

/** Makes the answer of a value that stands at a key of what stands at a place. Throws what `Run.failed` takes. */
export type Complete = (run: Run, value: unknown, up: Place, key: string | number) => unknown;

/** A field asked of objects of one type. */
export interface AskedField {
  /** Its number within the form. */
  readonly index: number;
  readonly key: string;
  /** Response names from the root, joined by dots. */
  readonly path: string;
  /** Whether lists that stand here and below may be answered as JSON text. */
  readonly writesLists: boolean;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nullable: boolean;
  /** Null: the property of the field's name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | null;
  /** False where the resolver does not take the fourth parameter. */
  readonly needsInfo: boolean;
  /** Whether it begins in a turn of its question (see `inTurns`), and whether a field below it does. */
  readonly beginsInTurns: boolean;
  beginsBelow: boolean;
  /** Null: a field of the root, or one that is written. */
  readonly giver: AskedField | null;
  complete: Complete;
  /** Whether its arguments are the same whatever the variables are. */
  readonly isConstant: boolean;
  /** Those arguments, once they were asked for: the same for all questions, so that nothing in them may be changed. */
  constants: Record<string, unknown> | null;
}

/** An operation as its fields are asked under the variables that decide @skip and @include. */
export interface Form {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly fields: readonly AskedField[];
  /** The answer of the root. */
  readonly root: (run: Run, source: unknown, up: null, key: '', nullable: true) => Record<string, unknown>;
}
