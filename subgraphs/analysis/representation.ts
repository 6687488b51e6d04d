import { z } from 'zod';
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

const figure = z
  .object({
    period,
    value: z.number().nullable(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    sample: z.boolean(),
    status: z.string(),
  })
  // The city's own figures are those that were reported.
  .transform((reported) => ({ ...reported, movedBy: null as string | null }));

const headline = z.array(figure).refine((figures) => new Set(figures.map((f) => f.period)).size === figures.length, {
  message: 'two figures for one period',
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

/** The checked indicator, or null for a supporting one (no rule). Throws UnfitRepresentation with every fault. */
export function readIndicator(raw: unknown): Indicator | null {
  if (supporting.safeParse(raw).success) return null;
  const read = judged.safeParse(raw);
  if (read.success) return read.data;
  const code = z.object({ code: z.string() }).safeParse(raw).data?.code ?? 'an indicator without a code';
  const faults = read.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': '));
  throw new UnfitRepresentation(`Analysis cannot judge ${code}: ${faults.join('; ')}.`);
}
