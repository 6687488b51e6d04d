import type { ComponentChildren } from 'preact';

export interface WideTableProps {
  /** What the table is of: its caption, for those who do not see what stands above it. */
  readonly name: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A table that is scrolled within its own field, by the keyboard as well. */
export function WideTable({ name, class: className, children }: WideTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is scrolled has to be reached by the keyboard
    <section class="wide tall" tabIndex={0} aria-label={name}>
      <table class={className}>
        <caption class="for-readers">{name}</caption>
        {children}
      </table>
    </section>
  );
}
