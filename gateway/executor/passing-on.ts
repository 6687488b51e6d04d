import { isErrorCode } from '../../schema/errors.js';
import type { Logger } from '../log.js';
import type { SubgraphError } from '../subgraphs/client.js';
import type { Failure } from './failures.js';

/** The form of the sentences with which owners refuse an argument: nothing else that they say is passed on. */
const REFUSED_ARGUMENT = /^Argument "(\w{1,64})": .{1,1000}$/su;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Errors of one fetch that the log shows; a list of a thousand entities may fail a thousand times. */
const LOGGED = 5;

interface Reported {
  readonly failure: Failure;
  readonly error: SubgraphError;
}

/**
 * What clients may know of the errors of a subgraph: a code of the catalogue and the department, with the catalogue's
 * text. Anything else becomes INTERNAL_SERVER_ERROR. What the subgraph said goes to the log.
 */
export function failuresOf(
  errors: readonly SubgraphError[],
  subgraph: string,
  subgraphs: ReadonlyMap<string, unknown>,
  log: Logger,
): Reported[] {
  const reported = errors.map((error) => ({ error, failure: failureOf(error, subgraph, subgraphs) }));
  const ours = reported.filter(({ failure }) => failure.code !== 'BAD_USER_INPUT');
  if (ours.length > 0) {
    const shown = ours.slice(0, LOGGED).map(({ error: { message, path, extensions } }) => {
      return { message, path, code: extensions.code };
    });
    log.warn({ subgraph, count: ours.length, errors: shown, err: ours[0]?.error.cause }, 'errors in an answer');
  }
  return reported;
}

function failureOf(error: SubgraphError, subgraph: string, subgraphs: ReadonlyMap<string, unknown>): Failure {
  const { code, department } = error.extensions;
  const named = typeof department === 'string' && subgraphs.has(department) ? department : subgraph;
  const argument = REFUSED_ARGUMENT.exec(error.message)?.[1];
  if (code === 'BAD_USER_INPUT' && argument !== undefined) {
    return { code, department: named, input: { message: error.message, argument } };
  }
  if (isErrorCode(code) && /^(SOURCE_|SUBGRAPH_|DEADLINE_|JOURNAL_)/.test(code)) return { code, department: named };
  if (code === 'NOT_YET_RECORDED') {
    const { recordsBegin } = error.extensions;
    const known = typeof recordsBegin === 'string' && INSTANT.test(recordsBegin);
    return { code, department: named, ...(known && { recordsBegin }) };
  }
  return { code: 'INTERNAL_SERVER_ERROR', department: subgraph };
}
