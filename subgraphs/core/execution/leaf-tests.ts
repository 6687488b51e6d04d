/** When a value of a scalar of the specification is its own answer. */
export const LEAF_TESTS: Readonly<Record<string, ((name: string) => string) | undefined>> = {
  String: (name) => `typeof ${name} === 'string'`,
  ID: (name) => `typeof ${name} === 'string'`,
  Boolean: (name) => `typeof ${name} === 'boolean'`,
  Int: (name) => `typeof ${name} === 'number' && (${name} | 0) === ${name}`,
  Float: (name) => `typeof ${name} === 'number' && ${name} - ${name} === 0`,
};
