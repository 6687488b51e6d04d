import { isDeepStrictEqual } from 'node:util';
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Picking, type Requirements } from './picking.js';
import { applyRewrites } from './rewrites.js';
import type { SupergraphFacts } from './supergraph-facts.js';
import type { Place, Tree } from './tree.js';

/** What a subgraph is told of one entity, and every place of the answer where that entity stands. */
export interface Representation {
  readonly value: Tree;
  readonly places: Place[];
}

/** What representations are made with. */
interface Known {
  readonly facts: SupergraphFacts;
  readonly requirements: Requirements;
  readonly picking: Picking;
}

/**
 * The representations of the entities at some places, equal ones only once. A required field that is not there, because
 * its owner did not answer, is sent as null; an entity whose key is not there is left out.
 */
export function representationsOf(known: Known, node: FetchNode, places: readonly Place[]): readonly Representation[] {
  const all: Representation[] = [];
  // What is required besides the key can be long, and only entities of the same key have to be compared.
  const byKey = new Map<string, Representation[]>();
  for (const place of places) {
    const value = representationOf(known, node, place.object);
    if (!value) continue;
    const key = keyOf(known.facts, node, value);
    const alike = byKey.get(key);
    const equal = alike?.find((one) => isDeepStrictEqual(one.value, value));
    if (equal) equal.places.push(place);
    else {
      const made = { value, places: [place] };
      all.push(made);
      if (alike) alike.push(made);
      else byKey.set(key, [made]);
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

function representationOf({ facts, picking, requirements }: Known, node: FetchNode, object: Tree): Tree | null {
  const typename = object.__typename;
  if (typeof typename !== 'string') return null;
  const requirement = requirements.ofType(facts, typename, node.requires ?? NOTHING);
  const isRewritten = (node.inputRewrites ?? []).length > 0;
  const value = (isRewritten ? new Picking(facts, false) : picking).of(object, requirement);
  if (typeof value.__typename !== 'string') return null;
  for (const key of facts.keyFields(typename, node.serviceName)) {
    if (key in value && object[key] === undefined) return null;
  }
  if (isRewritten) applyRewrites(facts, node.inputRewrites, value);
  return value;
}

const NOTHING: readonly QueryPlanSelectionNode[] = [];
