import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { getNamedType, isAbstractType, isLeafType, isObjectType, Kind, type SelectionNode } from 'graphql';
import { fieldsOf, included, responseName, type SelectionRules } from './selections.js';
import { type Sources, selectionsOf } from './sources.js';

/** What the gateway does not look at, by fetch: paths of response names joined by dots, which mean each item of lists. */
export interface Unread {
  /** Where in the answer values stand that nobody but other subgraphs is told of, as they are. */
  readonly brought: ReadonlyMap<FetchNode, readonly string[]>;
  /** Where in a representation they then stand. */
  readonly told: ReadonlyMap<FetchNode, readonly string[]>;
}

/** A path in what a fetch brings, or is told. */
interface At {
  readonly fetch: FetchNode;
  readonly path: string;
}

/**
 * Finds what passes through the gateway without being looked at: objects and lists that one fetch alone brings and fetches from
 * other subgraphs require exactly as it brings them, while the client asks for nothing of them. Only subgraphs that are asked
 * over HTTP take part: in one process there is no text to pass on.
 */
export function unreadIn(sources: Sources, asked: readonly SelectionNode[]): Unread {
  // A path of an answer is one for objects of all types: what has to be looked at for one is looked at for all.
  const refused = new Paths();
  for (;;) {
    const search = new Search(sources.asked, refused);
    search.object(sources, sources.asked.facts.schema.getQueryType()?.name ?? '', asked);
    if (!search.brought.has(refused)) return { brought: search.brought.byFetch, told: search.told.byFetch };
  }
}

/** Paths by fetch. */
class Paths {
  readonly byFetch = new Map<FetchNode, string[]>();

  add({ fetch, path }: At): void {
    const paths = this.byFetch.get(fetch) ?? [];
    this.byFetch.set(fetch, paths);
    if (!paths.includes(path)) paths.push(path);
  }

  includes({ fetch, path }: At): boolean {
    return this.byFetch.get(fetch)?.includes(path) ?? false;
  }

  /** Whether one of the others is among them. */
  has(others: Paths): boolean {
    return [...others.byFetch].some(([fetch, paths]) => paths.some((path) => this.includes({ fetch, path })));
  }
}

class Search {
  readonly brought = new Paths();
  readonly told = new Paths();

  constructor(
    private readonly asked: SelectionRules,
    private readonly refused: Paths,
  ) {}

  /** Fields of objects of a type, of which the client asks for some. */
  object(sources: Sources, typename: string, asked: readonly SelectionNode[]): void {
    const type = this.asked.facts.schema.getType(typename);
    if (!isObjectType(type)) return;
    const brought = sources.shares.flatMap(({ fetch, selections }) => fieldsOf(fetch.rules, selections, typename));
    const names = new Map(brought.map((node) => [responseName(node), node.name.value]));
    for (const [key, name] of names) {
      const definition = type.getFields()[name];
      const named = definition && getNamedType(definition.type);
      if (!named || isLeafType(named)) continue;
      const below = sources.field(typename, key);
      const wanted = fieldsOf(this.asked, asked, typename).filter((node) => responseName(node) === key);
      const places = below.shares.map(({ fetch }) => ({ fetch: fetch.node, path: below.pathIn(fetch) }));
      const isRefused = wanted.length > 0 || places.some((place) => this.refused.includes(place));
      const told = isRefused ? null : toldOf(below);
      if (told) {
        for (const place of places) this.brought.add(place);
        for (const one of told) this.told.add(one);
        continue;
      }
      for (const place of places) this.refused.add(place);
      const types = isAbstractType(named) ? this.asked.facts.schema.getPossibleTypes(named) : [named];
      for (const one of types) this.object(below, one.name, wanted.flatMap(selectionsOf));
    }
  }
}

/** Where what stands here is told to other subgraphs as it is; null where it has to be looked at. */
function toldOf(sources: Sources): At[] | null {
  const [share] = sources.shares;
  if (!share?.fetch.passesText || sources.shares.length > 1 || sources.isTouched) return null;
  const { fetch, selections } = share;
  const told: At[] = [];
  for (const { fetch: other, path, selections: required } of sources.requirements) {
    if (!other.passesText || !isWhole(required, selections, fetch.rules)) return null;
    told.push({ fetch: other.node, path });
  }
  return told.length > 0 ? told : null;
}

/** Whether exactly those fields are required that are brought. */
function isWhole(
  required: readonly QueryPlanSelectionNode[],
  brought: readonly SelectionNode[],
  rules: SelectionRules,
): boolean {
  const wanted = new Map(required.map((one) => [one.kind === 'Field' ? one.name : '', one]));
  const got = brought.filter((one) => included(rules, one));
  return (
    wanted.size === required.length &&
    got.length === required.length &&
    got.every((node) => {
      if (node.kind !== Kind.FIELD || node.alias) return false;
      const one = wanted.get(node.name.value);
      wanted.delete(node.name.value);
      return one?.kind === 'Field' && !one.alias && isWhole(one.selections ?? [], selectionsOf(node), rules);
    })
  );
}
