import { isDeepStrictEqual } from 'node:util';
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isRecord } from '../subgraphs/reading.js';
import { applyRewrites } from './rewrites.js';
import type { SupergraphFacts } from './supergraph-facts.js';
import { own, type Place, type Tree } from './tree.js';

/** What a subgraph is told of one entity, and every place of the answer where that entity stands. */
export interface Representation {
  readonly value: Tree;
  readonly places: Place[];
}

/**
 * The representations of the entities at some places, equal ones only once. A required field that is not there, because
 * its owner did not answer, is sent as null; an entity whose key is not there is left out.
 */
export function representationsOf(
  facts: SupergraphFacts,
  node: FetchNode,
  places: readonly Place[],
): readonly Representation[] {
  const all: Representation[] = [];
  // What is required besides the key can be long, and only entities of the same key have to be compared.
  const byKey = new Map<string, Representation[]>();
  for (const place of places) {
    const value = representationOf(facts, node, place.object);
    if (!value) continue;
    const key = keyOf(facts, node, value);
    const alike = byKey.get(key) ?? [];
    const known = alike.find((one) => isDeepStrictEqual(one.value, value));
    if (known) known.places.push(place);
    else {
      const made = { value, places: [place] };
      all.push(made);
      byKey.set(key, [...alike, made]);
    }
  }
  return all;
}

/** The same for the same entity; may be the same for others. */
function keyOf(facts: SupergraphFacts, { serviceName }: FetchNode, value: Tree): string {
  const { __typename: typename } = value;
  let key = String(typename);
  for (const field of facts.keyFields(key, serviceName)) {
    const part = value[field];
    key += typeof part === 'string' ? ` ${part}` : ` ${JSON.stringify(part)}`;
  }
  return key;
}

function representationOf(facts: SupergraphFacts, node: FetchNode, object: Tree): Tree | null {
  const typename = object.__typename;
  if (typeof typename !== 'string') return null;
  const value: Tree = {};
  pick(facts, object, node.requires ?? [], value);
  if (typeof value.__typename !== 'string') return null;
  for (const key of facts.keyFields(typename, node.serviceName)) {
    if (key in value && object[key] === undefined) return null;
  }
  applyRewrites(facts, node.inputRewrites, value);
  return value;
}

function pick(facts: SupergraphFacts, from: Tree, selections: readonly QueryPlanSelectionNode[], into: Tree): void {
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const name = selection.alias ?? selection.name;
      into[name] = pickValue(facts, own(from, name), selection.selections, own(into, name));
      continue;
    }
    const { typeCondition } = selection;
    const typename = from.__typename;
    const applies =
      typeCondition === undefined || (typeof typename === 'string' && facts.isOfType(typename, typeCondition));
    if (applies) pick(facts, from, selection.selections, into);
  }
}

function pickValue(
  facts: SupergraphFacts,
  value: unknown,
  selections: readonly QueryPlanSelectionNode[] | undefined,
  before: unknown,
): unknown {
  if (value === undefined || value === null) return null;
  if (!selections) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      pickValue(facts, item, selections, Array.isArray(before) ? before[index] : undefined),
    );
  }
  if (!isRecord(value)) return null;
  const picked: Tree = isRecord(before) ? before : {};
  pick(facts, value, selections, picked);
  return picked;
}
