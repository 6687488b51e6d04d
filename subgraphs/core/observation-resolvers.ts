import { errorText } from '../../schema/errors.js';
import { partsDiffer } from './broken-down.js';
import type { ItemOf, Text } from './catalogue.js';
import { asClient, BadUserInput } from './errors.js';
import type { Ingredient } from './geography/moved.js';
import type { Freshness, ServedSlice } from './journal/served.js';
import type { ShownVintage } from './journal/shown.js';
import { type AreaReference, type Observation, type Part, reasonText } from './observations.js';
import type { Owner, OwnerContext } from './owner.js';
import type { Resolvers } from './subgraph-schema.js';

type Lang = { readonly lang: 'VI' | 'EN' };

/** A vintage of which one part is shown as the value, as a profile does. */
interface PartVintage extends Pick<ShownVintage, 'recordedAt' | 'publishedAt' | 'status' | 'confidentiality'> {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly missing: ShownVintage['reason'];
  readonly released: boolean;
}

/** What an observation says of itself: where it comes from, how old it is, what was recorded of it. */
export function observationResolvers({ department, now }: Pick<Owner, 'department' | 'now'>): Resolvers {
  const { owner, systemName } = department;
  return {
    Observation: {
      area: ({ place }: Observation): AreaReference => place,
      reason: (o: Observation, { lang }: Lang) => reasonText(o.missing, lang),
      provenance: ({ figure, slice, area, period, moved }: Observation) => {
        if (moved) return movedProvenance(moved.madeOf, slice);
        return (
          figure && {
            document: figure.document,
            place: figure.place,
            publishedAt: figure.publishedAt,
            retrievedAt: slice.freshness(area.id, period)?.retrievedAt ?? figure.recordedAt,
          }
        );
      },
      confidentiality: ({ figure, moved }: Observation) =>
        moved ? (moved.status === 'Q' ? 'D' : 'F') : (figure?.confidentiality ?? 'F'),
      breakdown: ({ slice, moment }: Observation) => moment.catalogue.get(slice.indicator)?.itemOf ?? null,
      partsDiffer: async (o: Observation, { lang }: Lang, context: OwnerContext) => {
        const text = await asClient(partsDiffer(o, context));
        return text && inLanguage(text, lang);
      },
      movedBy: ({ moved }: Observation) => moved?.movedBy ?? null,
      madeOf: ({ moved }: Observation) => moved?.madeOf ?? [],
      class: ({ moved, part }: Observation) => (part === 'value' ? (moved?.class ?? null) : null),
      stale: (o: Observation) => freshness(o, 'stale')?.staleBecause != null,
      staleReason: (o: Observation, { lang }: Lang) => {
        const code = freshness(o, 'staleReason')?.staleBecause;
        if (!code) return null;
        const { vi, en } = errorText(code, owner);
        return lang === 'EN' ? en : vi;
      },
      age: (o: Observation, _: unknown, { call }: OwnerContext) => {
        const known = freshness(o, 'age');
        if (!known) return null;
        const confirmed = Date.parse(known.retrievedAt);
        const seconds = Math.max(0, Math.round((now().getTime() - confirmed) / 1000));
        call.basis?.onConfirmed();
        call.basis?.until(confirmed + 1000 * (seconds + 0.5));
        return seconds;
      },
      vintages: async (o: Observation, _: unknown, { figures }: OwnerContext): Promise<PartVintage[]> => {
        if (o.moved) return [];
        const { indicator, frequency } = o.slice;
        const cell = { indicator, frequency, area: o.area.id, period: o.period, moment: o.moment };
        const vintages = await asClient(figures.vintages(cell));
        return vintages.filter((vintage) => isKnown(vintage, o)).map((vintage) => shown(vintage, o.part));
      },
    },
    Breakdown: { name: named },
    BreakdownItem: { name: named },
    ObservedItem: {
      code: ({ breakdown }: ItemOf) => breakdown.code,
      name: ({ breakdown }: ItemOf, { lang }: Lang) => inLanguage(breakdown.name, lang),
    },
    Ingredient: {
      area: ({ area }: Ingredient) => ({ area, asOf: null }),
      value: ({ figure }: Ingredient) => figure.value,
      numerator: ({ figure }: Ingredient) => figure.numerator,
      denominator: ({ figure }: Ingredient) => figure.denominator,
      status: ({ figure }: Ingredient) => figure.status,
    },
    Vintage: {
      // Those below `changes` are the journal's own.
      reason: (v: PartVintage | ShownVintage, { lang }: Lang) =>
        reasonText('missing' in v ? v.missing : v.reason, lang),
      released: ({ released }: PartVintage | ShownVintage) => released !== null && released !== false,
    },
    Provenance: {
      retrievedAt: ({ retrievedAt }: { readonly retrievedAt: string }, _: unknown, { call }: OwnerContext) => {
        call.basis?.onConfirmed();
        return retrievedAt;
      },
      system: (_: unknown, { lang }: Lang) => (lang === 'EN' ? systemName.en : systemName.vi),
    },
  };
}

function named({ name }: { readonly name: Text }, { lang }: Lang): string {
  return inLanguage(name, lang);
}

function inLanguage({ vi, en }: Text, lang: Lang['lang']): string {
  return lang === 'EN' ? en : vi;
}

/** The age of a figure is a matter of now: what was known in the past has none. */
function freshness({ moment, slice, area, period, moved }: Observation, field: string) {
  if (moment.asOf !== null) {
    throw new BadUserInput('asOf', moment.asOf, `\`${field}\` tells of now; leave out either it or \`asOf\``);
  }
  return moved ? oldest(moved.madeOf, slice) : slice.freshness(area.id, period);
}

/** A moved figure is as old as the oldest that it was made of. */
function oldest(madeOf: readonly Ingredient[], slice: ServedSlice): Freshness | null {
  const known = madeOf.flatMap(({ area, period }) => slice.freshness(area.id, period) ?? []);
  return known.sort((a, b) => (a.retrievedAt < b.retrievedAt ? -1 : 1))[0] ?? null;
}

/** The documents of all that a figure was made of; it stands at none of their places. */
function movedProvenance(madeOf: readonly Ingredient[], slice: ServedSlice) {
  const texts = (list: readonly (string | null)[]) => [...new Set(list.flatMap((text) => text ?? []))].sort();
  const published = texts(madeOf.map(({ figure }) => figure.publishedAt)).at(-1) ?? null;
  const recorded = texts(madeOf.map(({ figure }) => figure.recordedAt)).at(-1);
  const retrievedAt = oldest(madeOf, slice)?.retrievedAt ?? recorded;
  if (!retrievedAt) return null;
  return {
    document: texts(madeOf.map(({ figure }) => figure.document)).join('; ') || null,
    place: null,
    publishedAt: published,
    retrievedAt,
  };
}

/** What another process recorded a moment ago is not listed before it is served. */
function isKnown({ position }: ShownVintage, { figure, moment }: Observation): boolean {
  return moment.asOf !== null || (figure !== null && position <= figure.position);
}

function shown(vintage: ShownVintage, part: Part): PartVintage {
  const { recordedAt, publishedAt, status, confidentiality, reason, numerator, denominator } = vintage;
  const parts = part === 'value' ? { numerator, denominator } : { numerator: null, denominator: null };
  const value = vintage[part];
  const missing = value === null ? reason : null;
  return {
    recordedAt,
    publishedAt,
    status,
    confidentiality,
    value,
    ...parts,
    missing,
    released: vintage.released !== null,
  };
}
