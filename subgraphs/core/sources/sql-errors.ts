import type { OwnerName } from '../../../schema/subgraphs.js';
import { SourceError, type SourceErrorCode } from '../errors.js';

/** What SQLSTATE says; the first that the state begins with counts. 57014 is a statement that was cancelled. */
const STATES: readonly (readonly [start: string, code: SourceErrorCode])[] = [
  ['57014', 'SOURCE_TIMEOUT'],
  ['08', 'SOURCE_UNREACHABLE'],
  ['28', 'SOURCE_UNAUTHORIZED'],
  ['0A', 'SOURCE_REFUSED'],
  ['22', 'SOURCE_REFUSED'],
  ['25', 'SOURCE_REFUSED'],
  ['3', 'SOURCE_REFUSED'],
  ['42', 'SOURCE_REFUSED'],
  ['', 'SOURCE_FAILED'],
];

/** Errors of the connection itself, as Node names them. */
const CONNECTION =
  /^(E[A-Z]*(REFUSED|NOTFOUND|UNREACH|RESET|PIPE|TIMEDOUT|AGAIN|ADDRNOTAVAIL)|.*CERT.*|ERR_(SSL|TLS)_.*)$/;
/** What the driver says without a code. */
const SAID: readonly (readonly [RegExp, SourceErrorCode])[] = [
  [/password|SASL|SCRAM/, 'SOURCE_UNAUTHORIZED'],
  [/timeout/, 'SOURCE_TIMEOUT'],
  [/terminated|SSL|not queryable|ended|closed/i, 'SOURCE_UNREACHABLE'],
];

/**
 * An error of the driver or the server as one of the graph's codes; what the server said is kept for the log, but for the
 * password, which a server in between could repeat. Without the cause, in which it would stand too.
 */
export function sqlError(owner: OwnerName, what: string, cause: unknown, password = ''): SourceError {
  if (cause instanceof SourceError) return cause;
  const { code, message } = describe(cause);
  return new SourceError(codeOf(code, message), owner, `${what}: ${code ?? 'no code'} ${without(password, message)}`);
}

/** A text of the server without the password. */
export function without(password: string, text: string): string {
  return password === '' ? text : text.replaceAll(password, '[secret]');
}

function describe(cause: unknown): { code: string | null; message: string } {
  if (!(cause instanceof Error)) return { code: null, message: String(cause) };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  return { code, message: cause.message };
}

function codeOf(code: string | null, message: string): SourceErrorCode {
  if (code === null) return SAID.find(([form]) => form.test(message))?.[1] ?? 'SOURCE_UNREADABLE';
  if (CONNECTION.test(code)) return 'SOURCE_UNREACHABLE';
  if (/^[0-9A-Z]{5}$/.test(code)) return STATES.find(([start]) => code.startsWith(start))?.[1] ?? 'SOURCE_FAILED';
  return 'SOURCE_UNREADABLE';
}
