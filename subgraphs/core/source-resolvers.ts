import { areaById } from '../../schema/areas/areas.js';
import { errorText } from '../../schema/errors.js';
import type { Text } from './catalogue.js';
import { type ChangesArguments, recordedChanges } from './changes.js';
import { definitionChanges } from './definition-changes.js';
import { partsOfCode } from './disclosure/quantity.js';
import { asClient, BadUserInput, SourceError } from './errors.js';
import { inTurns } from './execution/in-turns.js';
import { CHECK_TEXTS } from './journal/check-texts.js';
import type { Quarantined } from './journal/contract.js';
import type { Owner, OwnerContext } from './owner.js';
import { hasEnded, lastEnded, partsOf, periodArgument } from './period.js';
import { type IndicatorQuality, indicatorQuality, type Quality, qualityOf } from './quality.js';
import { type Reported, reportedOf } from './reported.js';
import type { Resolvers } from './subgraph-schema.js';

type Lang = { readonly lang: 'VI' | 'EN' };
type Asked = { readonly period?: string | null };
type SourceReference = { readonly owner: string; readonly asOf: string | null };

/** What an owner's source says of itself. Its state is a matter of now: under asOf it is refused. */
export function sourceResolvers(owner: Owner, type: string): Resolvers {
  const { department, source, journal, store } = owner;
  /** How the last question to the source ended; one that was never asked is asked now. */
  const lastError = async (context: OwnerContext): Promise<SourceError | null> => {
    if (!source.health.asked) await source.ping(context.call).catch(failureIsKept);
    return source.health.lastError;
  };
  const reported = async ({ call, moments }: OwnerContext, text: string | null | undefined): Promise<Reported> => {
    const { today } = moments.of(null);
    const p = text == null ? lastEnded('S', today) : periodArgument('period', text);
    if (!hasEnded(p, today)) throw new BadUserInput('period', p.text, 'nothing is due for a period that has not ended');
    const own = moments.of(null).catalogue.ofOwner(department.owner);
    if (!own.some(({ frequency }) => partsOf(p, frequency).length > 0)) {
      const known = [...new Set(own.map(({ frequency }) => frequency))].join(', ');
      throw new BadUserInput('period', p.text, `nothing is due for so short a period; figures are made at ${known}`);
    }
    return reportedOf(p, await asClient(owner.submissions.of(p, call)), department.dueDays, today);
  };
  // Definitions belong to the programme, whoever keeps a copy of them.
  const definitionsOf = department.owner === 'programme' ? definitionChanges : null;
  return {
    [type]: {
      __resolveReference: (reference: { owner: string; asOf?: string | null }): SourceReference => ({
        owner: reference.owner,
        asOf: reference.asOf ?? null,
      }),
      owner: () => department.owner,
      name: (_: unknown, { lang }: Lang) => (lang === 'EN' ? department.systemName.en : department.systemName.vi),
      kind: () => department.kind,
      sample: () => owner.sample,
      ...ofNow({
        state: async (_, context) => ((await lastError(context)) ? 'FAILING' : 'ANSWERING'),
        lastError: async (_, context) => {
          const error = await lastError(context);
          return error && { code: error.code, texts: errorText(error.code, error.owner) };
        },
        lastAnswer: () => source.health.lastAnswer,
        lastGood: () => journal.lastGood,
        openSince: () => source.health.openSince,
        budgetLeft: (_, { call }) => {
          // It comes back with every second.
          call.basis?.until(0);
          return Number.isFinite(source.health.budgetLeft) ? source.health.budgetLeft : null;
        },
        maxAge: () => Math.round(owner.maxAgeMs / 1000),
        quarantine: ({ first }: { first: number }) => asClient(store.quarantined({ first: atMost(first, 500) })),
        quarantined: () => asClient(store.countOpen()),
        receipts: ({ first }: { first: number }) => asClient(store.receipts(atMost(first, 100))),
        changes: (args: ChangesArguments) => asClient(recordedChanges(store, definitionsOf, args)),
        reported: ({ period }: Asked, context) => reported(context, period),
        quality: async ({ period }: Asked, context): Promise<Quality> => {
          const told = await reported(context, period);
          return qualityOf(periodArgument('period', told.period), told, context.moments.of(null).today);
        },
      }),
    },
    SourceError: {
      message: ({ texts }: { readonly texts: Text }, { lang }: Lang) => (lang === 'EN' ? texts.en : texts.vi),
    },
    QuarantinedFigure: {
      check: (entry: Quarantined) => entry.reason,
      reason: (entry: Quarantined, { lang }: Lang) => CHECK_TEXTS[entry.reason][lang === 'EN' ? 'en' : 'vi'],
      indicator: ({ figure }: Quarantined, _: unknown, { moments }: OwnerContext) => {
        const { catalogue } = moments.of(null);
        const { indicator: code } = partsOfCode(figure.indicator);
        return catalogue.get(code) ? { __typename: 'Indicator', code, asOf: null } : null;
      },
      area: ({ figure }: Quarantined) => {
        const area = areaById(figure.area);
        return area ? { area, asOf: null } : null;
      },
      period: ({ figure }: Quarantined) => figure.period,
      item: ({ figure }: Quarantined) => partsOfCode(figure.indicator).item || null,
    },
    Reported: {
      areas: (reported: Reported, args: { late?: boolean | null }) =>
        reported.reports.filter((r) => args.late === null || args.late === undefined || r.late === args.late),
    },
    Quality: {
      indicators: inTurns(async ({ p }: Quality, _: unknown, context: OwnerContext) => {
        const moment = context.moments.of(null);
        const all = moment.catalogue.ofOwner(department.owner);
        const told = all.map((one) => indicatorQuality(context, moment, one, p, department.dueDays));
        return (await asClient(Promise.all(told))).filter((one) => one !== null);
      }),
    },
    IndicatorQuality: {
      indicator: ({ code }: IndicatorQuality) => ({ __typename: 'Indicator', code, asOf: null }),
    },
    AreaReport: { area: ({ area }: Reported['reports'][number]) => ({ area, asOf: null }) },
  };
}

/** Each field has its own arguments, which the SDL declares and graphql-js hands over. */
type FieldOfNow = (args: never, context: OwnerContext) => unknown;

/** Fields that tell of now: refused under asOf, each by its name. */
function ofNow(fields: Readonly<Record<string, FieldOfNow>>) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      ({ asOf }: SourceReference, args: never, context: OwnerContext) => {
        context.call.basis?.onStatus();
        if (asOf === null) return field(args, context);
        throw new BadUserInput('asOf', asOf, `\`${name}\` tells of the source now; ask for it in \`departments\``);
      },
    ]),
  );
}

function atMost(first: number, most: number): number {
  if (first >= 1 && first <= most) return first;
  throw new BadUserInput('first', first, `give a number from 1 to ${most}`);
}

/** The guarded source keeps the failure of a ping; that it failed is the answer, not an error. */
function failureIsKept(error: unknown): void {
  if (!(error instanceof SourceError)) throw error;
}
