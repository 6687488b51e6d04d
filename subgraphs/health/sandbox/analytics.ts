import { type Answer, refusal } from './answer.js';
import type { Cell, Store } from './store.js';

const DIMENSIONS = ['dx', 'ou', 'pe'] as const;
type Dimension = (typeof DIMENSIONS)[number];
const COLUMN: Record<Dimension, string> = { dx: 'Data', ou: 'Organisation unit', pe: 'Period' };
const PERIOD = /^\d{4}(?:S[12]|Q[1-4]|0[1-9]|1[0-2])?$/;

/**
 * Answers GET /api/analytics as DHIS2 does: items that it does not know are left out without a word, and only a dimension
 * without any known item is refused.
 */
export function analytics(store: Store, query: URLSearchParams): Answer {
  const asked = query.getAll('dimension').map((text) => [text.split(':', 1)[0] ?? '', text] as const);
  if (asked.length === 0) return refusal(409, 'No dimension was specified', 'E7101');
  const items = new Map<Dimension, string[]>();
  for (const [name, text] of asked) {
    const dimension = DIMENSIONS.find((known) => known === name);
    if (!dimension) return refusal(409, `No such dimension: \`${name}\``, 'E7125');
    if (items.has(dimension)) return refusal(409, `Dimension came more than once: \`${name}\``, 'E7111');
    const valid = text
      .slice(name.length + 1)
      .split(';')
      .filter((item) => isKnown(store, dimension, item));
    if (valid.length === 0) return refusal(409, `Dimension without valid items: \`${name}\``, 'E7124');
    items.set(dimension, [...new Set(valid)]);
  }
  const [dx, ou, pe] = DIMENSIONS.map((dimension) => items.get(dimension));
  if (!dx) return refusal(409, 'No data item was specified', 'E7102');
  if (!pe) return refusal(409, 'No period was specified', 'E7104');
  if (!ou) return refusal(409, 'Dimension without valid items: `ou`', 'E7124');
  return { status: 200, body: gridOf(store, query, [...items.keys()], { dx, ou, pe }) };
}

function isKnown(store: Store, dimension: Dimension, item: string): boolean {
  if (dimension === 'pe') return PERIOD.test(item);
  if (dimension === 'ou') return store.names('organisationUnit').has(item);
  return store.names('indicator').has(item) || store.names('dataElement').has(item);
}

function gridOf(store: Store, query: URLSearchParams, order: Dimension[], items: Record<Dimension, string[]>): unknown {
  const withParts = query.get('includeNumDen') === 'true';
  const number = numberText(query.get('skipRounding') === 'true');
  const headers = [
    ...order.map((name) => header(name, COLUMN[name], true)),
    header('value', 'Value'),
    ...(withParts
      ? ['numerator', 'denominator', 'factor', 'multiplier', 'divisor'].map((name) => header(name, title(name)))
      : []),
  ];
  const rows: string[][] = [];
  for (const dx of items.dx)
    for (const ou of items.ou)
      for (const pe of items.pe) {
        const cell = store.cell(dx, ou, pe);
        if (!cell) continue;
        const place = { dx, ou, pe };
        rows.push([...order.map((name) => place[name]), number(cell.value), ...(withParts ? partTexts(cell) : [])]);
      }
  return {
    headers,
    ...(query.get('skipMeta') === 'true' ? {} : { metaData: metaDataOf(store, items) }),
    rows,
    width: rows[0]?.length ?? 0,
    height: rows.length,
    headerWidth: headers.length,
  };
}

function metaDataOf(store: Store, items: Record<Dimension, string[]>): unknown {
  const nameOf = (uid: string): string =>
    (['indicator', 'dataElement', 'organisationUnit'] as const).flatMap(
      (kind) => store.names(kind).get(uid) ?? [],
    )[0] ?? uid;
  const all = [...items.dx, ...items.ou, ...items.pe];
  return {
    items: Object.fromEntries(all.map((uid) => [uid, { name: nameOf(uid) }])),
    dimensions: { ...items, co: [] },
  };
}

function header(name: string, column: string, meta = false): object {
  const [valueType, type] = meta ? ['TEXT', 'java.lang.String'] : ['NUMBER', 'java.lang.Double'];
  return { name, column, valueType, type, hidden: false, meta };
}

function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Numbers are texts in DHIS2, and rounded to one decimal unless that is declined. */
function numberText(exact: boolean): (value: number) => string {
  return (value) => (exact ? doubleText(value) : String(Math.round(value * 10) / 10));
}

/** As Java writes a double: 13250.0 */
function doubleText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Numerator, denominator, factor, multiplier and divisor; blank for a data element. */
function partTexts({ parts }: Cell): string[] {
  if (!parts) return ['', '', '', '', ''];
  return [parts.numerator, parts.denominator, parts.factor, parts.factor, 1].map(doubleText);
}
