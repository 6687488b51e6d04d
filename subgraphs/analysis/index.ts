import type { Text } from '../core/catalogue.js';
import type { GraphClient } from '../core/graph-client.js';
import { hanoiDay, lastEnded, type Period, periodArgument } from '../core/period.js';
import { areaResolvers } from './area.js';
import { type Assessment, assess } from './assessment.js';
import { changesResolver } from './changes/resolver.js';
import type { Missing, Quantity } from './judgement.js';
import { readIndicator, UnfitRepresentation } from './representation.js';
import type { WorkingStep } from './step.js';
import { type Summary, summarise } from './summary.js';

/** What analysis needs from outside: judgements are made of what comes with the representations. */
export interface AnalysisOptions {
  /** Today in Hanoi (2023-06-30): without a period, the last half-year that had ended by then is judged. */
  readonly today: () => string;
  readonly now: () => Date;
  /** The whole graph, of which `changes` asks what it lists; null: it cannot be asked. */
  readonly graph: GraphClient | null;
}

interface PeriodArgument {
  readonly period?: string | null;
}

interface LanguageArgument {
  readonly lang: 'VI' | 'EN';
}

/** An entity as the gateway hands it over: nothing of it is trusted before it is read (representation.ts). */
type Representation = Readonly<Record<string, unknown>>;

/**
 * The resolvers of the analysis subgraph. A malformed period is refused with BAD_USER_INPUT; a representation that
 * lacks what a judgement needs throws UnfitRepresentation rather than being judged by half.
 */
export function analysisResolvers({ today, now, graph }: AnalysisOptions) {
  const judged = ({ asOf }: Representation, { period }: PeriodArgument): Period =>
    period == null ? lastEnded('S', dayOf(asOf, today)) : periodArgument('period', period);
  return {
    Query: { changes: changesResolver(graph, now) },
    Area: areaResolvers,
    Programme: {
      __resolveReference: (programme: Representation) => programme,
      summary: (programme: Representation, args: PeriodArgument): Summary => {
        const period = judged(programme, args);
        return summarise(indicatorsOf(programme).map(readIndicator), period);
      },
    },
    Indicator: {
      __resolveReference: (indicator: Representation) => indicator,
      assessment: (indicator: Representation, args: PeriodArgument): Assessment | null => {
        const period = judged(indicator, args);
        return assess(readIndicator(indicator), period);
      },
    },
    Assessment: {
      sentence: (assessment: Assessment, { lang }: LanguageArgument) => inLanguage(assessment.sentence, lang),
    },
    Missing: { unit: (missing: Missing, { lang }: LanguageArgument) => inLanguage(missing.unit, lang) },
    Quantity: { unit: (quantity: Quantity, { lang }: LanguageArgument) => inLanguage(quantity.unit, lang) },
    WorkingStep: { step: (working: WorkingStep, { lang }: LanguageArgument) => inLanguage(working.step, lang) },
  };
}

/** The day in Hanoi of what is known: that of the instant in the key, or today where it is about now. */
function dayOf(asOf: unknown, today: () => string): string {
  if (asOf == null) return today();
  if (typeof asOf === 'string' && !Number.isNaN(Date.parse(asOf))) return hanoiDay(new Date(asOf));
  throw new UnfitRepresentation(`Analysis cannot tell the day of what is known as of ${JSON.stringify(asOf)}.`);
}

function indicatorsOf({ indicators }: Representation): readonly unknown[] {
  if (Array.isArray(indicators)) return indicators;
  throw new UnfitRepresentation('Analysis cannot sum up a programme that came without its indicators.');
}

function inLanguage(text: Text, lang: 'VI' | 'EN'): string {
  return lang === 'EN' ? text.en : text.vi;
}
