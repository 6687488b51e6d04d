import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface TabListProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly name: ComponentChildren }[];
  readonly active: Id;
  /** The id of the element that shows what is chosen. */
  readonly controls: string;
  readonly onSelect: (id: Id) => void;
  /** What the Delete key does to a tab; without it, nothing. */
  readonly onDelete?: (id: Id) => void;
}

/** Tabs as WAI-ARIA has them: one stop of the Tab key, arrow keys go from one to the next. */
export function TabList<Id extends string>({ label, tabs, active, controls, onSelect, onDelete }: TabListProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const names = tabs.map(({ id }) => id).join(' ');
  useLayoutEffect(() => bringIntoSight(list.current, document.getElementById(idOf(controls, active))), [active, names]);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Delete' && onDelete) return onDelete(active);
    const at = tabs.findIndex(({ id }) => id === active);
    const next = tabs[neighbour(event.key, at, tabs.length)];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    document.getElementById(idOf(controls, next.id))?.focus();
  };
  return (
    <div class="tab-list" role="tablist" aria-label={label} onKeyDown={press} ref={list}>
      {tabs.map(({ id, name }) => (
        <button
          key={id}
          id={idOf(controls, id)}
          type="button"
          role="tab"
          aria-selected={id === active}
          aria-controls={controls}
          tabIndex={id === active ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** What the chosen tab shows. */
export function TabPanel({ id, active, children }: { id: string; active: string; children: ComponentChildren }) {
  return (
    <div id={id} class="tab-panel" role="tabpanel" aria-labelledby={idOf(id, active)}>
      {children}
    </div>
  );
}

function idOf(controls: string, id: string): string {
  return `${controls}-tab-${id}`;
}

/** Moves the list alone: `scrollIntoView` would move the page too. */
function bringIntoSight(list: HTMLElement | null, tab: HTMLElement | null): void {
  if (!list || !tab) return;
  const [around, own] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  list.scrollLeft += Math.max(0, own.right - around.right) - Math.max(0, around.left - own.left);
}

/** The place that a key leads to; -1 for other keys. */
function neighbour(key: string, at: number, count: number): number {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : -1;
}
