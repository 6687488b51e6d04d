import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { UnreadValue } from '../../schema/unread-value.js';
import { isRecord } from '../subgraphs/reading.js';
import type { SupergraphFacts } from './supergraph-facts.js';
import { own, type Tree } from './tree.js';

/** A field that is required of an object. */
interface RequiredField {
  readonly name: string;
  /** Null: a leaf. */
  readonly below: Requirement | null;
  /** False where the same field is required once more of the same object: what is picked for it then grows. */
  readonly isWhole: boolean;
}

/** A part of what is required that counts for objects of some types alone. */
interface RequiredOn {
  readonly typeCondition: string | undefined;
  readonly parts: readonly RequiredPart[];
}

type RequiredPart = RequiredField | RequiredOn;

/** What is required of an object; the same one for equal selections of one plan. */
export interface Requirement {
  readonly parts: readonly RequiredPart[];
}

/** What the fetches of one plan require, read once. */
export class Requirements {
  readonly #bySelections = new WeakMap<readonly QueryPlanSelectionNode[], Requirement>();
  readonly #byText = new Map<string, Requirement>();
  readonly #ofTypes = new WeakMap<readonly QueryPlanSelectionNode[], Map<string, Requirement>>();

  /** Of an object of a type: parts that count for others are not in it, so that it may be the same as elsewhere. */
  ofType(
    facts: Pick<SupergraphFacts, 'isOfType'>,
    typename: string,
    selections: readonly QueryPlanSelectionNode[],
  ): Requirement {
    const byType = this.#ofTypes.get(selections) ?? new Map<string, Requirement>();
    this.#ofTypes.set(selections, byType);
    const known = byType.get(typename);
    if (known) return known;
    const made = this.of(countingFor(facts, typename, selections));
    byType.set(typename, made);
    return made;
  }

  of(selections: readonly QueryPlanSelectionNode[]): Requirement {
    const known = this.#bySelections.get(selections);
    if (known) return known;
    const text = JSON.stringify(ordered(selections));
    const made = this.#byText.get(text) ?? { parts: this.#partsOf(selections, timesOf(selections)) };
    this.#byText.set(text, made);
    this.#bySelections.set(selections, made);
    return made;
  }

  #partsOf(selections: readonly QueryPlanSelectionNode[], times: ReadonlyMap<string, number>): RequiredPart[] {
    return selections.map((selection): RequiredPart => {
      if (selection.kind !== 'Field') {
        const { typeCondition } = selection;
        return { typeCondition, parts: this.#partsOf(selection.selections, times) };
      }
      const name = selection.alias ?? selection.name;
      const below = selection.selections ? this.of(selection.selections) : null;
      return { name, below, isWhole: times.get(name) === 1 };
    });
  }
}

/** The selections on objects of a type, without the conditions that it meets and what stands below others. */
function countingFor(
  facts: Pick<SupergraphFacts, 'isOfType'>,
  typename: string,
  selections: readonly QueryPlanSelectionNode[],
): readonly QueryPlanSelectionNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection];
    const { typeCondition, selections: parts } = selection;
    const counts = typeCondition === undefined || facts.isOfType(typename, typeCondition);
    return counts ? countingFor(facts, typename, parts) : [];
  });
}

/** In an order of their own: what is picked is the same in any. */
function ordered(selections: readonly QueryPlanSelectionNode[]): unknown[] {
  return selections
    .map((one) => (one.selections ? { ...one, selections: ordered(one.selections) } : one))
    .map((one) => ({ one, text: JSON.stringify(one) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ one }) => one);
}

/** How often each field stands in selections on one object, whatever the type conditions. */
function timesOf(selections: readonly QueryPlanSelectionNode[], times = new Map<string, number>()) {
  for (const selection of selections) {
    if (selection.kind !== 'Field') timesOf(selection.selections, times);
    else {
      const name = selection.alias ?? selection.name;
      times.set(name, (times.get(name) ?? 0) + 1);
    }
  }
  return times;
}

/**
 * Picks what is required out of the answer, as it stands. What several fetches of one wave require of the same object is
 * picked once and is the same object in all of them, so that it can be sent and read once: nobody may change it.
 */
export class Picking {
  readonly #picked = new Map<Requirement, Map<Tree, Tree>>();

  constructor(
    private readonly facts: SupergraphFacts,
    /** False for what is changed after it was picked. */
    private readonly isShared = true,
  ) {}

  /** Has to be called whenever the answer has grown. */
  forget(): void {
    this.#picked.clear();
  }

  /** Of one object. */
  of(value: Tree, requirement: Requirement): Tree {
    const known = this.#picked.get(requirement) ?? new Map<Tree, Tree>();
    if (known.size === 0) this.#picked.set(requirement, known);
    const before = known.get(value);
    if (before) return before;
    const picked: Tree = {};
    if (this.isShared) known.set(value, picked);
    this.#pickParts(value, requirement.parts, picked, true);
    return picked;
  }

  /** `isFresh`: nothing was picked into it before by another selection, so that what is asked once of it is all that is asked. */
  #pickParts(from: Tree, parts: readonly RequiredPart[], into: Tree, isFresh: boolean): void {
    for (const part of parts) {
      if ('name' in part) {
        const { name, below } = part;
        const value = own(from, name) ?? null;
        if (below === null || value === null) into[name] = value;
        else into[name] = this.#pickValue(value, below, isFresh && part.isWhole ? WHOLE : own(into, name));
      } else if (this.#applies(from, part.typeCondition)) this.#pickParts(from, part.parts, into, isFresh);
    }
  }

  #applies(from: Tree, typeCondition: string | undefined): boolean {
    if (typeCondition === undefined) return true;
    const typename = from.__typename;
    return typeof typename === 'string' && this.facts.isOfType(typename, typeCondition);
  }

  #pickValue(value: unknown, requirement: Requirement, before: unknown): unknown {
    if (value === undefined || value === null) return null;
    if (Array.isArray(value)) {
      const isList = Array.isArray(before);
      return value.map((item, index) =>
        this.#pickValue(item, requirement, isList ? before[index] : before === WHOLE ? WHOLE : undefined),
      );
    }
    if (value instanceof UnreadValue) return value;
    if (!isRecord(value)) return null;
    if (before === WHOLE) return this.of(value, requirement);
    const picked: Tree = isRecord(before) ? before : {};
    this.#pickParts(value, requirement.parts, picked, false);
    return picked;
  }
}

/** Stands for what was picked before, where it is certain that nothing was. */
const WHOLE = Symbol('whole');
