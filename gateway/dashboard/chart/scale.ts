/** Where a value lies on a drawing. */
export type Scale = (value: number) => number;

/** A straight scale from values to places. */
export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const size = high - low || 1;
  return (value) => from + ((value - low) / size) * (to - from);
}

/** Round numbers that cover the values, about so many: 1, 2 or 5 times a power of ten apart. */
export function ticksOf(low: number, high: number, about: number): number[] {
  const step = roundStep((high - low || Math.abs(high) || 1) / about);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // Counted in whole steps: adding 0.1 ten times is not 1.
  return Array.from({ length: Math.max(last - first, 1) + 1 }, (_, index) => tidy((first + index) * step));
}

/** The smallest of 1, 2 and 5 times a power of ten that is at least as much. */
export function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((one) => one * power >= size * (1 - 1e-9)) ?? 10;
  return tidy(factor * power);
}

/** Decimals that a step needs to be told from its neighbours. */
export function decimalsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
