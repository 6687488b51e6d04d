import { CITY } from '../../schema/areas/areas.js';
import type { Text } from '../core/catalogue.js';
import { BadUserInput } from '../core/errors.js';
import type { GraphClient } from '../core/graph-client.js';
import { hanoiDay, lastEnded, type Period, periodArgument } from '../core/period.js';
import { areaResolvers } from './area.js';
import { type AssessmentsArguments, assessmentsOf } from './areas/assessments.js';
import { askGraph } from './asking.js';
import { type Assessment, assess, otherVersions } from './assessment.js';
import { changesResolver } from './changes/resolver.js';
import type { AnalysisContext } from './context.js';
import { DECLARED_QUESTION, type Difference, differences } from './differences.js';
import type { Missing, Quantity } from './judgement.js';
import { type Projection, project } from './projection.js';
import { readIndicator, type Target, UnfitRepresentation } from './representation.js';
import { sentenceOf } from './sentence.js';
import type { WorkingStep } from './step.js';
import { type Summary, summarise } from './summary.js';
import { workingOf } from './working.js';

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

interface PeriodsArgument {
  readonly periods: readonly string[];
}

/** Most periods that are summed up in one field. */
const MOST_PERIODS = 400;

interface LanguageArgument {
  readonly lang: 'VI' | 'EN';
}

/** An entity as the gateway hands it over: nothing of it is trusted before it is read (representation.ts). */
type Representation = Readonly<Record<string, unknown>>;

/** What an entity of the answer is known as of. */
interface Known {
  readonly asOf: string | null;
}

/** An assessment with the key of its area. */
type Judged = Assessment & { readonly area: Known & { readonly id: string } };

/**
 * The resolvers of the analysis subgraph. A malformed period is refused with BAD_USER_INPUT; a representation that
 * lacks what a judgement needs throws UnfitRepresentation rather than being judged by half.
 */
export function analysisResolvers({ today, now, graph }: AnalysisOptions) {
  const judged: JudgedPeriod = (entity, { period }) => {
    const asOf = asOfOf(entity);
    const day = asOf === null ? today() : hanoiDay(new Date(asOf));
    return period == null ? lastEnded('S', day) : periodArgument('period', period);
  };
  return {
    Query: { changes: changesResolver(graph, now) },
    Area: areaResolvers,
    Programme: programmeResolvers(judged, graph),
    Indicator: indicatorResolvers(judged),
    ...TEXTS,
  };
}

/** The period that a question is about: the one named, or the last half-year that had ended at the time of the entity. */
type JudgedPeriod = (entity: Representation, args: PeriodArgument) => Period;

function programmeResolvers(judged: JudgedPeriod, graph: GraphClient | null) {
  return {
    __resolveReference: (programme: Representation) => programme,
    summary: (programme: Representation, args: PeriodArgument): Summary => {
      const period = judged(programme, args);
      return summarise(indicatorsOf(programme).map(readIndicator), period);
    },
    summaries: (programme: Representation, { periods }: PeriodsArgument): Summary[] => {
      if (periods.length > MOST_PERIODS) {
        throw new BadUserInput('periods', periods.length, `at most ${MOST_PERIODS} periods are summed up at once`);
      }
      const indicators = indicatorsOf(programme).map(readIndicator);
      const different = new Set(periods.map((text) => periodArgument('periods', text)));
      return [...different].map((period) => summarise(indicators, period));
    },
    differences: async (
      programme: Representation,
      { period }: PeriodArgument,
      { call }: AnalysisContext,
    ): Promise<(Difference & Known)[]> => {
      const within = period == null ? null : periodArgument('period', period);
      const asOf = asOfOf(programme);
      const answered = await askGraph(graph, DECLARED_QUESTION, { asOf }, call);
      const found = differences(answered, indicatorsOf(programme).map(readIndicator), within);
      return found.map((difference) => ({ ...difference, asOf }));
    },
  };
}

function indicatorResolvers(judged: JudgedPeriod) {
  return {
    __resolveReference: (indicator: Representation) => indicator,
    assessment: (indicator: Representation, args: PeriodArgument): Judged | null => {
      const period = judged(indicator, args);
      const assessment = assess(readIndicator(indicator), period);
      return assessment && { ...assessment, area: { id: CITY.id, asOf: asOfOf(indicator) } };
    },
    assessments: async (
      representation: Representation,
      args: AssessmentsArguments,
      { areaFigures }: AnalysisContext,
    ): Promise<Judged[] | null> => {
      const asOf = asOfOf(representation);
      const indicator = readIndicator(representation);
      if (!indicator) return null;
      const ended = judged(representation, {});
      const found = await assessmentsOf(indicator, args, { asOf, lastEnded: ended, figures: areaFigures });
      return found?.map(({ area, assessment }) => ({ ...assessment, area: { id: area.id, asOf } })) ?? null;
    },
    projection: (indicator: Representation, args: PeriodArgument): Projection | null =>
      project(readIndicator(indicator), judged(indicator, args)),
  };
}

/** What is said in the language that is asked for, and what is only looked up when it is. */
const TEXTS = {
  Assessment: {
    yearSum: ({ judgement }: Assessment) => judgement.quota?.sum ?? null,
    sentence: ({ judgement }: Assessment, { lang }: LanguageArgument) => inLanguage(sentenceOf(judgement), lang),
    working: ({ judgement }: Assessment): readonly WorkingStep[] => workingOf(judgement),
    otherVersions: (assessment: Judged): Judged[] =>
      otherVersions(assessment).map((other) => ({ ...other, area: assessment.area })),
  },
  Projection: {
    method: ({ method }: Projection, { lang }: LanguageArgument) => method && inLanguage(method, lang),
  },
  Target: {
    source: ({ sourceNames }: Target, { lang }: LanguageArgument) => sourceNames && inLanguage(sourceNames, lang),
  },
  DeclaredDifference: {
    report: ({ report }: Difference, { lang }: LanguageArgument) => inLanguage(report, lang),
    indicator: ({ code, asOf }: Difference & Known) => code && { code, asOf },
  },
  Missing: { unit: (missing: Missing, { lang }: LanguageArgument) => inLanguage(missing.unit, lang) },
  Quantity: { unit: (quantity: Quantity, { lang }: LanguageArgument) => inLanguage(quantity.unit, lang) },
  WorkingStep: { step: (working: WorkingStep, { lang }: LanguageArgument) => inLanguage(working.step, lang) },
};

/** The instant in an entity's key; null: now. */
function asOfOf({ asOf }: Representation): string | null {
  if (asOf == null) return null;
  if (typeof asOf === 'string' && !Number.isNaN(Date.parse(asOf))) return asOf;
  throw new UnfitRepresentation(`Analysis cannot tell the day of what is known as of ${JSON.stringify(asOf)}.`);
}

function indicatorsOf({ indicators }: Representation): readonly unknown[] {
  if (Array.isArray(indicators)) return indicators;
  throw new UnfitRepresentation('Analysis cannot sum up a programme that came without its indicators.');
}

function inLanguage(text: Text, lang: 'VI' | 'EN'): string {
  return lang === 'EN' ? text.en : text.vi;
}
