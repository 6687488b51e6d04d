import { createHash } from 'node:crypto';
import { type DefinitionNode, type DocumentNode, GraphQLError, Kind, OperationTypeNode, parse } from 'graphql';
import { Lru } from '../executor/lru.js';
import { type LimitCode, refusal } from './refusal.js';
import type { Registered } from './registered.js';
import { Circular, type Shape, shapeOf } from './shape.js';
import { wordsOf } from './words.js';

/** Bytes of a request's body at most. */
export const MOST_BODY = 100 * 1024;
/** Words and signs of a text at most; the longest question of a person has some hundreds. */
const MOST_TOKENS = 15_000;
/** How deep a question goes at most; the usual question about the whole schema goes 15. */
const MOST_DEPTH = 20;
/** Brackets within brackets at most: a parser must not run out of stack before the depth is known. */
const MOST_NESTING = 500;
/** Good texts remembered, by their digest. */
const MOST_KNOWN = 1000;

type Counted = Exclude<keyof Shape, 'introspects'>;

/** In the order in which they are told. */
const LIMITS: readonly { readonly of: Counted; readonly most: number; readonly code: LimitCode }[] = [
  { of: 'definitions', most: 60, code: 'TOO_MANY_FRAGMENTS' },
  { of: 'depth', most: MOST_DEPTH, code: 'TOO_DEEP' },
  { of: 'schemaLists', most: 2, code: 'INTROSPECTION_TOO_DEEP' },
  { of: 'aliases', most: 60, code: 'TOO_MANY_ALIASES' },
  { of: 'rootFields', most: 20, code: 'TOO_MANY_ROOT_FIELDS' },
  { of: 'duplicates', most: 50, code: 'TOO_MANY_DUPLICATES' },
  { of: 'directives', most: 50, code: 'TOO_MANY_DIRECTIVES' },
  { of: 'fields', most: 1500, code: 'TOO_MANY_FIELDS' },
];

export interface ShapeRules {
  /** Whether questions about the schema are answered. */
  readonly introspection: boolean;
  /** Texts whose shape is not limited. */
  readonly registered: Registered;
}

/** What the way allows by which a text came: by GET, nothing but a question. */
interface Way {
  readonly readsOnly: boolean;
}

/** Why a text is refused, or null. */
export type ShapeCheck = (text: string, way?: Way) => GraphQLError | null;

/**
 * Judges the text of a question before anything else looks at it: why it is refused, or null. What is no GraphQL is not
 * refused here, for whoever parses it says so.
 */
export function shapeCheck(rules: ShapeRules): ShapeCheck {
  const known = new Lru<string, true>(MOST_KNOWN);
  return (text, way = { readsOnly: false }) => {
    const digest = createHash('sha256').update(`${way.readsOnly} ${text}`).digest('base64');
    if (known.get(digest)) return null;
    const refused = judge(text, rules, way);
    if (!refused) known.set(digest, true);
    return refused;
  };
}

function judge(text: string, { introspection, registered }: ShapeRules, { readsOnly }: Way): GraphQLError | null {
  try {
    const { tokens, nesting } = wordsOf(text);
    const isFree = registered.has(text);
    if (!isFree && tokens > MOST_TOKENS) {
      return refusal('TOO_MANY_TOKENS', { excess: { asked: tokens, allowed: MOST_TOKENS } });
    }
    if (nesting > MOST_NESTING) return refusal('TOO_DEEP', { excess: { asked: nesting, allowed: MOST_DEPTH } });
    const document = parse(text, { noLocation: true });
    return shapeRefusal(document, { introspection, isFree, readsOnly });
  } catch (error) {
    if (error instanceof Circular) {
      const { fragment } = error;
      const advice = { en: `It is the fragment "${fragment}".`, vi: `Đó là đoạn "${fragment}".` };
      return refusal('CIRCULAR_FRAGMENTS', { advice });
    }
    // Not GraphQL.
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

function shapeRefusal(
  document: DocumentNode,
  { introspection, isFree, readsOnly }: Pick<ShapeRules, 'introspection'> & Way & { readonly isFree: boolean },
): GraphQLError | null {
  if (readsOnly && document.definitions.some(isWriting))
    return refusal('GET_READS_ONLY', { status: 405, allow: 'POST' });
  const shape = shapeOf(document);
  if (shape.introspects && !introspection) return refusal('INTROSPECTION_OFF');
  if (isFree) return null;
  const broken = LIMITS.filter(({ of }) => shape.introspects || of !== 'schemaLists').find(
    ({ of, most }) => shape[of] > most,
  );
  return broken ? refusal(broken.code, { excess: { asked: shape[broken.of], allowed: broken.most } }) : null;
}

function isWriting(node: DefinitionNode): boolean {
  return node.kind === Kind.OPERATION_DEFINITION && node.operation !== OperationTypeNode.QUERY;
}
