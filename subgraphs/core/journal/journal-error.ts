import type { OwnerName } from '../../../schema/subgraphs.js';

/**
 * The journal cannot be read or written. `detail` is for the log only; clients see the catalogue's text of
 * JOURNAL_UNREACHABLE.
 */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code = 'JOURNAL_UNREACHABLE';
  constructor(
    readonly owner: OwnerName,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`The journal of ${owner} cannot be used: ${detail}`, options);
  }
}
