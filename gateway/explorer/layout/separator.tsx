import { useRef } from 'preact/hooks';

export interface SeparatorProps {
  readonly label: string;
  /** The id of the pane whose size it sets. */
  readonly controls: string;
  /** In percent of what both panes have. */
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Between panes side by side (vertical) or one above the other (horizontal). */
  readonly orientation: 'vertical' | 'horizontal';
  /** From the other end: the pane that is sized stands behind the separator. */
  readonly behind?: boolean;
}

const LEAST = 12;
const MOST = 76;
const STEP = 2;

/** What stands between two panes: drawn by the mouse, moved by the arrow keys. */
export function Separator({ label, controls, value, onChange, orientation, behind = false }: SeparatorProps) {
  const from = useRef<{ at: number; value: number; whole: number } | null>(null);
  const vertical = orientation === 'vertical';
  const set = (next: number) => onChange(Math.round(Math.max(LEAST, Math.min(MOST, next))));
  const place = ({ clientX, clientY }: PointerEvent) => (vertical ? clientX : clientY);
  const grasp = (event: PointerEvent) => {
    const bar = event.currentTarget as HTMLElement;
    const around = bar.parentElement?.getBoundingClientRect();
    if (!around) return;
    bar.setPointerCapture(event.pointerId);
    from.current = { at: place(event), value, whole: vertical ? around.width : around.height };
  };
  const drag = (event: PointerEvent) => {
    if (!from.current) return;
    const moved = ((place(event) - from.current.at) / from.current.whole) * 100;
    set(from.current.value + (behind ? -moved : moved));
  };
  const press = (event: KeyboardEvent) => {
    const step = stepOf(event.key, vertical);
    if (step === null) return;
    event.preventDefault();
    set(Number.isFinite(step) ? value + (behind ? -step : step) : step < 0 ? LEAST : MOST);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the window splitter of WAI-ARIA.
    <div
      class={`separator ${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      onPointerDown={grasp}
      onPointerMove={drag}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={press}
    />
  );
}

/** By how much a key moves it; without end for the keys that go to an end, null for other keys. */
function stepOf(key: string, vertical: boolean): number | null {
  if (key === 'Home') return Number.NEGATIVE_INFINITY;
  if (key === 'End') return Number.POSITIVE_INFINITY;
  if (key === (vertical ? 'ArrowLeft' : 'ArrowUp')) return -STEP;
  return key === (vertical ? 'ArrowRight' : 'ArrowDown') ? STEP : null;
}
