import './state.css';
import { useLanguage, type Words } from '../pages/browser/language.js';
import type { introspection } from '../pages/browser/schema-types.js';

/** A state of a judgement; UNAVAILABLE where the owner did not answer, which is no state of the graph. */
export type State = introspection['types']['AssessmentState']['enumValues'] | 'UNAVAILABLE';

/** The states in the order in which they are listed, best first. */
export const STATES: readonly State[] = [
  'MET',
  'MET_SLIPPING',
  'ON_TRACK',
  'BEHIND',
  'MOVING_AWAY',
  'NO_DATA',
  'WITHDRAWN',
  'UNAVAILABLE',
];

export const STATE_WORDS: Readonly<Record<State, Words>> = {
  MET: { vi: 'Đạt', en: 'Met' },
  MET_SLIPPING: { vi: 'Đạt, đang giảm sút', en: 'Met, slipping' },
  ON_TRACK: { vi: 'Đúng tiến độ', en: 'On track' },
  BEHIND: { vi: 'Chậm tiến độ', en: 'Behind' },
  MOVING_AWAY: { vi: 'Đi lùi', en: 'Moving away' },
  NO_DATA: { vi: 'Chưa có số liệu', en: 'No data' },
  WITHDRAWN: { vi: 'Đã rút khỏi chương trình', en: 'Withdrawn' },
  UNAVAILABLE: { vi: 'Không nhận được số liệu', en: 'Not available' },
};

type Declared = introspection['types']['DeclaredStateCode']['enumValues'];

/** What a report says of an indicator. */
export const DECLARED_WORDS: Readonly<Record<Declared, Words>> = {
  MET: { vi: 'công bố là đạt', en: 'declared met' },
  ON_SCHEDULE: { vi: 'công bố là đúng tiến độ', en: 'declared on schedule' },
  HARD: { vi: 'được nêu là chỉ tiêu khó', en: 'named as a hard target' },
  GOOD_RESULT: { vi: 'được nêu trong các kết quả tốt', en: 'named among the good results' },
};

/** A shape for each state, on a field of 16 by 16, so that it is told without colour. */
const SHAPES: Readonly<Record<State, string>> = {
  MET: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1.2 10.2L3.6 8l1.1-1.1 2.1 2.1 4.5-4.5L12.4 5.600Z',
  MET_SLIPPING:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm.8 9.200 2-2 1.100 1.100L8 13.200 4.100 9.300l1.100-1.100 2 2V3.500h1.600Z',
  ON_TRACK: 'M4 1.500 14 8 4 14.500Z',
  BEHIND: 'M3 2h4v12H3ZM9 2h4v12H9Z',
  MOVING_AWAY: 'M1.500 4h13L8 14.500Z',
  NO_DATA: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.800a5.200 5.200 0 1 1 0 10.400A5.200 5.200 0 0 1 8 2.800Z',
  WITHDRAWN: 'M1.500 7h13v2h-13Z',
  UNAVAILABLE: 'M8 1 15.500 14.500H.500ZM7.200 6v4h1.600V6Zm0 5.200v1.600h1.600v-1.600Z',
};

/** The shape of a state alone; what it means has to stand beside it. */
export function StateShape({ state }: { readonly state: State }) {
  return (
    <svg class="state-shape" viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[state]} fill-rule="evenodd" />
    </svg>
  );
}

/** A state by word, shape and colour. */
export function StateMark({ state }: { readonly state: State }) {
  const { say } = useLanguage();
  return (
    <span class="state" data-state={state}>
      <StateShape state={state} />
      {say(STATE_WORDS[state])}
    </span>
  );
}
