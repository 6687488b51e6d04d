import { useMemo, useState } from 'preact/hooks';
import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { allKeys, openedAtFirst, rowsOf, type TreeRow } from './tree-rows.js';
import { useWindow } from './window.js';

const WORDS = {
  tree: { vi: 'Câu trả lời dạng cây', en: 'The answer as a tree' },
  openAll: { vi: 'Mở tất cả', en: 'Open all' },
  closeAll: { vi: 'Thu gọn tất cả', en: 'Close all' },
  item: { vi: 'mục', en: 'item' },
  items: { vi: 'mục', en: 'items' },
  field: { vi: 'trường', en: 'field' },
  fields: { vi: 'trường', en: 'fields' },
};

/** As many lines are open at first, so that most answers are seen whole and long ones begin with their outline. */
const LINES_AT_FIRST = 400;

/** An answer as a tree: arrow keys move, open and close, as in any tree of the desktop. */
export function Tree({ data }: { readonly data: unknown }) {
  const { say } = useLanguage();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openedAtFirst(data, LINES_AT_FIRST));
  const [active, setActive] = useState(0);
  const rows = useMemo(() => rowsOf(data, open), [data, open]);
  const sight = useWindow(rows.length);
  const at = Math.min(active, rows.length - 1);
  const go = (line: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, line));
    setActive(to);
    sight.reveal(to);
  };
  const toggle = ({ key, size }: TreeRow) => {
    if (size !== null) setOpen((before) => toggled(before, key));
  };
  const press = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actionOf(event.key, { row, rows, at, page: sight.page, go, toggle });
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div class="tree-view">
      <div class="toolbar">
        <button type="button" class="button small" onClick={() => setOpen(allKeys(data))}>
          {say(WORDS.openAll)}
        </button>
        <button type="button" class="button small" onClick={() => setOpen(new Set())}>
          {say(WORDS.closeAll)}
        </button>
      </div>
      {/* The focus stays on the tree and names the line, for lines out of sight are not there. */}
      <div
        class="tree"
        role="tree"
        tabIndex={0}
        aria-label={say(WORDS.tree)}
        aria-activedescendant={rows[at] && idOf(rows[at])}
        ref={sight.box}
        onScroll={sight.onScroll}
        onKeyDown={press}
      >
        <div role="presentation" style={{ height: `${rows.length * sight.height}px`, position: 'relative' }}>
          {rows.slice(sight.first, sight.last).map((row, index) => (
            <Line
              key={row.key}
              row={row}
              top={(sight.first + index) * sight.height}
              height={sight.height}
              active={sight.first + index === at}
              onClick={() => {
                setActive(sight.first + index);
                toggle(row);
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  readonly row: TreeRow;
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
  readonly onClick: () => void;
}

function Line({ row, top, height, active, onClick }: LineProps) {
  const { say, language } = useLanguage();
  const { depth, name, value, size, open } = row;
  const [one, several] = Array.isArray(value) ? [WORDS.item, WORDS.items] : [WORDS.field, WORDS.fields];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for all of its lines.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active line.
    <div
      id={idOf(row)}
      class={active ? 'line active' : 'line'}
      role="treeitem"
      aria-level={depth}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={size === null ? undefined : open}
      aria-selected={active}
      style={{ top: `${top}px`, height: `${height}px`, paddingInlineStart: `${depth * 1.1 - 0.6}rem` }}
      onClick={onClick}
    >
      <span class="twist" aria-hidden="true">
        {!size ? '' : open ? '▾' : '▸'}
      </span>
      <span class="name">{name}</span>
      {': '}
      {size === null ? (
        <Leaf value={value} />
      ) : (
        <span class="soft">{`${number(size, language)} ${say(size === 1 ? one : several)}`}</span>
      )}
    </div>
  );
}

function Leaf({ value }: { readonly value: unknown }) {
  return <span class={`leaf ${value === null ? 'null' : typeof value}`}>{JSON.stringify(value)}</span>;
}

function idOf({ key }: TreeRow): string {
  return `line-${key}`;
}

function toggled(open: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(open);
  if (!next.delete(key)) next.add(key);
  return next;
}

interface Around {
  readonly row: TreeRow;
  readonly rows: readonly TreeRow[];
  readonly at: number;
  readonly page: number;
  readonly go: (line: number) => void;
  readonly toggle: (row: TreeRow) => void;
}

/** What a key does in a tree (the pattern of WAI-ARIA); null for a key that does nothing here. */
function actionOf(key: string, { row, rows, at, page, go, toggle }: Around): (() => void) | null {
  const parent = () => rows.findIndex((other) => other.key === row.parent);
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    PageDown: () => go(at + page),
    PageUp: () => go(at - page),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    Enter: () => toggle(row),
    ' ': () => toggle(row),
    ArrowRight: () => (row.open ? go(at + 1) : toggle(row)),
    ArrowLeft: () => (row.open ? toggle(row) : row.parent !== null && go(parent())),
  };
  return actions[key] ?? null;
}
