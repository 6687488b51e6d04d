import { type Area, validOn } from '../../../schema/areas/areas.js';
import { type CatalogueIndicator, valueOfParts } from '../catalogue.js';
import type { SourceFigure } from '../figure.js';
import { isPlaced } from '../geography/listed.js';
import { lastDay, type Period } from '../period.js';
import type { CheckReason } from './contract.js';

/** The check that a figure failed, and what was expected and what came, in English, for the command line alone. */
export interface Failure {
  readonly reason: CheckReason;
  readonly detail: string;
}

/** A figure as the checks look at it. */
export interface Checked {
  readonly figure: SourceFigure;
  readonly indicator: CatalogueIndicator;
  /** Undefined when the code list has no such area. */
  readonly area: Area | undefined;
  readonly period: Period;
}

/** When a figure arrived. */
export interface ArrivalTime {
  readonly now: Date;
  /** Today in Hanoi: 2023-06-30. */
  readonly today: string;
}

type Check = (checked: Checked, time: ArrivalTime) => Failure | null;

const DAY_MS = 86_400_000;
/** What binary fractions add to a number. */
const HAIR = 1e-6;
/** The slips of a decimal point or of a unit: tens, hundreds (percent), thousands, ten thousands. */
const SLIPS = [10, 100, 1_000, 10_000] as const;

/** How far a printed rate can be from a power of ten of its parts' rate and still be a slip of the decimal point. */
const ROUNDED = 0.02;

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });

/** A number as details show it: 6,700. */
export function shown(value: number): string {
  return NUMBER.format(value);
}

/**
 * The first check that a figure fails by itself, whatever stands beside it; null when it passes. What says most about the
 * slip comes first: 6,700 over parts that make 67 is a matter of the unit rather than of the range, and swapped parts are
 * one of the parts. A check that an operator has released the figure from is pardoned.
 */
export function failureOf(
  checked: Checked,
  time: ArrivalTime,
  isPardoned: (reason: CheckReason) => boolean,
): Failure | null {
  for (const check of CHECKS) {
    const failure = check(checked, time);
    if (failure && !isPardoned(failure.reason)) return failure;
  }
  return null;
}

/** A missing value says nothing that could be wrong, so only its cell is checked, and that it could be read. */
const CHECKS: readonly Check[] = [
  areaFailure,
  readingFailure,
  periodFailure,
  publicationFailure,
  valued(partsFailure),
  valued(unitFailure),
  valued(rangeFailure),
];

function valued(check: (checked: Checked, value: number) => Failure | null): Check {
  return (checked) => (checked.figure.value === null ? null : check(checked, checked.figure.value));
}

function areaFailure({ figure, indicator, area, period }: Checked): Failure | null {
  if (!area) return { reason: 'UNKNOWN_AREA', detail: `"${figure.area}" is not in the code list of areas` };
  const day = lastDay(period);
  if (figure.value === null || validOn(area, day) || isPlaced(indicator)) return null;
  return { reason: 'UNKNOWN_AREA', detail: `${area.name.vi} (${area.id}) did not stand on ${day}` };
}

/** A cell that cannot be read says nothing of its figure: what stood there last is still the best that is known. */
function readingFailure({ figure: { reason, note } }: Checked): Failure | null {
  return reason === 'UNREADABLE_AT_SOURCE'
    ? { reason: 'UNREADABLE', detail: note ?? 'what stands in the cell cannot be read as a figure' }
    : null;
}

function periodFailure({ period }: Checked, { today }: ArrivalTime): Failure | null {
  const day = lastDay(period);
  if (day < today) return null;
  return { reason: 'FUTURE_PERIOD', detail: `${period.text} ends on ${day}, and today is ${today}` };
}

/** A day is allowed, for clocks and time zones that are off. */
function publicationFailure({ figure }: Checked, { now }: ArrivalTime): Failure | null {
  if (figure.publishedAt === null || Date.parse(figure.publishedAt) <= now.getTime() + DAY_MS) return null;
  return {
    reason: 'PUBLISHED_IN_FUTURE',
    detail: `${figure.publishedAt} is given as the time of publication, and now is ${now.toISOString()}`,
  };
}

function unitFailure({ figure, indicator }: Checked, value: number): Failure | null {
  const detail = brokenNumber(figure) ?? (BY_KIND[indicator.kind]?.(figure, indicator, value) || null);
  return detail === null ? null : { reason: 'UNIT', detail };
}

const BY_KIND: Partial<
  Record<CatalogueIndicator['kind'], (f: SourceFigure, i: CatalogueIndicator, value: number) => string | null>
> = { COUNT: countFault, RATE: rateFault };

function brokenNumber({ value, numerator, denominator }: SourceFigure): string | null {
  for (const number of [value, numerator, denominator]) {
    if (number !== null && !Number.isFinite(number)) return `${number} is not a number`;
  }
  if (numerator !== null && numerator < 0) return `the numerator ${shown(numerator)} lies below 0`;
  if (denominator !== null && denominator < 0) return `the denominator ${shown(denominator)} lies below 0`;
  return null;
}

/** Money is counted in fractions of a billion; everything else that is counted is whole. */
function countFault(
  { numerator, denominator }: SourceFigure,
  { unit }: CatalogueIndicator,
  value: number,
): string | null {
  if (denominator !== null) return `a count has no denominator, but ${shown(denominator)} came`;
  if (numerator !== null && Math.abs(numerator - value) > HAIR) {
    return `${shown(value)} came, but ${shown(numerator)} was counted${slip(value, numerator)}`;
  }
  const whole = unit === 'BILLION_VND' || Math.abs(value - Math.round(value)) <= HAIR;
  return whole ? null : `${shown(value)} is not a whole number`;
}

/**
 * A rate agrees with its parts to its last decimal, rounded or cut off. A note explains another printed rate, but no slip of
 * the decimal point: some sources write that note by themselves.
 */
function rateFault(figure: SourceFigure, { unit, decimals }: CatalogueIndicator, value: number): string | null {
  const { numerator, denominator, note } = figure;
  if (numerator === null && denominator === null) return null;
  if (denominator === null) return `a numerator (${shown(numerator ?? 0)}) came without its denominator`;
  if (numerator === null) return `a denominator (${shown(denominator)}) came without its numerator`;
  const made = valueOfParts(unit, numerator, denominator);
  if (made === null) return `${shown(value)} came, but there is no rate over a denominator of 0`;
  const rounding = 10 ** -decimals + HAIR;
  if (Math.abs(made - value) <= rounding) return null;
  const factor = slip(value, made);
  if (note !== null && factor === '') return null;
  return `${shown(value)} came, but ${shown(numerator)} of ${shown(denominator)} makes ${shown(made)}${factor}`;
}

/** Tells a slip of the decimal point: ": 100 times too large". Empty when the numbers differ by no power of ten. */
function slip(came: number, expected: number): string {
  const ratio = came / expected;
  const isAbout = (factor: number) => Math.abs(ratio / factor - 1) < ROUNDED;
  const large = SLIPS.find(isAbout);
  if (large) return `: ${shown(large)} times too large`;
  const small = SLIPS.find((factor) => isAbout(1 / factor));
  return small ? `: ${shown(small)} times too small` : '';
}

/** A part of the whole cannot exceed it; per 10,000 it can, and so can a percentage that may lie above 100. */
function partsFailure({ figure, indicator }: Checked): Failure | null {
  const { numerator, denominator } = figure;
  const ofWhole =
    indicator.kind === 'RATE' && indicator.unit === 'PERCENT' && indicator.maximum !== null && indicator.maximum <= 100;
  if (!ofWhole || numerator === null || denominator === null || numerator <= denominator) return null;
  return {
    reason: 'NUMERATOR_ABOVE_DENOMINATOR',
    detail: `${shown(numerator)} of ${shown(denominator)}: the part is larger than the whole`,
  };
}

function rangeFailure({ indicator }: Checked, value: number): Failure | null {
  const { minimum, maximum } = indicator;
  if (minimum !== null && value < minimum - HAIR) {
    return { reason: 'RANGE', detail: `${shown(value)} is below the minimum ${shown(minimum)}` };
  }
  if (maximum !== null && value > maximum + HAIR) {
    return { reason: 'RANGE', detail: `${shown(value)} is above the maximum ${shown(maximum)}` };
  }
  return null;
}
