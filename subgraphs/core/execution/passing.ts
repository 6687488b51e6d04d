/** Under this a list gives its items to who is done with each before taking the next. */
export const PASSING = Symbol('passing');

/** A list whose items can all be one object that is changed for each: many of them are then made without leaving any behind. */
export interface PassingList<T> extends Iterable<T> {
  [PASSING](): Iterator<T>;
}

/** The items of a list for who is done with each before taking the next; null where they can be had once only. */
export function passing(list: Iterable<unknown>): Iterator<unknown> | null {
  if (PASSING in list) return (list as PassingList<unknown>)[PASSING]();
  const items = list[Symbol.iterator]();
  return (items as unknown) === list ? null : items;
}
