import type { MissingReason, ObservationStatus } from '../figure.js';
import type { Withheld } from './suppressions.js';

/** SDMX CL_CONF_STATUS: F free, A a small count, D withheld for the sake of one. */
export type Confidentiality = 'F' | Withheld;

interface Shown {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status: ObservationStatus;
  readonly reason: MissingReason | null;
  readonly note: string | null;
}

/** A figure as it may be shown: of one that is withheld neither a number nor a remark, which may quote one. */
export function masked<T extends Shown>(figure: T, kind: Withheld): T & { readonly confidentiality: Withheld } {
  const nothing = { value: null, numerator: null, denominator: null, note: null };
  return { ...figure, ...nothing, status: 'Q', reason: 'SUPPRESSED', confidentiality: kind };
}
