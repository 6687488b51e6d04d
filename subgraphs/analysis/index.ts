import type { Text } from '../core/catalogue.js';
import { lastEnded, type Period, periodArgument } from '../core/period.js';
import { type Assessment, assess } from './assessment.js';
import type { Missing, Quantity } from './judgement.js';
import { readIndicator, UnfitRepresentation } from './representation.js';
import type { WorkingStep } from './step.js';
import { type Summary, summarise } from './summary.js';

/** What analysis needs from outside: everything else comes with the representations. */
export interface AnalysisOptions {
  /** Today in Hanoi (2023-06-30): without a period, the last half-year that had ended by then is judged. */
  readonly today: () => string;
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
export function analysisResolvers({ today }: AnalysisOptions) {
  const judged = ({ period }: PeriodArgument): Period =>
    period == null ? lastEnded('S', today()) : periodArgument('period', period);
  return {
    Programme: {
      __resolveReference: (programme: Representation) => programme,
      summary: (programme: Representation, args: PeriodArgument): Summary => {
        const period = judged(args);
        return summarise(indicatorsOf(programme).map(readIndicator), period);
      },
    },
    Indicator: {
      __resolveReference: (indicator: Representation) => indicator,
      assessment: (indicator: Representation, args: PeriodArgument): Assessment | null => {
        const period = judged(args);
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

function indicatorsOf({ indicators }: Representation): readonly unknown[] {
  if (Array.isArray(indicators)) return indicators;
  throw new UnfitRepresentation('Analysis cannot sum up a programme that came without its indicators.');
}

function inLanguage(text: Text, lang: 'VI' | 'EN'): string {
  return lang === 'EN' ? text.en : text.vi;
}
