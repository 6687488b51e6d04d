import { useRef } from 'preact/hooks';
import type { Asked } from '../pages/browser/use-question.js';

/** A part of an answer as it was last told, and when. */
export interface Kept<Part> {
  readonly part: Part;
  readonly at: Date;
}

type Told<Data, Variables> = Pick<Asked<Data, Variables>, 'answer' | 'about'>;

/**
 * Keeps what was told before: while a department is silent its part of an answer is null, and the figures that were shown
 * a moment ago are still the last ones known. `partsOf` gives what came whole, each part by a name of its own.
 */
export function useKept<Data, Variables, Part>(
  { answer, about }: Told<Data, Variables>,
  partsOf: (data: Data, about: Variables) => Iterable<readonly [name: string, part: Part]>,
): ReadonlyMap<string, Kept<Part>> {
  const kept = useRef(new Map<string, Kept<Part>>());
  const seen = useRef<Data | null>(null);
  if (answer && about && answer.data !== seen.current) {
    seen.current = answer.data;
    for (const [name, part] of partsOf(answer.data, about)) kept.current.set(name, { part, at: answer.at });
  }
  return kept.current;
}

/** What is shown of a question. */
export interface Shown<Data> {
  readonly data: Data | null;
  /** When the figures came that stand in for those that did not come; null where they are of now. */
  readonly keptFrom: Date | null;
}

/** The present answer or, where that is not whole, the last whole one to the same question. */
export function useWhole<Data, Variables>(asked: Told<Data, Variables>, isWhole: (data: Data) => boolean): Shown<Data> {
  const kept = useKept(asked, (data, about) => (isWhole(data) ? [[JSON.stringify(about), data]] : []));
  const { answer, about } = asked;
  const before = answer && !isWhole(answer.data) ? kept.get(JSON.stringify(about)) : undefined;
  return before ? { data: before.part, keptFrom: before.at } : { data: answer?.data ?? null, keptFrom: null };
}
