import type { FetchNode } from '@apollo/query-planner';
import { askInTime } from '../subgraphs/asking.js';
import type { SubgraphAnswer, SubgraphClient, SubgraphQuery } from '../subgraphs/client.js';
import { SubgraphFailure } from '../subgraphs/failure.js';
import { isRecord } from '../subgraphs/reading.js';
import { fetchedFields } from './fetched-fields.js';
import { failuresOf } from './passing-on.js';
import { representationsOf } from './representations.js';
import { applyRewrites, renamedPath } from './rewrites.js';
import type { Run } from './run.js';
import { merge, own, type Place, placesAt, type Tree } from './tree.js';
import { fetchDeadline } from './waves.js';

/** What one item of a subgraph's answer is for: the places of an entity, or of a root object. */
interface Target {
  readonly places: readonly Place[];
}

/** A fetch of the plan in one run. */
interface Fetch {
  readonly run: Run;
  readonly node: FetchNode;
  /** The names, in the subgraph's answer, of the fields asked of an object of a type. */
  readonly fieldsOn: (typename: unknown) => readonly string[];
}

/** Runs one fetch: asks the subgraph, deals what it answers back to the places, and lists what went wrong. */
export async function runFetch(run: Run, node: FetchNode, path: readonly (string | number)[]): Promise<void> {
  const places = placesAt(run.data, path);
  if (places.length === 0) return;
  const { facts, picking } = run;
  const { requirements } = run.prepared;
  const representations = node.requires && representationsOf({ facts, picking, requirements }, node, places);
  const targets: readonly Target[] = representations ?? [{ places }];
  if (targets.length === 0) return;
  const fetch: Fetch = { run, node, fieldsOn: fetchedFields(run, node) };
  try {
    const variables = variablesOf(run, node);
    if (representations) variables.representations = representations.map(({ value }) => value);
    const client = clientOf(run, node);
    const answer = await askInTime(client, queryOf(run, node, variables), run.question, deadlineOf(run, node));
    picking.forget();
    deal(fetch, targets, answer);
    if (answer.errors.length > 0) reportErrors(fetch, targets, answer);
  } catch (error) {
    if (!(error instanceof SubgraphFailure)) throw error;
    const { code, detail, cause } = error;
    run.question.log.warn({ subgraph: node.serviceName, code, detail, err: cause }, 'no answer');
    const paths = targets.flatMap((target) => fieldPaths(fetch, target));
    for (const at of paths) run.failures.add({ code, department: node.serviceName }, at);
  }
}

function deadlineOf(run: Run, node: FetchNode): number {
  return fetchDeadline(run.question, run.prepared.waves, node);
}

function clientOf(run: Run, node: FetchNode): SubgraphClient {
  const client = run.clients.get(node.serviceName);
  if (!client) throw new SubgraphFailure('SUBGRAPH_UNREACHABLE', node.serviceName, 'it was not joined at the start');
  return client;
}

function variablesOf(run: Run, node: FetchNode): Tree {
  const used = (node.variableUsages ?? []).filter((name) => run.variables[name] !== undefined);
  return Object.fromEntries(used.map((name) => [name, run.variables[name]]));
}

function queryOf({ question, shaper }: Run, node: FetchNode, variables: Tree): SubgraphQuery {
  if (!node.operationDocumentNode) throw new Error('The planner was not told to hand out documents.');
  const { operation: text, operationName } = node;
  const unreadAt = shaper?.unread?.brought.get(node);
  const toldUnreadAt = shaper?.unread?.told.get(node);
  const writtenBelow = question.answer.takesText ? shaper?.passedOn.get(node) : undefined;
  if (writtenBelow) question.answer.holdsText = true;
  const document = node.operationDocumentNode;
  return { text, document, operationName, variables, writtenBelow, unreadAt, toldUnreadAt };
}

/** Deals the answer to the places. Throws SubgraphFailure when its shape is not what was asked for. */
function deal(fetch: Fetch, targets: readonly Target[], answer: SubgraphAnswer): void {
  itemsOf(fetch, targets, answer).forEach((item, index) => {
    const target = targets[index];
    if (target && item) dealItem(fetch, target, item);
  });
}

/** An item for each target, null where there is none; all of them checked before any is dealt. */
function itemsOf({ node, fieldsOn }: Fetch, targets: readonly Target[], answer: SubgraphAnswer): (Tree | null)[] {
  const { data, errors } = answer;
  const items: unknown = node.requires ? data?._entities : [data];
  // Without data there are errors, which say why; `readAnswers` and the in-process client see to that.
  if (!data || (items === null && errors.length > 0)) return [];
  const refuse = (why: string): never => {
    throw new SubgraphFailure('SUBGRAPH_FAILED', node.serviceName, why);
  };
  if (!Array.isArray(items) || items.length !== targets.length) return refuse('not one entity per representation');
  for (let index = 0; index < items.length; index++) {
    const item: unknown = items[index];
    if (item === null) continue;
    if (!isRecord(item)) return refuse('an entity is not an object');
    for (const name of fieldsOn(targets[index]?.places[0]?.object.__typename)) {
      if (own(item, name) === undefined) return refuse('a field that was asked is missing');
    }
  }
  return items;
}

function dealItem({ run, node }: Fetch, { places }: Target, item: Tree): void {
  const typename = places[0]?.object.__typename;
  if (node.requires && item.__typename === undefined && typename !== undefined) item.__typename = typename;
  applyRewrites(run.facts, node.outputRewrites, item);
  for (const { object } of places) {
    const known = object.__typename;
    merge(object, item);
    // A subgraph that extends an interface as an object (@interfaceObject) has the interface's name for the type.
    if (typeof known === 'string' && run.facts.isOfType(known, String(item.__typename))) object.__typename = known;
  }
}

/** For each place of a target, the paths of all fields that the fetch asks there. */
function fieldPaths(fetch: Fetch, { places }: Target): (string | number)[][][] {
  const { outputRewrites } = fetch.node;
  return places.map((place) =>
    fetch.fieldsOn(place.object.__typename).map((name) => [...place.path, ...renamedPath(outputRewrites, [name])]),
  );
}

function reportErrors(fetch: Fetch, targets: readonly Target[], { errors }: SubgraphAnswer): void {
  const { run, node } = fetch;
  for (const { failure, error } of failuresOf(errors, node.serviceName, run.clients, run.question.log)) {
    const path = error.path ?? [];
    const index = node.requires && path[0] === '_entities' ? path[1] : undefined;
    const target = typeof index === 'number' ? targets[index] : undefined;
    const rest = node.requires ? path.slice(2) : path;
    const hit = target ? [target] : targets;
    if (rest.length === 0 || (node.requires && !target)) {
      for (const paths of hit.flatMap((one) => fieldPaths(fetch, one))) run.failures.add(failure, paths);
    } else {
      const below = renamedPath(node.outputRewrites, rest);
      for (const place of hit.flatMap((one) => one.places)) run.failures.add(failure, [[...place.path, ...below]]);
    }
  }
}
