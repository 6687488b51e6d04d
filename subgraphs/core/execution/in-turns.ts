const IN_TURNS = Symbol('in turns');

/**
 * Marks a resolver that asks for figures, of lists that are long or of values that are many: it is called when its question has its
 * turn, where others waited long enough. What it loads together with others has to wait for those that were not called yet:
 * `Turns.isAsking`.
 */
export function inTurns<R extends object>(resolve: R): R {
  return Object.assign(resolve, { [IN_TURNS]: true });
}

export function isInTurns(resolve: object | null): boolean {
  return resolve !== null && IN_TURNS in resolve;
}
