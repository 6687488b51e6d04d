import { isDeepStrictEqual } from 'node:util';
import type { Asking, Opinion } from './gateways.js';
import type { FieldModel } from './model.js';

/** A way in which the stock gateway is known to answer wrongly. */
interface KnownFault {
  readonly reason: string;
  /** Whether an answer of the stock gateway may be wrong in this way; `right` is what it should be. */
  readonly explains: (asking: Asking, stock: Opinion, right: Opinion) => boolean;
}

const KNOWN_FAULTS = {
  'conditional introspection': {
    reason:
      'Where the schema is asked about below an @include or @skip, the planner finds no plan, and the stock gateway throws.',
    explains: (_asking, { errors }) => errors[0]?.message.startsWith('Was not able to find any options') ?? false,
  },
  'requirement in inner lists': {
    reason: 'Of the objects in a required list of lists, the stock gateway hands on empty ones.',
    explains: ({ query, world }) => hollowFields(world).some((name) => new RegExp(`\\b${name}\\b`).test(query.text)),
  },
  'parts in inner lists': {
    reason: 'Of objects in a list of lists of which two subgraphs have a part each, the stock gateway keeps one part.',
    explains: ({ query, world }) =>
      fieldsOf(world).some(({ name, type }) => type.startsWith('[[P0') && query.text.includes(name)),
  },
  'interface name for a type': {
    reason:
      'A subgraph that extends an interface as an object names the interface as the type of its entities; the stock gateway then forgets the type that the object has.',
    explains: ({ query }) => /\bextra\d/.test(query.text),
  },
  'fragment in a fragment': {
    reason:
      'Where no subgraph was asked for the type of an object, the stock gateway takes that of the outer fragment for it, and leaves out what an inner one asks.',
    explains: ({ query }, stock, right) => query.text.includes('...') && isPartOf(stock.data, right.data, 'left out'),
  },
  'required value missing': {
    reason:
      'Where a required value was not fetched, for its owner does not answer or what needs it is skipped, ours asks with null in its place, as when the owner answers null; the stock gateway does not ask at all.',
    explains: ({ query }, stock, right) => /\b[tm]\dr\b/.test(query.text) && isPartOf(stock.data, right.data, 'null'),
  },
  'type not told': {
    reason:
      'Where the subgraph that knows the types behind an interface does not answer, ours answers null for an object of which a type is asked; the stock gateway leaves out what depends on the type.',
    explains: ({ query, world }, stock, right) =>
      world.faults.references > 0 && /on M|__typename/.test(query.text) && isPartOf(right.data, stock.data, 'null'),
  },
  'order of fields': {
    reason: 'The stock gateway puts fields that are asked more than once in another order than the specification.',
    explains: (_asking, stock, right) => isDeepStrictEqual(plainly(stock.data), plainly(right.data)),
  },
} as const satisfies Record<string, KnownFault>;

export type KnownFaultName = keyof typeof KNOWN_FAULTS;

/** The first of the known ways that explains an answer of the stock gateway. */
export function knownFault(asking: Asking, stock: Opinion, right: Opinion): KnownFaultName | undefined {
  const names = Object.keys(KNOWN_FAULTS) as KnownFaultName[];
  return names.find((name) => KNOWN_FAULTS[name].explains(asking, stock, right));
}

function fieldsOf({ model }: Asking['world']): FieldModel[] {
  return [...model.types.values()].flatMap((type) => type.fields);
}

/** The names of fields that require objects in a list of lists. */
function hollowFields(world: Asking['world']): string[] {
  const fields = fieldsOf(world);
  const nested = fields.filter(({ type }) => type.startsWith('[[')).map(({ name }) => name);
  return fields.filter(({ requires }) => nested.some((name) => requires.includes(`${name} {`))).map(({ name }) => name);
}

/** Whether a value is another one in which some parts are null, or some fields left out. */
function isPartOf(part: unknown, whole: unknown, gap: 'null' | 'left out'): boolean {
  if (part === null && gap === 'null') return true;
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null || Array.isArray(part) !== Array.isArray(whole)) return false;
  const isWhole = Object.keys(part).length === Object.keys(whole).length;
  if (!isWhole && (gap === 'null' || Array.isArray(part))) return false;
  return Object.entries(part).every(([key, value]) => isPartOf(value, (whole as Record<string, unknown>)[key], gap));
}

/** Without prototypes, which differ. */
function plainly(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
