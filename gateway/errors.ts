import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type ErrorCode, errorText, isErrorCode } from '../schema/errors.js';
import type { Logger } from './log.js';

/** A place in the answer: response names and list indices. */
export type Path = readonly (string | number)[];

/** An error with the catalogue's texts. `department` is the name of the subgraph that it is about, if about one. */
export function cataloguedError(code: ErrorCode, path: Path | null, department?: string): GraphQLError {
  const { en, vi } = errorText(code, department ?? '');
  const about = department === undefined ? {} : { department };
  return new GraphQLError(en, { path: path && [...path], extensions: { code, ...about, messageVi: vi } });
}

/** A question that cannot be answered because of what the caller typed; the message says what and what to do. */
export function badInput(message: string, path?: Path): GraphQLError {
  return new GraphQLError(message, { path: path && [...path], extensions: { code: 'BAD_USER_INPUT' } });
}

/** What may stand in the extensions of an error that leaves the gateway. */
const EXTENSIONS = ['code', 'department', 'argument', 'messageVi', 'recordsBegin', 'asked', 'allowed'];

/**
 * The last door of errors: one whose code is not in the catalogue, and every fault of our own, leaves as
 * INTERNAL_SERVER_ERROR with the catalogue's text, and the log has what it was. Stacks never leave.
 */
export function lastDoor(log: Logger): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = formatted.extensions?.code;
    if (!isErrorCode(code) || (code === 'INTERNAL_SERVER_ERROR' && !formatted.extensions?.messageVi)) {
      log.error({ err: error }, 'an error of no known code was kept from the client');
      return cataloguedError('INTERNAL_SERVER_ERROR', formatted.path ?? null).toJSON();
    }
    const extensions = Object.entries(formatted.extensions ?? {}).filter(([name]) => EXTENSIONS.includes(name));
    return { ...formatted, extensions: Object.fromEntries(extensions) };
  };
}
