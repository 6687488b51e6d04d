import type { FieldNode, SelectionNode } from 'graphql';
import type { Path } from '../errors.js';
import { isRecord } from '../subgraphs/reading.js';
import { fieldsOf, responseName, type SelectionRules } from './selections.js';
import { own, type Tree } from './tree.js';

/** What the client asked, laid over the answer as it is put together. */
export interface Asked {
  /**
   * The beginning of a path that the client asked for, down to the deepest such field (or list item). What a fetch
   * brings besides, for a requirement of another subgraph, has no place in the client's answer.
   */
  cut(path: Path): Path;
}

export function askedIn(rules: SelectionRules, selections: readonly SelectionNode[], data: Tree): Asked {
  return {
    cut(path) {
      let here: unknown = data;
      let open: readonly SelectionNode[] = selections;
      for (const [at, step] of path.entries()) {
        if (typeof step === 'number') {
          here = Array.isArray(here) ? here[step] : undefined;
          continue;
        }
        const fields = namedFields(rules, open, here, step);
        if (fields.length === 0) return path.slice(0, at);
        open = fields.flatMap((field) => field.selectionSet?.selections ?? []);
        here = isRecord(here) ? own(here, step) : undefined;
      }
      return path;
    },
  };
}

function namedFields(
  rules: SelectionRules,
  selections: readonly SelectionNode[],
  object: unknown,
  name: string,
): FieldNode[] {
  const typename = isRecord(object) && typeof object.__typename === 'string' ? object.__typename : undefined;
  return fieldsOf(rules, selections, typename).filter((field) => responseName(field) === name);
}
