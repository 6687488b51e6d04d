import type { GraphQLResolveInfo } from 'graphql';
import { type Area, areaById } from '../../schema/areas/areas.js';
import { subgraph } from '../../schema/subgraphs.js';
import type { CatalogueIndicator } from './catalogue.js';
import type { ProfileField } from './department.js';
import { BadUserInput, clientError, SourceError } from './errors.js';
import {
  areasOf,
  type Observation,
  type ObservationArguments,
  observation,
  observe,
  periodsOf,
  reasonText,
} from './observations.js';
import type { Owner, OwnerContext } from './owner.js';
import { hasEnded, lastEnded, type Period, periodArgument, yearBefore } from './period.js';
import { type Reported, reportedOf } from './reported.js';
import { asksFor } from './selection.js';

type Lang = { readonly lang: 'VI' | 'EN' };
type SeriesReference = { readonly indicator: string; readonly asOf: string | null };
type AreaReference = { readonly area: Area; readonly asOf: string | null };
type Profile = { readonly area: Area; readonly period: Period };

/** Resolvers that every owner of figures has: its series, its source, its profile of an area, observations. */
export function ownerResolvers(owner: Owner): Record<string, Record<string, unknown>> {
  const prefix = subgraph(owner.department.owner).typePrefix;
  const profile = owner.department.profile;
  return {
    [`${prefix}Series`]: seriesResolvers(owner),
    [`${prefix}Source`]: sourceResolvers(owner),
    Observation: observationResolvers,
    Provenance: {
      system: (_: unknown, { lang }: Lang) =>
        lang === 'EN' ? owner.department.systemName.en : owner.department.systemName.vi,
    },
    Reported: {
      areas: (reported: Reported, args: { late?: boolean | null }) =>
        reported.reports.filter((r) => args.late === null || args.late === undefined || r.late === args.late),
    },
    Area: areaResolvers(owner),
    AreaReport: { area: (report: { area: Area }): AreaReference => ({ area: report.area, asOf: null }) },
    ...(profile && { [profile.type]: profileResolvers(owner, profile.fields) }),
  };
}

function seriesResolvers(owner: Owner) {
  const firstYear = Math.min(...owner.catalogue.indicators.flatMap((i) => (i.baseline ? [i.baseline.year] : [])));
  const load = async (
    series: SeriesReference,
    args: ObservationArguments,
    context: OwnerContext,
    info: GraphQLResolveInfo,
  ): Promise<Observation[]> => {
    const indicator = served(owner, series.indicator);
    const periods = periodsOf(args, indicator, firstYear, owner.today());
    const change = asksFor(info, 'changeOnYear');
    return asClient(observe(owner, context, indicator, { ...areasOf(args), ...periods, change }));
  };
  return {
    __resolveReference: (reference: { indicator: string; asOf?: string | null }): SeriesReference => ({
      indicator: reference.indicator,
      asOf: reference.asOf ?? null,
    }),
    source: () => ({ owner: owner.department.owner }),
    headline: (series: SeriesReference, _: unknown, context: OwnerContext, info: GraphQLResolveInfo) =>
      load(series, {}, context, info),
    observations: load,
  };
}

function sourceResolvers(owner: Owner) {
  const { department, source } = owner;
  /** How the last question to the source ended; one that was never asked is asked now, for both fields alike. */
  const lastError = async (context: OwnerContext): Promise<SourceError | null> => {
    if (source.health.last === null) await source.ping(context.call).catch(failureIsKept);
    return source.health.last?.error ?? null;
  };
  return {
    __resolveReference: (reference: { owner: string }) => ({ owner: reference.owner }),
    owner: () => department.owner,
    name: (_: unknown, { lang }: Lang) => (lang === 'EN' ? department.systemName.en : department.systemName.vi),
    kind: () => department.kind,
    sample: () => owner.sample,
    state: async (_: unknown, __: unknown, context: OwnerContext) =>
      (await lastError(context)) ? 'FAILING' : 'ANSWERING',
    lastError: async (_: unknown, __: unknown, context: OwnerContext) => {
      const error = await lastError(context);
      return error && { code: error.code, message: clientError(error).message };
    },
    reported: async (_: unknown, args: { period?: string | null }, context: OwnerContext): Promise<Reported> => {
      const today = owner.today();
      const p = periodOrLast(args.period, today);
      const submissions = await asClient(source.submissions(p, context.call));
      return reportedOf(p, submissions, department.dueDays, today);
    },
  };
}

/** The tracked source keeps the failure of a ping; that it failed is the answer, not an error. */
function failureIsKept(error: unknown): void {
  if (!(error instanceof SourceError)) throw error;
}

const observationResolvers = {
  area: (o: Observation): AreaReference => ({ area: o.area, asOf: null }),
  reason: (o: Observation, { lang }: Lang) => reasonText(o.missing, lang),
  provenance: ({ figure }: Observation) =>
    figure && {
      document: figure.document,
      place: figure.place,
      publishedAt: figure.publishedAt,
      retrievedAt: figure.retrievedAt,
    },
};

/** The period of an argument; without one, the last half-year that has ended. */
function periodOrLast(given: string | null | undefined, today: string): Period {
  return given == null ? lastEnded('S', today) : periodArgument('period', given);
}

function areaResolvers(owner: Owner) {
  const profile = owner.department.profile;
  return {
    __resolveReference: (reference: { id: string; asOf?: string | null }): AreaReference | null => {
      const area = areaById(reference.id);
      return area ? { area, asOf: reference.asOf ?? null } : null;
    },
    id: (a: AreaReference) => a.area.id,
    code: (a: AreaReference) => a.area.code,
    level: (a: AreaReference) => a.area.level,
    name: (a: AreaReference, { lang }: Lang) => (lang === 'EN' ? a.area.name.en : a.area.name.vi),
    ...(profile && {
      [profile.field]: (a: AreaReference, args: { period?: string | null }): Profile => ({
        area: a.area,
        period: periodOrLast(args.period, owner.today()),
      }),
    }),
  };
}

function profileResolvers(owner: Owner, fields: Readonly<Record<string, ProfileField>>) {
  const field = ({ indicator: code, part }: ProfileField) => {
    const indicator = owner.catalogue.get(code);
    // A catalogue of its own may have given it to another owner: then it is in that owner's series, and not here.
    if (indicator?.owner !== owner.department.owner) return () => null;
    return async (
      profile: Profile,
      _: unknown,
      context: OwnerContext,
      info: GraphQLResolveInfo,
    ): Promise<Observation> => {
      const today = owner.today();
      const wanted = asksFor(info, 'changeOnYear') ? [profile.period, yearBefore(profile.period)] : [profile.period];
      const periods = wanted.filter((p) => hasEnded(p, today));
      const table = await asClient(context.figures.load({ indicators: [code], areas: [profile.area], periods }));
      return observation(indicator, profile.area, profile.period, part, table, today);
    };
  };
  return {
    period: (profile: Profile) => profile.period.text,
    ...Object.fromEntries(Object.entries(fields).map(([name, what]) => [name, field(what)])),
  };
}

function served(owner: Owner, code: string): CatalogueIndicator {
  const indicator = owner.catalogue.get(code);
  if (indicator?.owner === owner.department.owner) return indicator;
  throw new BadUserInput(
    'indicator',
    code,
    `${owner.department.owner} serves ${owner.catalogue
      .ofOwner(owner.department.owner)
      .map((i) => i.code)
      .join(', ')}`,
  );
}

/** The answer of a source, its failure as clients see it. */
async function asClient<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof SourceError ? clientError(error) : error;
  }
}
