import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Call, DepartmentSource } from '../department.js';
import { SourceError } from '../errors.js';
import { blocksOf } from './asked.js';
import type { Coverage } from './contract.js';
import type { Outcome, Work } from './flights.js';
import { JournalError } from './journal-error.js';
import type { Recorder } from './recorder.js';

interface AskingOptions {
  readonly source: Pick<DepartmentSource, 'figures'>;
  readonly owner: OwnerName;
  readonly now: () => Date;
}

/** What a flight does: one question to the source, and the recording of its answer. */
export function askAndRecord(
  { source, owner, now }: AskingOptions,
  recorder: Pick<Recorder, 'record' | 'memory'>,
): Work {
  return async (slices, call, answered): Promise<Outcome> => {
    try {
      // Before the question: what comes may be as old as that.
      const at = now().toISOString();
      const known = recorder.memory;
      const figures = await source.figures(blocksOf(slices), call);
      answered();
      return { receipt: await recorder.record({ at, known, slices, figures }) };
    } catch (cause) {
      return { error: failureOf(cause, owner, slices, call) };
    }
  };
}

/** The failure as an error with a code. What the source fails with is logged by its guard. */
function failureOf(
  cause: unknown,
  owner: OwnerName,
  slices: readonly Coverage[],
  call: Call,
): SourceError | JournalError {
  if (cause instanceof SourceError) return cause;
  const asked = { owner, indicators: slices.map((slice) => slice.indicator), requestId: call.requestId };
  if (cause instanceof JournalError) {
    call.log.error({ ...asked, detail: cause.detail }, 'figures could not be recorded');
    return cause;
  }
  call.log.error({ ...asked, err: cause }, 'figures could not be taken');
  const detail = `the answer could not be taken: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new SourceError('SOURCE_UNREADABLE', owner, detail, { cause });
}
