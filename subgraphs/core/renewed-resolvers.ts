import type { Moments } from './definitions.js';
import type { Resolvers } from './subgraph-schema.js';

type Resolver = (...parts: readonly unknown[]) => unknown;
type Make = (moments: Moments) => Resolvers;

/**
 * Resolvers that are made of definitions, where these can be replaced while questions are answered: each request is answered by
 * those of the definitions that it began with. `first` says which resolvers there are. `ready` makes those of definitions
 * before anybody asks; it throws what `make` throws.
 */
export function renewedResolvers(
  first: Moments,
  make: Make,
): { resolvers: Resolvers; ready: (moments: Moments) => void } {
  const made = new WeakMap<Moments, Resolvers>();
  const of = (moments: Moments): Resolvers => {
    const known = made.get(moments) ?? make(moments);
    made.set(moments, known);
    return known;
  };
  const choosing =
    (type: string, field: string): Resolver =>
    (...parts) => {
      const resolve = of(momentsIn(field, parts))[type]?.[field] as Resolver;
      return resolve(...parts);
    };
  const ofType = (type: string, fields: Resolvers[string]) =>
    Object.fromEntries(Object.keys(fields).map((field) => [field, choosing(type, field)]));
  const resolvers = Object.fromEntries(Object.entries(of(first)).map(([type, fields]) => [type, ofType(type, fields)]));
  return { resolvers, ready: of };
}

/** A field is handed its context as the third part, what is asked of a type (__resolveReference) as the second. */
function momentsIn(field: string, parts: readonly unknown[]): Moments {
  const context = parts[field.startsWith('__') ? 1 : 2];
  if (typeof context === 'object' && context !== null && 'moments' in context) return context.moments as Moments;
  throw new Error(`${field} was resolved without the definitions of its request.`);
}
