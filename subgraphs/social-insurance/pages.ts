import { SourceError } from '../core/errors.js';
import { OWNER } from './budget.js';

/** One page of a list, as the source gives it. */
export interface Page<T> {
  /** From 1. */
  readonly page: number;
  /** Items on every page but the last. */
  readonly size: number;
  /** Items on all pages together. */
  readonly total: number;
  readonly items: readonly T[];
}

export const PAGE_SIZE = 100;
const AT_ONCE = 4;

/**
 * All items of a list: the first page, then the others, each once, a few at a time. The first failure ends what is under
 * way and is thrown. Throws SOURCE_UNREADABLE when there are more items than `atMost`, or when the pages do not fit
 * together: the list changed meanwhile, and items could be lost or counted twice.
 */
export async function allPages<T>(
  ask: (page: number, signal: AbortSignal) => Promise<Page<T>>,
  atMost: number,
  signal: AbortSignal,
): Promise<T[]> {
  const end = new AbortController();
  const ended = AbortSignal.any([signal, end.signal]);
  const first = await ask(1, ended);
  if (first.total > atMost) throw unreadable(`${first.total} items, at most ${atMost} were asked for`);
  check(first, 1, first.total);
  const pages: Page<T>[] = [first];
  const last = Math.ceil(first.total / PAGE_SIZE);
  let next = 2;
  const work = async (): Promise<void> => {
    for (let page = next++; page <= last; page = next++) {
      const came = await ask(page, ended);
      check(came, page, first.total);
      pages[page - 1] = came;
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    end.abort();
  }
  return pages.flatMap((page) => page.items);
}

function check(came: Page<unknown>, page: number, total: number): void {
  const items = Math.min(PAGE_SIZE, total - (page - 1) * PAGE_SIZE);
  if (came.page !== page || came.size !== PAGE_SIZE) throw unreadable(`page ${page} is not the page asked for`);
  if (came.total !== total) throw unreadable(`${total} items by page 1, ${came.total} by page ${page}`);
  if (came.items.length !== items) {
    throw unreadable(`page ${page} holds ${came.items.length} items instead of ${items}`);
  }
}

function unreadable(detail: string): SourceError {
  return new SourceError('SOURCE_UNREADABLE', OWNER, detail);
}
