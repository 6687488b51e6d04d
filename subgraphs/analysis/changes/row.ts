import { z } from 'zod';
import { CITY } from '../../../schema/areas/areas.js';
import { type Frequency, hanoiDay, lastEnded, parsePeriod, periodOf } from '../../core/period.js';

const side = z.object({
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  status: z.string(),
});

/** A recorded change as an owner tells of it. */
export const recordedRow = z.object({
  position: z.int().min(1),
  at: z.string(),
  indicator: z.string(),
  item: z.string().nullable(),
  area: z.string().nullable(),
  period: z.string().nullable(),
  before: side.nullable(),
  after: side.nullable(),
});

export type RecordedRow = z.infer<typeof recordedRow>;
type Side = z.infer<typeof side>;

/** What is asked for of a recorded change. */
export const ROW_FIELDS = `{
  position at indicator item area period
  before { value numerator denominator status } after { value numerator denominator status }
}`;

export type ChangeKind = 'FIRST' | 'REVISION' | 'WITHDRAWAL' | 'STATUS' | 'DEFINITION' | 'JUDGEMENT';

/**
 * How a figure or a definition changed; null where nothing that is listed did: a figure with another document, time of
 * publication, note or reason is the same figure. One that had a number and has none any more was withdrawn.
 */
export function kindOf({
  before,
  after,
}: Pick<RecordedRow, 'before' | 'after'>): Exclude<ChangeKind, 'JUDGEMENT'> | null {
  if (!after) return 'DEFINITION';
  if (!before) return 'FIRST';
  if (hasNumber(before) && !hasNumber(after)) return 'WITHDRAWAL';
  if (NUMBERS.some((number) => before[number] !== after[number])) return 'REVISION';
  return before.status === after.status ? null : 'STATUS';
}

const NUMBERS = ['value', 'numerator', 'denominator'] as const;

function hasNumber(figure: Side): boolean {
  return NUMBERS.some((number) => figure[number] !== null);
}

/** Whether a judgement can turn with the change: a definition or a total of the city, whatever its frequency. */
function canTurn(row: RecordedRow): boolean {
  return kindOf(row) !== null && (row.after === null || (row.area === CITY.id && row.item === null));
}

/** Whether a judgement of an indicator of that frequency can turn with it. */
export function turns(row: RecordedRow, frequency: Frequency): boolean {
  return canTurn(row) && (row.after === null || parsePeriod(row.period ?? '')?.frequency === frequency);
}

/**
 * The half-years whose judgements are compared before and after a change, ascending; none where no judgement can turn with
 * it. For a figure the one in which its period ends, and the last one that had ended in Hanoi when it was recorded, where
 * that is a later one: later judgements still rest on an earlier figure (as their base, or as the latest there is), but none
 * on a figure that ends after them. For a definition the last one that had ended.
 */
export function judgedPeriods(row: RecordedRow): readonly string[] {
  if (!canTurn(row)) return [];
  const { at, after, period } = row;
  const ended = lastEnded('S', hanoiDay(new Date(at)));
  if (!after) return [ended.text];
  const about = parsePeriod(period ?? '');
  if (!about) throw new Error(`A figure recorded at ${at} came without its period: ${JSON.stringify(period)}.`);
  const own = periodOf('S', Math.floor(about.lastMonth / 12), about.lastMonth % 12 < 6 ? 1 : 2);
  return ended.lastMonth > own.lastMonth ? [own.text, ended.text] : [own.text];
}
