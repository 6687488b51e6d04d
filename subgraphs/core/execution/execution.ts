import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { decidingVariables } from '../../../schema/deciding-variables.js';
import { Turns } from '../turns.js';
import { compile, type WrittenBelow } from './compilation.js';
import type { Form } from './form.js';
import { type Question, Run } from './run.js';
import { type Coerce, coercion } from './variables.js';

/** What is asked of a subgraph. */
interface Execution {
  /** Valid, and known again by its identity. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly contextValue: object;
  readonly variableValues: Readonly<Record<string, unknown>>;
  /** Aborted when nobody waits any more: a long list is then not answered to its end, and the answer rejects. */
  readonly signal?: AbortSignal;
  /** Where lists may be answered as WrittenList; nowhere by default. */
  readonly writtenBelow?: WrittenBelow | undefined;
}

/** Answers as GraphQL's `execute` does; never throws for what a resolver does. */
export type Execute = (execution: Execution) => ExecutionResult | Promise<ExecutionResult>;

/** Forms kept for one operation at most: one for each combination of the variables that decide @skip and @include. */
const MOST_FORMS = 32;

/** An operation of a document, and the forms of it that were compiled; null where only the interpreter can answer. */
interface Known {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Form['fragments'];
  readonly deciding: readonly string[];
  readonly coerce: Coerce;
  readonly forms: Map<string, Form | null>;
}

/**
 * Executes documents on a schema by functions compiled of them, once for each document; documents are known by identity and
 * forgotten with it. Long lists are answered in several `turns`, which are dealt by question: `questionOf` tells it by the context,
 * of which Apollo Server makes copies, and nothing goes on of one whose signal is aborted. What a resolver is handed differs in one
 * thing from GraphQL's own execution: `info` comes only to resolvers that take it as a parameter, and its path has no type names.
 */
export function compiledExecution(
  schema: GraphQLSchema,
  turns = new Turns(),
  questionOf: (context: object) => Question = (context) => context as Question,
): Execute {
  const documents = new WeakMap<DocumentNode, Map<string | null, Known | null>>();
  const knownOf = (document: DocumentNode, name: string | null): Known | null => {
    const byName = documents.get(document) ?? new Map<string | null, Known | null>();
    documents.set(document, byName);
    const found = byName.get(name);
    if (found !== undefined) return found;
    const made = known(schema, document, name);
    byName.set(name, made);
    return made;
  };
  return (execution) => {
    const { document, operationName, contextValue, variableValues, signal, writtenBelow = [] } = execution;
    const known = knownOf(document, operationName);
    if (!known) return execute({ schema, ...execution });
    const { coerced, errors } = known.coerce(variableValues);
    if (errors) return { errors };
    const form = formOf(schema, known, coerced, writtenBelow);
    if (!form) return execute({ schema, ...execution });
    return new Run(form, contextValue, coerced, turns, questionOf(contextValue), signal).execute();
  };
}

function formOf(
  schema: GraphQLSchema,
  known: Known,
  variables: Readonly<Record<string, unknown>>,
  writtenBelow: WrittenBelow,
): Form | null {
  const decided = known.deciding.map((name) => String(variables[name]));
  // Not the paths alone: "everywhere" is the empty one.
  const key = [...decided, ...writtenBelow.map((path) => `${path}.`)].join(' ');
  const found = known.forms.get(key);
  if (found !== undefined) return found;
  const { operation, fragments, forms } = known;
  const form = compile({ schema, operation, fragments }, variables, writtenBelow);
  const [oldest] = forms.size >= MOST_FORMS ? forms.keys() : [];
  if (oldest !== undefined) forms.delete(oldest);
  forms.set(key, form);
  return form;
}

/** Null where there is no query of that name. */
function known(schema: GraphQLSchema, document: DocumentNode, name: string | null): Known | null {
  const operation = getOperationAST(document, name);
  if (operation?.operation !== OperationTypeNode.QUERY) return null;
  const fragments = document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one] : []));
  return {
    operation,
    fragments: Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
    deciding: decidingVariables(document),
    coerce: coercion(schema, operation),
    forms: new Map(),
  };
}
