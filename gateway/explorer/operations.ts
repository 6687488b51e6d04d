import { getIntrospectionQuery } from 'graphql';

/** What the explorer asks the graph about itself; deeper than the limits let through, hence one of the registered operations. */
export const INTROSPECTION: string = getIntrospectionQuery({
  descriptions: true,
  inputValueDeprecation: true,
  specifiedByUrl: true,
});
