import { randomUUID } from 'node:crypto';
import { errorText } from '../../schema/errors.js';
import type { OwnerName } from '../../schema/subgraphs.js';
import type { Department } from '../core/department.js';
import { SettingsFault, SourceError, type SourceErrorCode } from '../core/errors.js';
import type { SliceKey } from '../core/journal/contract.js';
import type { Command } from './command.js';
import type { Desk } from './desk.js';
import { columns, count } from './layout.js';
import { DEPARTMENT_ARGUMENT, departmentGiven, frequencyText } from './names.js';
import type { Journals, OpenedJournal } from './opened.js';
import { withOpened } from './session.js';

/** What the questions to one department came to. */
interface Refreshed {
  readonly department: OwnerName;
  /** Null when its journal could not be opened on its source. */
  readonly identity: string | null;
  readonly sample: boolean | null;
  /** Slices that there are, and those that were answered. */
  readonly slices: number;
  readonly answered: number;
  readonly taken: number;
  readonly withdrawn: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly failures: readonly Failure[];
  /** What ended it early, other than the source's failures: it was not opened, or could not be recorded. */
  readonly error: string | null;
}

interface Failure extends SliceKey {
  readonly code: SourceErrorCode;
  readonly message: string;
}

/** Failures that concern the one question: the next indicator may be answered. After others the department is left alone. */
const OF_ONE_QUESTION: readonly SourceErrorCode[] = [
  'SOURCE_TIMEOUT',
  'SOURCE_REFUSED',
  'SOURCE_FAILED',
  'SOURCE_UNREADABLE',
];

export const refresh: Command = {
  name: 'refresh',
  subject: { name: 'NAME', required: false, about: `${DEPARTMENT_ARGUMENT}; all of them without` },
  about: 'asks the sources now and records what they answer',
  more: `Where the sample is served, its sandbox is started for it unless it runs. Ends with 1 when a source failed, a figure was
refused or a department could not be opened; the others are asked all the same.`,
  options: {},
  async run({ subject }, desk) {
    const only = subject === null ? null : departmentGiven(subject);
    const done = await withOpened(
      () => desk.open(only),
      (journals, signal) => refreshAll(journals, signal, desk),
      desk.report,
    );
    const wrong = done.some(({ failures, refused, error }) => failures.length > 0 || refused > 0 || error !== null);
    return { json: { departments: done }, text: refreshText(done), wrong };
  },
};

async function refreshAll(journals: Journals, signal: AbortSignal, desk: Desk): Promise<Refreshed[]> {
  const done: Refreshed[] = [];
  try {
    for (const department of journals.departments) {
      signal.throwIfAborted();
      desk.progress.step(`${department.owner}: connecting`, 1, 1);
      done.push(await refreshDepartment(department, journals, signal, desk));
    }
  } finally {
    desk.progress.end();
  }
  return done;
}

/** What is wrong with one department is said of it, and keeps no other one from being refreshed. */
async function refreshDepartment(
  department: Department,
  journals: Journals,
  signal: AbortSignal,
  desk: Desk,
): Promise<Refreshed> {
  const sum: Sum = {
    ...{ department: department.owner, identity: null, sample: null, slices: 0, failures: [], error: null },
    ...{ answered: 0, taken: 0, withdrawn: 0, unchanged: 0, refused: 0 },
  };
  try {
    const opened = await journals.journal(department);
    try {
      await refreshOne(opened, sum, signal, desk);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (signal.aborted) throw error;
    sum.error = errorLine(error);
    desk.progress.done(`${department.owner}: ${sum.error}`, true);
  }
  return sum;
}

/** While it is summed up. */
type Sum = { -readonly [K in keyof Refreshed]: Refreshed[K] } & { readonly failures: Failure[] };

function errorLine(error: unknown): string {
  if (error instanceof SettingsFault) return error.faults.join(' ');
  return error instanceof Error ? error.message : String(error);
}

/** Asks for one slice after the other. Throws a JournalError: what cannot be recorded need not be asked. */
async function refreshOne(
  opened: OpenedJournal,
  sum: Sum,
  signal: AbortSignal,
  { progress, log }: Pick<Desk, 'progress' | 'log'>,
): Promise<void> {
  const { owner, identity, sample, journal } = opened;
  const slices = journal.ages();
  Object.assign(sum, { identity, sample, slices: slices.length });
  for (const [i, { indicator, frequency }] of slices.entries()) {
    signal.throwIfAborted();
    const name = `${owner} ${indicator}, ${frequencyText(frequency)}`;
    progress.step(name, i + 1, slices.length);
    try {
      const receipt = await journal.refresh([{ indicator, frequency }], { requestId: randomUUID(), signal, log });
      sum.answered += 1;
      for (const key of ['taken', 'withdrawn', 'unchanged', 'refused'] as const) sum[key] += receipt[key];
      progress.done(`${name}: ${receiptText(receipt)}`, false);
    } catch (error) {
      if (!(error instanceof SourceError) || signal.aborted) throw error;
      sum.failures.push({ indicator, frequency, code: error.code, message: errorText(error.code, owner).en });
      progress.done(`${name}: ${error.code}`, true);
      if (!OF_ONE_QUESTION.includes(error.code)) break;
    }
  }
}

function receiptText(r: Pick<Refreshed, 'taken' | 'withdrawn' | 'unchanged' | 'refused'>): string {
  return `${count(r.taken)} taken, ${count(r.unchanged)} unchanged, ${count(r.withdrawn)} withdrawn, ${count(r.refused)} refused`;
}

/** What people read of a refresh: a line for each department, and what failed. */
function refreshText(done: readonly Refreshed[]): string {
  const head = ['department', 'answered', 'taken', 'unchanged', 'withdrawn', 'refused'];
  const rows = done.map((d) => [
    d.department,
    `${d.answered} of ${d.slices}`,
    ...[d.taken, d.unchanged, d.withdrawn, d.refused].map(count),
  ]);
  const remarks = done.flatMap((d) => [
    ...(d.error === null ? [] : [`${d.department}: ${d.error}`]),
    ...d.failures.map((f) => `${d.department} ${f.indicator}, ${frequencyText(f.frequency)}: ${f.code}. ${f.message}`),
    ...(d.answered + d.failures.length < d.slices
      ? [`${d.department}: ${d.slices - d.answered - d.failures.length} indicators were not asked for after that.`]
      : []),
    ...(d.refused > 0
      ? [`${d.department}: what was refused is in quarantine: npm run data -- quarantine list ${d.department}`]
      : []),
  ]);
  return [...columns([head, ...rows], [1, 2, 3, 4, 5]), ...(remarks.length > 0 ? ['', ...remarks] : [])].join('\n');
}
