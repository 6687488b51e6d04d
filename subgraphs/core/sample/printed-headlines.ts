/** A printed city rate that its printed parts do not give: both are kept as printed. */
export interface PrintedHeadline {
  readonly indicator: string;
  readonly period: string;
  /** The printed rate, in the indicator's unit. */
  readonly value: number;
  /** What a reader has to know, in Vietnamese. */
  readonly note: string;
}

const NOTE =
  'Tỷ lệ 80,6 % ghi đúng như số đã công bố. Số trường cũng đã công bố, 1.812 trên 2.272 trường công lập, lại cho 79,75 %; nguồn không giải thích chênh lệch này.';

/** The printed rates that differ from their parts; a stock's year is its last half-year. */
export const PRINTED_HEADLINES: readonly PrintedHeadline[] = [
  { indicator: 'NATIONAL_STANDARD_SCHOOLS', period: '2025-S2', value: 80.6, note: NOTE },
  { indicator: 'NATIONAL_STANDARD_SCHOOLS', period: '2025', value: 80.6, note: NOTE },
];
