const IN_TURNS = Symbol('in turns');

/**
 * Marks the resolver of lists that are long or many: where others waited long enough it is called in a turn of its own. What it
 * loads together with others has to wait for those that have not begun: `Turns.isBeginning`.
 */
export function inTurns<R extends object>(resolve: R): R {
  return Object.assign(resolve, { [IN_TURNS]: true });
}

export function beginsInTurns(resolve: object | null): boolean {
  return resolve !== null && IN_TURNS in resolve;
}
