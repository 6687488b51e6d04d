import type { Sent } from './sending.js';

/** Something that is sent to bring the graph down, and how it is refused. */
export interface Attack {
  readonly title: string;
  readonly sent: Sent;
  readonly status: number;
  readonly code: string;
}

const JSON_BODY = { 'content-type': 'application/json' };

function asking(title: string, query: string, code: string): Attack {
  return { title, sent: { headers: JSON_BODY, body: JSON.stringify({ query }) }, status: 400, code };
}

function times(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(' ');
}

/** As many bytes, by blanks at its end. */
function padded(bytes: number, text: string): string {
  if (text.length > bytes) throw new Error(`${text.length} bytes are more than ${bytes}.`);
  return text.padEnd(bytes);
}

const DEEP = `{ ${'indicators { owner { '.repeat(201)} code ${'} }'.repeat(201)} }`;

/** 870 bytes: fragments of which each asks twice for the next one, so that the answer doubles at each level. */
const FAN_OUT = padded(
  870,
  `{indicators{...A0}}${times(13, (n) =>
    n % 2 === 0
      ? `fragment A${n} on Indicator{a:owner{...A${n + 1}}b:owner{...A${n + 1}}}`
      : `fragment A${n} on Department{a:indicators{...A${n + 1}}b:indicators{...A${n + 1}}}`,
  )}fragment A13 on Department{code}`,
);

/** Twelve levels, each a list of lists: the answer multiplies at each. */
const LISTS = `{ ${'indicators { owner { '.repeat(6)} code ${'} }'.repeat(6)} }`;

const WIDEST =
  'indicators { series { observations(level: COMMUNE, from: "2020", to: "2025") { area { id } period value } } }';

const GET = { method: 'GET', headers: { 'apollo-require-preflight': '1' } };
const GOOD = '{"query":"{ departments { code } }"}';

/** The attacks that the graph has to stand. */
export const ATTACKS: readonly Attack[] = [
  asking('a question of 402 levels', DEEP, 'TOO_DEEP'),
  asking('thousands of open brackets', '{a'.repeat(7000), 'TOO_DEEP'),
  asking('1,000 aliases', `{ ${times(1000, (n) => `a${n}: departments { code }`)} }`, 'TOO_MANY_ALIASES'),
  asking('500 duplicated fields', `{ programme { ${'code '.repeat(500)} } }`, 'TOO_MANY_DUPLICATES'),
  asking('2,000 directives', `{ programme { code ${'@a '.repeat(2000)} } }`, 'TOO_MANY_DIRECTIVES'),
  asking('870 bytes of fragments that double at each level', FAN_OUT, 'TOO_MANY_FIELDS'),
  asking('lists in lists in lists', LISTS, 'TOO_EXPENSIVE'),
  asking('20 aliases of the widest question', `{ ${times(20, (n) => `a${n}: ${WIDEST}`)} }`, 'TOO_EXPENSIVE'),
  asking(
    'circular fragments',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { departments { code } ...A }',
    'CIRCULAR_FRAGMENTS',
  ),
  asking(
    'circular introspection',
    `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} }'.repeat(4)} } } }`,
    'INTROSPECTION_TOO_DEEP',
  ),
  asking('80,000 tokens', `{ a(b: [${'[]'.repeat(40_000)}]) }`, 'TOO_MANY_TOKENS'),
  asking(
    'hundreds of fragments',
    `{ departments { code } } ${times(500, (n) => `fragment F${n} on Query { departments { code } }`)}`,
    'TOO_MANY_FRAGMENTS',
  ),
  asking('hundreds of fields at the root', `{ ${times(100, () => '__typename')} }`, 'TOO_MANY_ROOT_FIELDS'),
  {
    title: 'a list of questions',
    sent: { headers: JSON_BODY, body: `[${GOOD},${GOOD}]` },
    status: 400,
    code: 'BATCHED',
  },
  {
    title: 'a mutation by GET',
    sent: { ...GET, search: `?query=${encodeURIComponent('mutation { a }')}` },
    status: 405,
    code: 'GET_READS_ONLY',
  },
  {
    title: 'a GET that any page can send',
    sent: { method: 'GET', search: `?query=${encodeURIComponent('{ departments { code } }')}` },
    status: 400,
    code: 'CROSS_SITE',
  },
  ...['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'].map(
    (type): Attack => ({
      title: `${type}, which any page can send`,
      sent: { headers: { 'content-type': type }, body: GOOD },
      status: 415,
      code: 'MEDIA_TYPE',
    }),
  ),
  {
    title: 'a body of 1.5 MB',
    sent: { headers: JSON_BODY, body: JSON.stringify({ query: '{ departments { code } }', x: 'x'.repeat(1_500_000) }) },
    status: 413,
    code: 'BODY_TOO_LARGE',
  },
  {
    title: 'a foreign Host',
    sent: { headers: { ...JSON_BODY, host: 'graph.attacker.example' }, body: GOOD },
    status: 421,
    code: 'FOREIGN_HOST',
  },
  {
    title: 'a foreign Origin',
    sent: { headers: { ...JSON_BODY, origin: 'https://attacker.example' }, body: GOOD },
    status: 403,
    code: 'FOREIGN_ORIGIN',
  },
];
