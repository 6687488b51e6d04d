import { UsageError } from './command.js';

const FORM = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * The instant of an option, normalised to UTC with milliseconds: a day is its midnight in Hanoi, a full instant names its
 * zone. Throws a UsageError for anything else, and for a day that the calendar does not have.
 */
export function instantOption(option: string, text: string): string {
  const day = FORM.exec(text)?.[1];
  const time = day === undefined ? Number.NaN : Date.parse(text === day ? `${day}T00:00:00+07:00` : text);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const real = !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === day;
  if (!real || Number.isNaN(time)) {
    throw new UsageError(
      `--${option} ${text} is no instant; write a day (2023-08-01, midnight in Hanoi) or 2023-08-01T00:00:00Z.`,
    );
  }
  return new Date(time).toISOString();
}

/** An instant on Hanoi's clock, to the second: 2023-08-01 07:00:00 +07. */
export function hanoiTime(instant: string): string {
  const shifted = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} +07`;
}

const UNITS = [
  ['day', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/** A span of time in its largest unit, rounded down: 45 s, 12 min, 3 h, 2 days. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  for (const [unit, of] of UNITS) {
    const n = Math.floor(seconds / of);
    if (n >= 1) return `${n} ${unit === 'day' && n > 1 ? 'days' : unit}`;
  }
  return `${seconds} s`;
}
