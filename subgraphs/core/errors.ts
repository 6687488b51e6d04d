import { GraphQLError } from 'graphql';
import { type ErrorCode, errorText } from '../../schema/errors.js';
import type { OwnerName } from '../../schema/subgraphs.js';
import { JournalError } from './journal/journal-error.js';

/** Codes that a source can fail with. */
export type SourceErrorCode = Extract<ErrorCode, `SOURCE_${string}`>;

/**
 * A department's source did not answer, refused or answered rubbish. `detail` is for the log only: it may hold what the
 * source said; the message that clients see is the catalogue's.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  constructor(
    readonly code: SourceErrorCode,
    readonly owner: OwnerName,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${owner}: ${errorText(code, owner).en} (${detail})`, options);
  }
}

/** What the caller asked cannot be answered: names the argument, what came and what is allowed. */
export class BadUserInput extends GraphQLError {
  constructor(argument: string, came: unknown, allowed: string) {
    super(`Argument "${argument}": ${shortened(came)} cannot be used; ${allowed}.`, {
      extensions: { code: 'BAD_USER_INPUT', argument },
    });
  }
}

/** Characters of an argument that are repeated in its refusal: enough to find it by. */
const REPEATED = 200;

function shortened(came: unknown): string {
  // What did not come at all has no JSON.
  const text = String(JSON.stringify(came));
  return text.length > REPEATED ? `${text.slice(0, REPEATED)}…` : text;
}

/** Faults in settings or files, all at once: the start is refused with this text. */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/** The failure of a source or of the journal as clients see it: the catalogue's text, a stable code and the department. */
function clientError(error: SourceError | JournalError): GraphQLError {
  const { vi, en } = errorText(error.code, error.owner);
  return new GraphQLError(en, {
    extensions: { code: error.code, department: error.owner, messageVi: vi },
    originalError: error,
  });
}

/** What was asked of a source or of the journal, their failures as clients see them. */
export function asClient<T>(answer: T | Promise<T>): T | Promise<T> {
  if (!(answer instanceof Promise)) return answer;
  return answer.catch((error: unknown) => {
    throw error instanceof SourceError || error instanceof JournalError ? clientError(error) : error;
  });
}
