const JSON_TYPES = ['application/json', 'application/graphql-response+json'];

/**
 * Whether who sent this `Accept` header would rather have CSV than JSON: by quality, then by how exactly the type is
 * named, then by order. Without a header, or with one that makes no difference, the answer is JSON.
 */
export function prefersCsv(accept: string | undefined): boolean {
  const ranges = rangesOf(accept ?? '*/*');
  const csv = wish(ranges, 'text/csv');
  return csv.quality > 0 && JSON_TYPES.every((type) => isBefore(csv, wish(ranges, type)));
}

interface Range {
  readonly type: string;
  readonly quality: number;
  readonly order: number;
}

interface Wish {
  readonly quality: number;
  /** 2: named in full, 1: by the first half, 0: anything. */
  readonly exact: number;
  readonly order: number;
}

const UNWANTED: Wish = { quality: 0, exact: -1, order: Number.POSITIVE_INFINITY };

function rangesOf(accept: string): Range[] {
  return accept.split(',').map((part, order) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) || 0, order };
  });
}

/** What the most exact range that fits says of a type. */
function wish(ranges: readonly Range[], type: string): Wish {
  const fitting = ['*/*', `${type.split('/')[0]}/*`, type];
  return ranges
    .map(({ type: range, quality, order }) => ({ quality, exact: fitting.indexOf(range), order }))
    .reduce((best, one) => (one.exact > best.exact ? one : best), UNWANTED);
}

function isBefore(one: Wish, other: Wish): boolean {
  if (one.quality !== other.quality) return one.quality > other.quality;
  if (one.exact !== other.exact) return one.exact > other.exact;
  return one.order < other.order;
}
