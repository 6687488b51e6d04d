import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isLeafType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { fieldsOf, responseName, type SelectionRules } from './selections.js';

/** A fetch of the plan: what it brings to the objects at a path of the answer. */
export interface Brought {
  readonly node: FetchNode;
  /** Response names, items of lists left out. */
  readonly path: readonly string[];
  readonly selections: readonly SelectionNode[];
  readonly rules: SelectionRules;
  /** Response names of what it is told of the objects at its path. */
  readonly required: ReadonlySet<string>;
  /** False where something else than the selections can stand in the answer, or nobody vouches for it. */
  readonly plain: boolean;
  /** Whether its answer, and what it is told, may hold values as JSON text. */
  readonly passesText: boolean;
}

/** What a fetch is told of what stands at a path of the answer. */
interface Requirement {
  readonly fetch: Brought;
  /** Where it stands in a representation: response names, joined by dots. */
  readonly path: string;
  readonly selections: readonly QueryPlanSelectionNode[];
}

/** A fetch that has a part in an object, by what it asks of it. */
interface Share {
  readonly fetch: Brought;
  readonly selections: readonly SelectionNode[];
}

export interface SourcesOptions {
  readonly plan: PlanNode | undefined;
  /** The rules of the client's operation. */
  readonly asked: SelectionRules;
  /** Whether what a subgraph answers is as its schema says, without a look at it. */
  readonly isTrusted: (subgraph: string) => boolean;
  /** Whether a subgraph answers, and is told, in JSON text. */
  readonly passesText: (subgraph: string) => boolean;
}

/** What a fetch brings that becomes a part of the answer as it is. */
export interface PassedOn {
  readonly fetch: FetchNode;
  /** Where it stands in what the subgraph answers: response names, joined by dots. */
  readonly path: string;
  /** Whether another fetch is told of it. */
  readonly isRequired: boolean;
}

/** Which fetches have a part in the objects at a path of the answer, so that what one of them alone brings can be taken as it is. */
export class Sources {
  private constructor(
    private readonly fetches: readonly Brought[],
    readonly asked: SelectionRules,
    private readonly path: readonly string[],
    /** What each fetch asks of what stands here. */
    readonly shares: readonly Share[],
  ) {}

  /** Of the root of the answer. */
  static of(options: SourcesOptions): Sources {
    const fetches = options.plan ? broughtBy(options.plan, [], options) : [];
    return new Sources(fetches, options.asked, [], sharesAt(fetches, []));
  }

  /** Of a field of objects of a type. */
  field(typename: string, key: string): Sources {
    const path = [...this.path, key];
    const below = this.shares.flatMap(({ fetch, selections }) => {
      const nodes = fieldsOf(fetch.rules, selections, typename).filter((node) => responseName(node) === key);
      return nodes.length === 0 ? [] : [{ fetch, selections: nodes.flatMap((node) => selectionsOf(node)) }];
    });
    return new Sources(this.fetches, this.asked, path, [...below, ...sharesAt(this.fetches, path)]);
  }

  /** The one fetch that brings what stands here, and exactly what the client asks of it, in the same order; null: none does. */
  asAsked(type: GraphQLOutputType, selections: readonly SelectionNode[]): PassedOn | null {
    const [share] = this.shares;
    if (!share?.fetch.plain || this.shares.length > 1) return null;
    if (this.isTouched || !this.#isSame(type, selections, share.selections, share.fetch.rules)) return null;
    const isRequired = this.fetches.some(
      ({ required, path: told }) => startsWith(this.path, told) && required.has(this.path[told.length] ?? ''),
    );
    return { fetch: share.fetch.node, path: this.pathIn(share.fetch), isRequired };
  }

  /** Where what stands here stands in what a fetch brings: response names, joined by dots. */
  pathIn({ node, path }: Brought): string {
    return [...(node.requires ? ['_entities'] : []), ...this.path.slice(path.length)].join('.');
  }

  /** Whether a fetch brings something to objects that stand here or below. */
  get isTouched(): boolean {
    return this.fetches.some(({ path }) => path.length >= this.path.length && startsWith(path, this.path));
  }

  /** Every time that a fetch requires what stands here, of objects of whatever type. */
  get requirements(): readonly Requirement[] {
    return this.fetches
      .filter(({ path }) => startsWith(this.path, path))
      .flatMap((fetch) => {
        const steps = this.path.slice(fetch.path.length);
        const found = requiredAt(fetch.node.requires ?? [], steps);
        return found.map((selections) => ({ fetch, path: steps.join('.'), selections }));
      });
  }

  #isSame(
    type: GraphQLOutputType,
    asked: readonly SelectionNode[],
    brought: readonly SelectionNode[],
    rules: SelectionRules,
  ): boolean {
    const named = getNamedType(type);
    if (isEnumType(named)) {
      const all = this.asked.facts.schema.getType(named.name);
      return isEnumType(all) && all.getValues().length === named.getValues().length;
    }
    if (isLeafType(named)) return true;
    if (!isObjectType(named)) return false;
    const wanted = [...byKey(fieldsOf(this.asked, asked, named.name))];
    const got = [...byKey(fieldsOf(rules, brought, named.name))];
    return (
      wanted.length === got.length &&
      wanted.every(([key, nodes], i) => {
        const [otherKey, others = []] = got[i] ?? [];
        const name = nodes[0]?.name.value ?? '';
        if (otherKey !== key || others[0]?.name.value !== name) return false;
        if (name === '__typename') return true;
        const definition = named.getFields()[name];
        return (
          definition !== undefined &&
          this.#isSame(definition.type, nodes.flatMap(selectionsOf), others.flatMap(selectionsOf), rules)
        );
      })
    );
  }
}

function broughtBy(node: PlanNode, path: readonly string[], options: SourcesOptions): Brought[] {
  const of = (child: PlanNode | undefined, at = path) => (child ? broughtBy(child, at, options) : []);
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((child) => of(child));
    case 'Flatten':
      return of(node.node, [
        ...path,
        ...node.path.filter((step) => typeof step === 'string' && step !== '@').map(String),
      ]);
    case 'Condition':
      return [...of(node.ifClause), ...of(node.elseClause)];
    case 'Fetch':
      return [broughtByFetch(node, path, options)];
    case 'Defer':
      throw new Error('Answers in parts (@defer) are not supported.');
  }
}

function broughtByFetch(
  node: FetchNode,
  path: readonly string[],
  { asked, isTrusted, passesText }: SourcesOptions,
): Brought {
  const definitions = node.operationDocumentNode?.definitions ?? [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  let selections: readonly SelectionNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) selections = definition.selectionSet.selections;
  }
  // Below the list of entities stands what is asked of each.
  if (node.requires) selections = selections.flatMap((one) => (one.kind === Kind.FIELD ? selectionsOf(one) : []));
  const isRenamed = (node.outputRewrites ?? []).length > 0;
  return {
    ...{ node, path, selections, required: namesIn(node.requires ?? []), rules: { ...asked, fragments } },
    plain: isTrusted(node.serviceName) && !isRenamed,
    passesText: passesText(node.serviceName) && !isRenamed && (node.inputRewrites ?? []).length === 0,
  };
}

/** What is required of what stands at a path of a representation, each time that it is named. */
function requiredAt(
  selections: readonly QueryPlanSelectionNode[],
  [step, ...rest]: readonly string[],
): (readonly QueryPlanSelectionNode[])[] {
  return selections.flatMap((one) => {
    if (one.kind !== 'Field') return requiredAt(one.selections, step === undefined ? [] : [step, ...rest]);
    if ((one.alias ?? one.name) !== step) return [];
    return rest.length === 0 ? [one.selections ?? []] : requiredAt(one.selections ?? [], rest);
  });
}

function namesIn(selections: readonly QueryPlanSelectionNode[]): Set<string> {
  const names = selections.flatMap((one) =>
    one.kind === 'Field' ? [one.alias ?? one.name] : [...namesIn(one.selections)],
  );
  return new Set(names);
}

function sharesAt(fetches: readonly Brought[], path: readonly string[]): Share[] {
  return fetches
    .filter((fetch) => fetch.path.length === path.length && startsWith(fetch.path, path))
    .map((fetch) => ({ fetch, selections: fetch.selections }));
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((step, i) => path[i] === step);
}

export function selectionsOf(node: FieldNode): readonly SelectionNode[] {
  return node.selectionSet?.selections ?? [];
}

function byKey(nodes: readonly FieldNode[]): Map<string, FieldNode[]> {
  const byName = new Map<string, FieldNode[]>();
  for (const node of nodes) {
    const key = responseName(node);
    byName.set(key, [...(byName.get(key) ?? []), node]);
  }
  return byName;
}
