import { useKept } from './kept.js';
import { isQuestion, type Question } from './question.js';

/** A question that was run. */
interface Past extends Question {
  /** When it was run last, as ISO 8601 text. */
  readonly at: string;
}

export interface History {
  /** The latest first. */
  readonly past: readonly Past[];
  readonly add: (question: Question) => void;
  readonly clear: () => void;
}

const MOST = 50;

/** The questions that were run in this browser; one that is run again moves to the front. */
export function useHistory(): History {
  const [past, set] = useKept<readonly Past[]>('explorer.history', isPast, () => []);
  const add = ({ text, variables, operation }: Question) => {
    const run = { text, variables, operation, at: new Date().toISOString() };
    set((before) => [run, ...before.filter((other) => !isSame(other, run))].slice(0, MOST));
  };
  return { past, add, clear: () => set(() => []) };
}

function isSame(one: Question, other: Question): boolean {
  return one.text === other.text && one.variables === other.variables && one.operation === other.operation;
}

function isPast(kept: unknown): kept is readonly Past[] {
  return Array.isArray(kept) && kept.every((run) => isQuestion(run) && 'at' in run && typeof run.at === 'string');
}
