import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** How much a document asks for. */
export interface Shape {
  readonly depth: number;
  /** Those of fragments counted wherever they are used. */
  readonly fields: number;
  /** As they are written. */
  readonly aliases: number;
  /** Of the operation that has most. */
  readonly rootFields: number;
  /** Fields whose name in the answer is taken already by another field of the same object. */
  readonly duplicates: number;
  /** As they are written. */
  readonly directives: number;
  /** Fragments and operations that are defined. */
  readonly definitions: number;
  /** Lists of the schema within lists of the schema (fields of types of fields ...). */
  readonly schemaLists: number;
  /** True when it asks about the schema at all. */
  readonly introspects: boolean;
}

/** A fragment contains itself. */
export class Circular extends Error {
  constructor(readonly fragment: string) {
    super(`The fragment ${fragment} contains itself.`);
  }
}

/** What a selection holds: sums, and the names at its top for whoever it becomes a part of. */
interface Measure {
  depth: number;
  fields: number;
  /** Below its top. */
  duplicates: number;
  schemaLists: number;
  introspects: boolean;
  readonly names: Map<string, number>;
}

/** Names of fragments taken over at most: every one of them is a field that is counted, so more is refused by their number. */
const MOST_NAMES = 100_000;

/** The lists of the schema about itself by which one can go round in it. */
const SCHEMA_LISTS: ReadonlySet<string> = new Set(['fields', 'interfaces', 'possibleTypes', 'inputFields']);

/**
 * Measures a document in time that grows with its length alone: each fragment is measured once, however often it is used.
 * Nothing is expanded, for fragments that double at each level expand to more than any memory holds. Throws Circular.
 */
export function shapeOf(document: DocumentNode): Shape {
  const fragments = new Fragments(document);
  const roots = document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [fragments.ofDefinition(node)] : [],
  );
  // What no operation uses is still validated.
  const all = [...roots, ...fragments.unused()];
  return {
    depth: Math.max(0, ...all.map(({ depth }) => depth)),
    fields: sum(all, ({ fields }) => fields),
    aliases: fragments.aliases,
    rootFields: Math.max(0, ...roots.map(({ names }) => sum([...names.values()], (count) => count))),
    duplicates: sum(all, (one) => one.duplicates + repeated(one.names)),
    directives: fragments.directives,
    definitions: document.definitions.length,
    schemaLists: Math.max(0, ...all.map(({ schemaLists }) => schemaLists)),
    introspects: all.some(({ introspects }) => introspects),
  };
}

class Fragments {
  readonly #definitions: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measures = new Map<string, Measure>();
  readonly #underWay = new Set<string>();
  readonly #used = new Set<string>();
  #taken = 0;
  aliases = 0;
  directives = 0;

  constructor(document: DocumentNode) {
    const definitions = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#definitions = new Map(definitions.map((node) => [node.name.value, node]));
  }

  /** The measures of fragments that nothing uses. */
  unused(): Measure[] {
    const measured = [...this.#definitions.keys()].map((name) => ({ name, measure: this.#ofFragment(name) }));
    return measured.filter(({ name }) => !this.#used.has(name)).map(({ measure }) => measure);
  }

  ofDefinition({ directives, selectionSet }: OperationDefinitionNode | FragmentDefinitionNode): Measure {
    this.directives += directives?.length ?? 0;
    return this.#measure(selectionSet);
  }

  #measure({ selections }: SelectionSetNode): Measure {
    const whole = nothing();
    for (const node of selections) {
      this.directives += node.directives?.length ?? 0;
      if (node.kind === Kind.INLINE_FRAGMENT) this.#include(whole, this.#measure(node.selectionSet));
      else if (node.kind === Kind.FRAGMENT_SPREAD) {
        this.#used.add(node.name.value);
        this.#include(whole, this.#ofFragment(node.name.value));
      } else {
        if (node.alias) this.aliases += 1;
        const below = node.selectionSet ? this.#measure(node.selectionSet) : nothing();
        addField(whole, node, below);
      }
    }
    return whole;
  }

  #ofFragment(name: string): Measure {
    const known = this.#measures.get(name);
    if (known) return known;
    const definition = this.#definitions.get(name);
    // Validation says that there is no such fragment.
    if (!definition) return nothing();
    if (this.#underWay.has(name)) throw new Circular(name);
    this.#underWay.add(name);
    const measure = this.ofDefinition(definition);
    this.#underWay.delete(name);
    this.#measures.set(name, measure);
    return measure;
  }

  /** Takes a fragment into the selection that it is a part of. */
  #include(whole: Measure, part: Measure): void {
    whole.depth = Math.max(whole.depth, part.depth);
    whole.fields += part.fields;
    whole.duplicates += part.duplicates;
    whole.schemaLists = Math.max(whole.schemaLists, part.schemaLists);
    whole.introspects ||= part.introspects;
    this.#taken += part.names.size;
    if (this.#taken > MOST_NAMES) return;
    for (const [name, count] of part.names) whole.names.set(name, (whole.names.get(name) ?? 0) + count);
  }
}

function nothing(): Measure {
  return {
    depth: 0,
    fields: 0,
    duplicates: 0,
    schemaLists: 0,
    introspects: false,
    names: new Map(),
  };
}

function addField(whole: Measure, { name: { value: field }, alias }: FieldNode, below: Measure): void {
  const name = alias?.value ?? field;
  whole.depth = Math.max(whole.depth, 1 + below.depth);
  whole.fields += 1 + below.fields;
  whole.duplicates += below.duplicates + repeated(below.names);
  whole.schemaLists = Math.max(whole.schemaLists, below.schemaLists + (SCHEMA_LISTS.has(field) ? 1 : 0));
  whole.introspects ||= below.introspects || field === '__schema' || field === '__type';
  whole.names.set(name, (whole.names.get(name) ?? 0) + 1);
}

function repeated(names: ReadonlyMap<string, number>): number {
  return sum([...names.values()], (count) => count - 1);
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}
