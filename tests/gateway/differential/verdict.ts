import {
  type FieldNode,
  type GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { Asking, Opinion } from './gateways.js';
import { type KnownFaultName, knownFault } from './known-faults.js';

/** Differences that are wanted, besides the known faults of the stock gateway, each with its reason. */
const WANTED = {
  'alias refused':
    'An alias that is the name of another field of its type may stand where the planner expects a key or a requirement; ours refuses it, the stock gateway may hand a wrong value on.',
  'requirement failed':
    'What a fetch asks for another subgraph fails, and the failure rises to what the client asked. Without subgraphs that field is not asked there.',
  'failure in a requirement':
    'What the client asks of a required object fails and makes null of the object, for both are asked together; who requires it gets null. Without subgraphs each has an object of its own.',
  'nothing asked below':
    'Below a field all is left out by @skip and @include; the planner then does not ask for the field, and both gateways answer null instead of empty objects, or an error where null may not be.',
} as const;

export type Wanted = keyof typeof WANTED | KnownFaultName;

export interface Opinions {
  readonly ours: Opinion;
  readonly overHttp: Opinion;
  readonly stock: Opinion;
  /** Undefined where a subgraph does not know an entity of another one, which one schema cannot tell. */
  readonly plain: Opinion | undefined;
}

/** Undefined where all agree; the name of a wanted difference; else what is at fault. */
export type Verdict = { readonly wanted: Wanted } | { readonly fault: string } | undefined;

export function verdict(schema: GraphQLSchema, asking: Asking, { ours, overHttp, stock, plain }: Opinions): Verdict {
  if (!same(overHttp, ours) || failures(overHttp) !== failures(ours))
    return { fault: 'ours over HTTP is unlike ours in one process' };
  const broken = [ours, overHttp]
    .flatMap(({ errors }) => errors)
    .find(({ extensions }) => extensions.code === 'THROWN');
  if (broken) return { fault: `ours throws: ${broken.message}` };
  if (isRefusal(ours)) return { wanted: 'alias refused' };
  const unasked = stock.errors.some(
    ({ path }) => path && (!isAsked(schema, asking, path) || isLeftOut(ours.data, path)),
  );
  const stockFault = same(stock, ours) ? undefined : knownFault(asking, stock, ours);
  if (unasked && (same(ours, stock) || stockFault || (plain && same(ours, plain))))
    return { wanted: 'requirement failed' };
  const unlike = plain && unlikeAnswers(ours, plain);
  if (unlike === 'data' && same(ours, stock) && (isEmptier(ours.data, plain?.data) || isOverNothing(ours, plain)))
    return { wanted: 'nothing asked below' };
  if (unlike === 'data' && (same(ours, stock) || stockFault) && isSharedFailure(asking, ours, plain))
    return { wanted: 'failure in a requirement' };
  if (unlike) return { fault: `${unlike} of ours` };
  if (stockFault) return { wanted: stockFault };
  if (!same(stock, ours)) return { fault: 'unlike the stock gateway, in a way that is not known' };
  const silent = ours.errors.length === 0 && stock.errors.length > 0;
  return silent ? { fault: 'ours is silent on errors' } : undefined;
}

/** Whether only what requires something differs, and there is a failure in an object that is required. */
function isSharedFailure({ world }: Asking, ours: Opinion, plain: Opinion | undefined): boolean {
  const needy = [...world.model.types.values()]
    .flatMap((type) => type.fields)
    .filter(({ requires }) => requires !== '');
  const required = needy.flatMap(({ requires }) => [...requires.matchAll(/(\w+) {/g)].map(([, name]) => name));
  const names = needy.map(({ name }) => name);
  const without = (data: unknown) =>
    JSON.stringify(data, (key, value: unknown) => (isAnyOf(names, key) ? undefined : value));
  const failed = ours.errors.some(({ path }) => path?.some((step) => isAnyOf(required, step)));
  return failed && without(ours.data) === without(plain?.data);
}

/** Whether a response name is one of these fields'; aliases begin with the name of their field. */
function isAnyOf(fields: readonly (string | undefined)[], responseName: string | number): boolean {
  return fields.some((field) => responseName === field || String(responseName).startsWith(`${field}_`));
}

/** Whether an error, which may rise, is about a value without any figure. */
function isOverNothing({ errors }: Opinion, plain: Opinion | undefined): boolean {
  return errors.some(({ path = [] }) => {
    const value = path.reduce((here: unknown, step) => (here as Record<string, unknown> | null)?.[step], plain?.data);
    return value !== undefined && value !== null && hasNoFigure(value);
  });
}

function hasNoFigure(value: unknown): boolean {
  return !/\d|[a-z]/i.test(String(JSON.stringify(value)).replaceAll('null', ''));
}

/** Whether a value is another one in which null stands for parts without any figure. */
function isEmptier(value: unknown, whole: unknown): boolean {
  if (value === null && hasNoFigure(whole)) return true;
  if (typeof value !== 'object' || value === null) return value === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(value).every(([key, part]) => isEmptier(part, (whole as Record<string, unknown>)[key]));
}

function isRefusal({ data, errors }: Opinion): boolean {
  return data === null && errors.length > 0 && errors.every(({ message }) => message.startsWith('The alias "'));
}

/** With the keys of objects in the same order. */
function same(one: Opinion, other: Opinion): boolean {
  return JSON.stringify(one.data) === JSON.stringify(other.data);
}

/** Where what failed, and how, as one text. */
function failures({ errors }: Opinion): string {
  return errors
    .map(({ path, extensions: { code, department } }) => JSON.stringify([path, code, department]))
    .sort()
    .join();
}

type Path = readonly (string | number)[];

/** What of two answers is not the same: their data, or which errors made which nulls. */
function unlikeAnswers(ours: Opinion, plain: Opinion): string | undefined {
  if (!same(ours, plain)) return 'data';
  const [here, there] = [ours, plain].map(errorsByPlace);
  if (!here || !there) throw new Error('Two opinions were expected.');
  for (const [place, { path }] of here) if (!there.has(place)) return `an error too many at ${path} (${place})`;
  for (const [place, { path, extensions }] of there) {
    const ourError = here.get(place);
    if (!ourError) return `no error at ${path} (${place})`;
    const code = /^SOURCE_/.test(String(extensions.code)) ? extensions.code : 'INTERNAL_SERVER_ERROR';
    if (place === JSON.stringify(path) && String(ourError.path) === String(path) && ourError.extensions.code !== code) {
      return `the code ${ourError.extensions.code} instead of ${code} at ${path}`;
    }
  }
  return undefined;
}

function errorsByPlace({ data, errors }: Opinion): Map<string, GraphQLError> {
  return new Map(errors.map((error) => [placeOf(data, error), error]));
}

/** The place of the null that an error made: its own or, where that may not be null, the one above. */
function placeOf(data: unknown, { path = [] }: GraphQLError): string {
  let here = data;
  for (const [at, step] of path.entries()) {
    if (here === null) return JSON.stringify(path.slice(0, at));
    if (typeof here !== 'object') return `nowhere: ${JSON.stringify(path)}`;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here === null ? JSON.stringify(path) : `not null: ${JSON.stringify(path)}`;
}

/** Whether an object on a path has no field of that name: it was not asked of objects of its type. */
function isLeftOut(data: unknown, path: Path): boolean {
  let here = data;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return false;
    if (typeof step === 'string' && !Object.hasOwn(here, step)) return true;
    here = (here as Record<string | number, unknown>)[step];
  }
  return false;
}

/** Whether the client asked for what stands at a path, whatever the types of the objects on it. */
function isAsked(schema: GraphQLSchema, { query: { document }, variables }: Asking, path: Path): boolean {
  const operation = getOperationAST(document);
  const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
  if (!operation || !coerced) throw new Error('The query cannot be executed.');
  const fieldsOf = (selections: readonly SelectionNode[]): FieldNode[] =>
    selections.flatMap((node): FieldNode[] => {
      const skipped = getDirectiveValues(GraphQLSkipDirective, node, coerced)?.if === true;
      if (skipped || getDirectiveValues(GraphQLIncludeDirective, node, coerced)?.if === false) return [];
      if (node.kind === Kind.FIELD) return [node];
      if (node.kind === Kind.INLINE_FRAGMENT) return fieldsOf(node.selectionSet.selections);
      const named = document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value,
      );
      return named && 'selectionSet' in named ? fieldsOf(named.selectionSet.selections) : [];
    });
  let open: readonly SelectionNode[] = operation.selectionSet.selections;
  for (const step of path) {
    if (typeof step === 'number') continue;
    const fields = fieldsOf(open).filter((field) => (field.alias ?? field.name).value === step);
    if (fields.length === 0) return false;
    open = fields.flatMap((field) => field.selectionSet?.selections ?? []);
  }
  return true;
}
