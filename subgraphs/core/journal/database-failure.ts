import pg from 'pg';

/** SQLSTATEs with which a server ends a connection: of connections, ended by an administrator or a crash, idle too long. */
const ENDS = /^(08...|57P0[1235]|25P03)$/;
/** Of the driver, which gave up waiting: the connection is of no use after it. */
const UNANSWERED = 'Query read timeout';

/** What an error thrown while a connection was used says about the connection. */
export type Failure =
  /** The server refused a statement; the connection is as good as before. */
  | 'statement'
  /** The connection is gone, or going. */
  | 'connection'
  /** No answer came in time: the connection is of no use, and asking again would take as long. */
  | 'silence'
  /** No error of the database. */
  | 'other';

/** `lost`: the connection has already said that it is gone. */
export function failureOf(error: unknown, lost: boolean): Failure {
  const chain = causes(error);
  if (chain.some((one) => one instanceof Error && one.message === UNANSWERED)) return 'silence';
  const said = chain.find((one) => one instanceof pg.DatabaseError);
  if (lost || (said && ENDS.test(said.code ?? ''))) return 'connection';
  return said ? 'statement' : 'other';
}

/** True when a server took the call, but answers nobody: it is starting, ending, or mending itself. */
export function isStarting(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '57P03';
}

/** What the driver or the server said, for the log. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code} ` : '';
  // A host with several addresses fails once for each, and the whole has no words of its own.
  const message = error instanceof AggregateError ? error.errors.map(said).join('; ') : error.message;
  return `${code}${message}`;
}

/** An error and what caused it; whoever rethrows an error of the database in words of its own names it as the cause. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && chain.length < 10; at = at instanceof Error ? at.cause : undefined) {
    chain.push(at);
  }
  return chain;
}
