import { GraphQLError } from 'graphql';
import { type ErrorCode, errorText } from '../../schema/errors.js';

/** The codes with which a question is refused before it is planned. */
export type LimitCode = Extract<
  ErrorCode,
  | `TOO_${string}`
  | `INTROSPECTION_${string}`
  | `FOREIGN_${string}`
  | 'BODY_TOO_LARGE'
  | 'CIRCULAR_FRAGMENTS'
  | 'BUSY'
  | 'BATCHED'
  | 'CROSS_SITE'
  | 'GET_READS_ONLY'
  | 'MEDIA_TYPE'
  | `PERSISTED_QUERY_${string}`
>;

/** What a question asked of something that is limited, and how much of it is allowed. */
interface Excess {
  readonly asked: number;
  readonly allowed: number;
}

/** What a refusal says besides its code's text. */
export interface RefusalDetails {
  readonly excess?: Excess;
  /** A sentence on what exactly to change, in English and in Vietnamese. */
  readonly advice?: { readonly en: string; readonly vi: string };
  /** The HTTP status, 400 by default. */
  readonly status?: number;
  /** Seconds after which to ask again. */
  readonly retryAfter?: number;
  /** The method to ask by instead. */
  readonly allow?: string;
}

/** A refusal that names the limit by its code, what was asked and what is allowed, in both languages. */
export function refusal(code: LimitCode, details: RefusalDetails = {}): GraphQLError {
  const { excess, advice, status = 400, retryAfter, allow } = details;
  const text = errorText(code, '');
  const en = [text.en, excess && `Asked: ${shown(excess.asked)}; allowed: ${shown(excess.allowed)}.`, advice?.en];
  const vi = [text.vi, excess && `Hỏi: ${shown(excess.asked)}; cho phép: ${shown(excess.allowed)}.`, advice?.vi];
  const headers = new Map([
    ...(retryAfter === undefined ? [] : [['retry-after', String(retryAfter)] as const]),
    ...(allow === undefined ? [] : [['allow', allow] as const]),
  ]);
  return new GraphQLError(sentences(en), {
    extensions: {
      code,
      messageVi: sentences(vi),
      ...(excess && { asked: sayable(excess.asked), allowed: excess.allowed }),
      http: { status, headers },
    },
  });
}

function sentences(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

/** What doubles at each level has no exact number any more. */
function sayable(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}

function shown(count: number): string {
  return sayable(count) === count ? count.toLocaleString('en') : 'beyond counting';
}
