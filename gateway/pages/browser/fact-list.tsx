import { useLanguage, type Words } from './language.js';

/** What is told, under its name; without a value it is left out. */
export type Fact = readonly [name: Words, value: string | null | undefined];

export interface FactListProps {
  readonly facts: readonly Fact[];
  readonly class: string;
  /** The list's name, where no heading above it says what it is of. */
  readonly label?: string;
}

/** Facts, each beside its name. */
export function FactList({ facts, class: className, label }: FactListProps) {
  const { say } = useLanguage();
  return (
    <dl class={className} aria-label={label}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name.en}>
              <dt>{say(name)}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
