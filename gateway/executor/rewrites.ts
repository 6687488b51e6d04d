import type { FetchDataRewrite } from '@apollo/query-planner';
import { isRecord } from '../subgraphs/reading.js';
import type { SupergraphFacts } from './supergraph-facts.js';
import { own, type Tree } from './tree.js';

const ON_TYPE = '... on ';

/** Applies the plan's rewrites (set a value, rename a key) to what goes to or comes from a subgraph, in place. */
export function applyRewrites(facts: SupergraphFacts, rewrites: readonly FetchDataRewrite[] | undefined, value: Tree) {
  for (const rewrite of rewrites ?? []) {
    const last = rewrite.path.at(-1);
    if (last === undefined) continue;
    for (const object of objectsAt(facts, value, rewrite.path.slice(0, -1))) rewriteKey(rewrite, last, object);
  }
}

function rewriteKey(rewrite: FetchDataRewrite, key: string, object: Tree): void {
  if (rewrite.kind === 'ValueSetter') {
    object[key] = rewrite.setValueTo;
  } else if (own(object, key) !== undefined) {
    object[rewrite.renameKeyTo] = object[key];
    delete object[key];
  }
}

function objectsAt(facts: SupergraphFacts, value: unknown, path: readonly string[]): Tree[] {
  if (Array.isArray(value)) return value.flatMap((item) => objectsAt(facts, item, path));
  if (!isRecord(value)) return [];
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  if (!step.startsWith(ON_TYPE)) return objectsAt(facts, own(value, step), rest);
  const typename = value.__typename;
  const applies = typeof typename !== 'string' || facts.isOfType(typename, step.slice(ON_TYPE.length));
  return applies ? objectsAt(facts, value, rest) : [];
}

/** The names that a path of the subgraph's answer has in the client's, after the renamings of the fetch. */
export function renamedPath(
  rewrites: readonly FetchDataRewrite[] | undefined,
  path: readonly (string | number)[],
): (string | number)[] {
  const names = path.filter((step) => typeof step === 'string').join('/');
  const renamed = [...path];
  for (const rewrite of rewrites ?? []) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const from = rewrite.path.filter((step) => !step.startsWith(ON_TYPE));
    if (names !== from.join('/') && !names.startsWith(`${from.join('/')}/`)) continue;
    const at = indexOfName(path, from.length);
    if (at >= 0) renamed[at] = rewrite.renameKeyTo;
  }
  return renamed;
}

/** Where the n-th name of a path stands. */
function indexOfName(path: readonly (string | number)[], n: number): number {
  let seen = 0;
  return path.findIndex((step) => {
    if (typeof step === 'string') seen += 1;
    return seen === n;
  });
}
