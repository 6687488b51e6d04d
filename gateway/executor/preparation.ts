import { createHash } from 'node:crypto';
import { operationFromDocument, type Schema } from '@apollo/federation-internals';
import type { PlanNode, QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  visit,
} from 'graphql';
import { aliasFaults } from '../alias-guard.js';
import { badInput } from '../errors.js';
import { Lru } from './lru.js';
import { Requirements } from './picking.js';
import { type Shaper, shapers } from './shaper.js';
import { Sources } from './sources.js';
import type { SupergraphFacts } from './supergraph-facts.js';
import { type Waves, wavesOf } from './waves.js';

/** An operation that is ready to be executed, as often as it is asked. */
export interface Prepared {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Undefined when nothing has to be fetched (introspection). */
  readonly plan: PlanNode | undefined;
  readonly waves: Waves;
  readonly requirements: Requirements;
  /** What shapes the answer under some variables (coerced); null where the operation asks about the schema itself. */
  readonly shaperFor: (variables: Readonly<Record<string, unknown>>) => Shaper | null;
}

export interface Preparation {
  readonly facts: SupergraphFacts;
  readonly planner: QueryPlanner;
  /** What clients see. */
  readonly apiSchema: Schema;
  /** The same as GraphQL's own library has it. */
  readonly clientSchema: GraphQLSchema;
  /** Whether what a subgraph answers is as its schema says, without a look at it. */
  readonly isTrusted: (subgraph: string) => boolean;
  /** Whether a subgraph answers, and is told, in JSON text. */
  readonly passesText: (subgraph: string) => boolean;
  /** Plans kept at most. */
  readonly mostPlans: number;
}

/**
 * Prepares operations and remembers the plans, by the text without blanks and comments. Throws GraphQLError: a
 * mutation or subscription, an alias that would poison a requirement, or an operation that the planner refuses.
 */
export function preparer(preparation: Preparation): (document: DocumentNode, name: string | null) => Prepared {
  const plans = new Lru<string, Prepared>(preparation.mostPlans);
  // Apollo Server keeps parsed documents by their text, so each is printed once.
  const texts = new WeakMap<DocumentNode, string>();
  return (document, name) => {
    const text = texts.get(document) ?? createHash('sha256').update(print(document)).digest('base64');
    texts.set(document, text);
    const operation = getOperationAST(document, name);
    if (!operation) throw badInput('The document does not say which of its operations is meant; set operationName.');
    // A document's only operation is the same whether the question names it or not.
    const key = `${text} ${operation.name?.value ?? ''}`;
    const known = plans.get(key);
    if (known) return known;
    const prepared = prepare(preparation, document, operation);
    plans.set(key, prepared);
    return prepared;
  };
}

function prepare(
  { facts, planner, apiSchema, clientSchema, isTrusted, passesText }: Preparation,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Prepared {
  if (operation.operation !== OperationTypeNode.QUERY) throw notAQuery(operation);
  const faults = aliasFaults(facts.schema, document);
  if (faults.length > 0) throw badInput(faults.join(' '));
  const { node } = planner.buildQueryPlan(
    operationFromDocument(apiSchema, withoutIntrospection(document), nameOption(operation)),
  );
  // Of a subscription only, which is refused above.
  if (node?.kind === 'Subscription') throw notAQuery(operation);
  const definitions = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(definitions.map((fragment) => [fragment.name.value, fragment]));
  return {
    operation,
    fragments,
    plan: node,
    waves: wavesOf(node),
    requirements: new Requirements(),
    shaperFor: shapers({ schema: clientSchema, operation, fragments }, document, (variables) =>
      Sources.of({ plan: node, asked: { facts, fragments, variables }, isTrusted, passesText }),
    ),
  };
}

/** What is asked about the schema itself needs no plan; the planner fails over it below an @include or @skip. */
function withoutIntrospection(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: ({ name: { value } }) => (value === '__schema' || value === '__type' ? TYPE_NAME : undefined),
  });
}

const TYPE_NAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The validation of GraphQL lets a mutation pass that the schema has no type for. */
function notAQuery(operation: OperationDefinitionNode): GraphQLError {
  return new GraphQLError(`The graph only answers questions: ask with "query", it has no ${operation.operation}.`, {
    nodes: operation,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}

function nameOption({ name }: OperationDefinitionNode): { operationName?: string } {
  return name ? { operationName: name.value } : {};
}
