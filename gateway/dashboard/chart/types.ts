import type { introspection } from '../../pages/browser/schema-types.js';

type Enum<Name extends keyof introspection['types']> = introspection['types'][Name] extends {
  readonly enumValues: infer Values extends string;
}
  ? Values
  : never;
export type Status = Enum<'ObservationStatus'>;
export type Rule = Enum<'Rule'>;
export type Evidence = Enum<'Evidence'>;
export type Weight = Enum<'MovingWeight'>;
export type Level = Enum<'AreaLevel'>;

/** A target, as far as it is written and drawn. */
export interface TargetValue {
  readonly value: number | null;
  readonly upper: number | null;
  readonly withdrawn: boolean;
}
