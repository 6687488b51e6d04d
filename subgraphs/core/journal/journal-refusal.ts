import type { OwnerName } from '../../../schema/subgraphs.js';

/**
 * The journal works, but does not do what was asked of it: an entry that was settled before, instants out of order, a
 * backup that does not fit. Nothing was changed. The message is in English, for who asked or for the log.
 */
export class JournalRefusal extends Error {
  override readonly name = 'JournalRefusal';
  constructor(
    readonly owner: OwnerName,
    reason: string,
  ) {
    super(`The journal of ${owner} was left as it is: ${reason}`);
  }
}
