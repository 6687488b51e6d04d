import { z } from 'zod';
import { Notes } from '../../schema/notes.js';
import { DIRECTIONS, EVIDENCE, RULES, TIME_RULES, UNITS } from '../core/catalogue.js';
import { FREQUENCIES, type Period, parsePeriod } from '../core/period.js';

/**
 * What the gateway hands over was gathered from other subgraphs, so it is checked before anything is judged: a missing
 * or swapped field (an alias that shadows a required one, say) would otherwise give a wrong judgement without a sign.
 * Only the figures may be absent: then their owner did not answer.
 */
const period = z.string().transform((text, context): Period => {
  const found = parsePeriod(text);
  if (found) return found;
  context.addIssue({ code: 'custom', message: `"${text}" is not a period` });
  return z.NEVER;
});

const text = z.object({ vi: z.string(), en: z.string() });

const target = z
  .object({
    value: z.number().nullable(),
    upper: z.number().nullable(),
    from: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    withdrawn: z.boolean(),
    evidence: z.enum(EVIDENCE),
    sourceNames: text.nullable(),
  })
  .refine((version) => version.withdrawn === (version.value === null), {
    message: 'a target has a value unless it is withdrawn',
  });

/** A figure of the city as it was reported, or withheld. */
interface Reported {
  readonly period: Period;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly sample: boolean;
  readonly status: string;
  readonly movedBy: string | null;
}

/** Read without zod: each question judges by hundreds of figures, and it would take ten times as long. */
function reported(raw: unknown): Reported | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const { period: text, value, numerator, denominator, sample, status } = raw as Record<string, unknown>;
  const found = typeof text === 'string' ? parsePeriod(text) : null;
  const isRead = typeof sample === 'boolean' && typeof status === 'string';
  if (!found || !isRead || !isNumber(value) || !isNumber(numerator) || !isNumber(denominator)) return null;
  // The city's own figures are those that were reported.
  return { period: found, value, numerator, denominator, sample, status, movedBy: null };
}

function isNumber(given: unknown): given is number | null {
  return given === null || (typeof given === 'number' && Number.isFinite(given));
}

/** What is wrong with a figure that could not be read. */
function faultsOf(raw: unknown): [field: string, message: string][] {
  if (typeof raw !== 'object' || raw === null) return [['', 'is no figure']];
  const { period: text, sample, status, ...numbers } = raw as Record<string, unknown>;
  const faults: [string, string][] = [];
  if (typeof text !== 'string' || !parsePeriod(text))
    faults.push(['period', `${JSON.stringify(text)} is not a period`]);
  if (typeof sample !== 'boolean') faults.push(['sample', 'is neither true nor false']);
  if (typeof status !== 'string') faults.push(['status', 'is no text']);
  for (const field of ['value', 'numerator', 'denominator']) {
    if (!isNumber(numbers[field])) faults.push([field, 'is neither a number nor null']);
  }
  return faults;
}

const headline = z.unknown().transform((list, context): readonly Reported[] => {
  if (!Array.isArray(list)) {
    context.addIssue({ code: 'custom', message: 'is no list of figures' });
    return z.NEVER;
  }
  const periods = new Set<Period>();
  const figures: Reported[] = [];
  for (let index = 0; index < list.length; index++) {
    const figure = reported(list[index]);
    if (figure && !periods.has(figure.period)) {
      periods.add(figure.period);
      figures.push(figure);
      continue;
    }
    const faults = figure
      ? [['period', `two figures for one period, ${figure.period.text}`] as const]
      : faultsOf(list[index]);
    for (const [field, message] of faults) {
      context.addIssue({ code: 'custom', message, path: field === '' ? [index] : [index, field] });
    }
  }
  return figures;
});

const definition = {
  direction: z.enum(DIRECTIONS),
  decimals: z.int().min(0).max(10),
  unitCode: z.enum(UNITS),
  timeRule: z.enum(TIME_RULES),
  frequency: z.enum(FREQUENCIES),
  baseline: period.nullable(),
  seasonal: z.boolean(),
  breaks: z.array(period),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  hard: z.boolean(),
  plannedDenominator: z.number().positive().nullable(),
  numeratorNames: text.nullable(),
  denominatorNames: text.nullable(),
  targets: z.array(target),
  areaTargets: z.array(z.object({ area: z.object({ id: z.string() }), targets: z.array(target) })),
  series: z.object({ headline: headline.nullish() }).nullish(),
};

const judged = z
  .object({ code: z.string(), rule: z.enum(RULES), ...definition })
  .refine((i) => (i.direction === 'DECREASE') === (i.rule === 'AT_MOST' || i.rule === 'BELOW'), {
    message: 'rule and direction contradict each other',
  })
  .refine((i) => i.rule !== 'YEARLY_CHANGE' || i.frequency === 'A', {
    message: 'a yearly change is judged by yearly figures',
  })
  .refine((i) => i.rule !== 'YEARLY_QUOTA' || i.timeRule === 'FLOW', {
    message: 'a quota is judged by figures that add up over the year',
  });

/** A supporting indicator has neither rule nor targets; a rule that is gone while targets are there was lost on the way. */
const supporting = z.object({ code: z.string(), rule: z.null(), targets: z.array(z.unknown()).length(0) });

/** A target of the programme with its figures, as the gateway hands it over, checked. */
export type Indicator = z.infer<typeof judged>;
export type Target = Indicator['targets'][number];
export type Rule = Indicator['rule'];

/** What was handed over is incomplete or contradicts itself; the message names the indicator and the fields. */
export class UnfitRepresentation extends Error {
  override readonly name = 'UnfitRepresentation';
}

/** By what was handed over: what one question requires of an indicator in several places is one object. */
const known = new Notes<object, Indicator | null>();

/** The checked indicator, or null for a supporting one (no rule). Throws UnfitRepresentation with every fault. */
export function readIndicator(raw: unknown): Indicator | null {
  if (typeof raw !== 'object' || raw === null) return checked(raw);
  const read = known.of(raw);
  return read === undefined ? known.note(raw, checked(raw)) : read;
}

function checked(raw: unknown): Indicator | null {
  const isSupporting = typeof raw === 'object' && raw !== null && 'rule' in raw && raw.rule === null;
  if (isSupporting && supporting.safeParse(raw).success) return null;
  const read = judged.safeParse(raw);
  if (read.success) return read.data;
  const code = z.object({ code: z.string() }).safeParse(raw).data?.code ?? 'an indicator without a code';
  const faults = read.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': '));
  throw new UnfitRepresentation(`Analysis cannot judge ${code}: ${faults.join('; ')}.`);
}
