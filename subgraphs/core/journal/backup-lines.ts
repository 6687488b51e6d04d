import { z } from 'zod';
import { FREQUENCIES, parsePeriod } from '../period.js';
import { CHECK_REASONS } from './contract.js';

/** The lines of a backup: header, then for each source its line, scopes and entries, then the end. */

/** Files of this form are written and read. */
export const FORMAT = 1;

const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'this is no instant');
const periodText = z.string().refine((text) => parsePeriod(text) !== null, 'this is no period');
const count = z.number().int().nonnegative();
/** Position of an entry; number of a source or a scope within the backup. */
const number = z.number().int().positive();
const text = z.string();

/** Kinds of lines between the header and the end. */
const KINDS = [
  'source',
  'scope',
  'vintage',
  'receipt',
  'quarantined',
  'decision',
  'definitions',
  'suppression',
] as const;
export type LineKind = (typeof KINDS)[number];

/** How many lines of each kind there are. */
export type BackupCounts = Readonly<Record<LineKind, number>>;
/** A backup of an earlier release has no suppressions. */
const counts = z.record(z.enum(KINDS), count.default(0));

export function noLines(): Record<LineKind, number> {
  return { source: 0, scope: 0, vintage: 0, receipt: 0, quarantined: 0, decision: 0, definitions: 0, suppression: 0 };
}

const figure = {
  indicator: text,
  area: text,
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  status: text.length(1),
  reason: text.nullable(),
  note: text.nullable(),
  document: text.nullable(),
  place: text.nullable(),
  publishedAt: instant.nullable(),
};

const coverage = z.strictObject({
  indicator: text,
  frequency: z.enum(FREQUENCIES),
  firstYear: z.number().int(),
  lastPeriod: text,
});

/** Each kind of line, without its kind and the number of its source. */
export const LINES = {
  source: z.strictObject({
    identity: text,
    sample: z.boolean(),
    /** The head. */
    position: count,
    firstRecordedAt: instant.nullable(),
    recordedAt: instant.nullable(),
  }),
  /** What receipts asked for; they name it by its number. */
  scope: z.strictObject({ scope: number, slices: z.array(coverage) }),
  vintage: z.strictObject({
    ...figure,
    period: periodText,
    released: number.nullable(),
    position: number,
    recordedAt: instant,
  }),
  receipt: z.strictObject({
    position: number,
    at: instant,
    scope: number,
    taken: count,
    withdrawn: count,
    unchanged: count,
    refused: count,
  }),
  quarantined: z.strictObject({
    number,
    figure: z.strictObject({ ...figure, period: text }),
    reason: z.enum(CHECK_REASONS),
    detail: text,
    receivedAt: instant,
    lastGoodAt: instant.nullable(),
  }),
  decision: z.strictObject({
    position: number,
    number,
    decision: z.enum(['RELEASED', 'REJECTED', 'SUPERSEDED']),
    at: instant,
    by: text.nullable(),
    why: text.nullable(),
  }),
  definitions: z.strictObject({ position: number, recordedAt: instant, files: z.record(text, text) }),
  suppression: z.strictObject({
    position: number,
    recordedAt: instant,
    indicator: text,
    area: text,
    period: periodText,
    confidentiality: z.enum(['A', 'D']),
  }),
} satisfies Record<LineKind, z.ZodType>;

export type SourceLine = z.infer<typeof LINES.source>;

export const HEADER = z.strictObject({
  kind: z.literal('journal'),
  format: z.literal(FORMAT),
  owner: text,
  asOf: instant,
  counts,
});
export type Header = z.infer<typeof HEADER>;

export const END = z.strictObject({ kind: z.literal('end'), counts });

/** The kind and the source of a line between header and end. */
export const NAMED = z.looseObject({ kind: z.enum(KINDS), source: number });
