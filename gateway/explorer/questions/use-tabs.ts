import { useKept } from './kept.js';
import { isQuestion, type Question } from './question.js';

export interface Tab extends Question {
  readonly id: string;
}

interface Kept {
  readonly tabs: readonly Tab[];
  readonly active: string;
}

export interface Tabs {
  readonly tabs: readonly Tab[];
  readonly active: Tab;
  readonly change: (change: Partial<Question>) => void;
  readonly select: (id: string) => void;
  /** Puts a question into a tab, into the one that has it already if there is one, and goes there. Gives its id. */
  readonly open: (question: Question) => string;
  readonly close: (id: string) => void;
}

/** Several questions at a time, kept in this browser. There is always one. */
export function useTabs(first: Question): Tabs {
  const [{ tabs, active: id }, set] = useKept<Kept>('explorer.tabs', isKept, () => alone(first));
  const active = tabs.find((tab) => tab.id === id) ?? (tabs[0] as Tab);
  return {
    tabs,
    active,
    change: (change) =>
      set((before) => ({
        ...before,
        tabs: before.tabs.map((tab) => (tab.id === active.id ? { ...tab, ...change } : tab)),
      })),
    select: (chosen) => set((before) => ({ ...before, active: chosen })),
    open: (question) => {
      const same = tabs.find((tab) => tab.text === question.text && tab.variables === question.variables);
      const opened = same ?? { ...question, id: newId() };
      set((before) => ({ tabs: same ? before.tabs : [...before.tabs, opened], active: opened.id }));
      return opened.id;
    },
    close: (closed) => set((before) => without(before, closed, first)),
  };
}

function alone(question: Question): Kept {
  const tab = { ...question, id: newId() };
  return { tabs: [tab], active: tab.id };
}

function without({ tabs, active }: Kept, closed: string, first: Question): Kept {
  const at = tabs.findIndex(({ id }) => id === closed);
  const left = tabs.filter(({ id }) => id !== closed);
  const neighbour = left[Math.min(at, left.length - 1)];
  if (!neighbour) return alone(first);
  return { tabs: left, active: active === closed ? neighbour.id : active };
}

/** Not `crypto.randomUUID`: that is there on safe addresses alone, and a server in an office may have none. */
function newId(): string {
  return Math.random().toString(36).slice(2);
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null) return false;
  const { tabs, active } = kept as Partial<Record<keyof Kept, unknown>>;
  if (!Array.isArray(tabs) || tabs.length === 0 || typeof active !== 'string') return false;
  return tabs.every((tab) => isQuestion(tab) && 'id' in tab && typeof tab.id === 'string');
}
