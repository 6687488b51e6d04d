import type { GraphQLResolveInfo } from 'graphql';
import type { Area } from '../../schema/areas/areas.js';
import { placeById } from '../../schema/areas/groups.js';
import { subgraph } from '../../schema/subgraphs.js';
import { observeItems } from './broken-down.js';
import type { Breakdown, CatalogueIndicator } from './catalogue.js';
import type { Moment } from './definitions.js';
import type { ProfileField } from './department.js';
import { asClient, BadUserInput } from './errors.js';
import { inTurns } from './execution/in-turns.js';
import { boundariesArgument, standingOn } from './geography/boundaries.js';
import { areasOf, type ObservationArguments, periodsOf } from './observation-arguments.js';
import { observationResolvers } from './observation-resolvers.js';
import { firstYearOf, slicesFor } from './observation-slices.js';
import { type AreaReference, type Observation, observation } from './observations.js';
import { observe } from './observing.js';
import type { Owner, OwnerContext } from './owner.js';
import { lastEnded, type Period, periodArgument } from './period.js';
import { asksFor } from './selection.js';
import { sourceResolvers } from './source-resolvers.js';
import type { Resolvers } from './subgraph-schema.js';

type Lang = { readonly lang: 'VI' | 'EN' };
type Observations = Iterable<Observation> | Promise<Iterable<Observation>>;
type SeriesReference = { readonly indicator: string; readonly asOf: string | null };
type Profile = {
  readonly area: Area;
  readonly period: Period;
  readonly moment: Moment;
  /** The day whose areas the figures are brought to; null: as reported. */
  readonly boundaries: string | null;
};

/** Resolvers that every owner of figures has: its series, its source, its profile of an area, observations. */
export function ownerResolvers(owner: Owner): Resolvers {
  const prefix = subgraph(owner.department.owner).typePrefix;
  const profile = owner.department.profile;
  return {
    [`${prefix}Series`]: seriesResolvers(owner),
    ...sourceResolvers(owner, `${prefix}Source`),
    ...observationResolvers(owner),
    Area: areaResolvers(owner),
    ...(profile && { [profile.type]: profileResolvers(owner, profile.fields) }),
  };
}

/** The city, all periods that have ended. */
const HEADLINE: ObservationArguments = {};

function seriesResolvers(owner: Owner) {
  const observed = (
    { indicator: code }: SeriesReference,
    args: ObservationArguments,
    context: OwnerContext,
    info: GraphQLResolveInfo,
    moment: Moment,
  ): Observations => {
    const indicator = served(owner, moment, code);
    const periods = periodsOf(args, indicator, firstYearOf(moment), moment.today);
    const change = asksFor(info, 'changeOnYear');
    const maxAgeMs = maxAgeOf(args.maxAge, moment);
    const boundaries = boundariesArgument(args.boundaries);
    const { areas, areasNamed } = areasOf(args);
    const standing = boundaries === null ? areas : standingOn(boundaries, areas, areasNamed);
    const asked = { areas: standing, areasNamed, ...periods, change, maxAgeMs, boundaries };
    const { breakdown } = args;
    return breakdown == null
      ? observe(context, moment, indicator, asked)
      : observeItems(context, moment, indicator, breakdown, asked);
  };
  const load = (
    series: SeriesReference,
    args: ObservationArguments,
    context: OwnerContext,
    info: GraphQLResolveInfo,
  ): Observations => {
    const moment = context.moments.of(series.asOf);
    return asClient(
      moment instanceof Promise
        ? moment.then((then) => observed(series, args, context, info, then))
        : observed(series, args, context, info, moment),
    );
  };
  return {
    __resolveReference: (reference: { indicator: string; asOf?: string | null }): SeriesReference => ({
      indicator: reference.indicator,
      asOf: reference.asOf ?? null,
    }),
    source: ({ asOf }: SeriesReference) => ({ owner: owner.department.owner, asOf }),
    headline: inTurns((series: SeriesReference, _: unknown, context: OwnerContext, info: GraphQLResolveInfo) =>
      load(series, HEADLINE, context, info),
    ),
    observations: inTurns(load),
    breakdowns: async (
      { indicator, asOf }: SeriesReference,
      _: unknown,
      { moments }: OwnerContext,
    ): Promise<readonly Breakdown[]> => served(owner, await asClient(moments.of(asOf)), indicator).breakdowns,
  };
}

/** Milliseconds of the argument `maxAge`, which makes no sense for what was known in the past. */
function maxAgeOf(seconds: number | null | undefined, { asOf }: Moment): number | null {
  if (seconds == null) return null;
  if (seconds < 0) throw new BadUserInput('maxAge', seconds, 'give a number of seconds, 0 for a figure of now');
  if (asOf !== null)
    throw new BadUserInput('maxAge', seconds, 'figures as of an instant have no age; leave one of the two out');
  return seconds * 1000;
}

function areaResolvers(owner: Owner) {
  const profile = owner.department.profile;
  return {
    __resolveReference: (reference: { id: string; asOf?: string | null }): AreaReference | null => {
      const area = placeById(reference.id);
      return area ? { area, asOf: reference.asOf ?? null } : null;
    },
    id: (a: AreaReference) => a.area.id,
    code: (a: AreaReference) => a.area.code,
    level: (a: AreaReference) => a.area.level,
    name: (a: AreaReference, { lang }: Lang) => (lang === 'EN' ? a.area.name.en : a.area.name.vi),
    ...(profile && {
      [profile.field]: async (
        a: AreaReference,
        args: { period?: string | null; boundaries?: string | null },
        { moments }: OwnerContext,
      ): Promise<Profile> => {
        const moment = await asClient(moments.of(a.asOf));
        const period = args.period == null ? lastEnded('S', moment.today) : periodArgument('period', args.period);
        const boundaries = boundariesArgument(args.boundaries);
        if (boundaries !== null) standingOn(boundaries, [a.area], true);
        return { area: a.area, period, moment, boundaries };
      },
    }),
  };
}

function profileResolvers(owner: Owner, fields: Readonly<Record<string, ProfileField>>) {
  const field =
    ({ indicator: code, part }: ProfileField) =>
    async (
      { area, period, moment, boundaries }: Profile,
      _: unknown,
      context: OwnerContext,
      info: GraphQLResolveInfo,
    ): Promise<Observation | null> => {
      const indicator = moment.catalogue.get(code);
      // A catalogue of its own may have given it to another owner: then it is in that owner's series, and not here.
      if (indicator?.owner !== owner.department.owner) return null;
      const change = asksFor(info, 'changeOnYear');
      const asked = { areas: [area], periods: [period], change, maxAgeMs: null, boundaries };
      const slices = await asClient(slicesFor(context, moment, indicator, asked));
      return observation({ indicator, slices, moment, boundaries }, area, period, part);
    };
  return {
    period: (profile: Profile) => profile.period.text,
    ...Object.fromEntries(Object.entries(fields).map(([name, what]) => [name, inTurns(field(what))])),
  };
}

function served(owner: Owner, { catalogue }: Moment, code: string): CatalogueIndicator {
  const indicator = catalogue.get(code);
  if (indicator?.owner === owner.department.owner && !indicator.itemOf) return indicator;
  throw new BadUserInput(
    'indicator',
    code,
    `${owner.department.owner} serves ${catalogue
      .ofOwner(owner.department.owner)
      .map((i) => i.code)
      .join(', ')}`,
  );
}
