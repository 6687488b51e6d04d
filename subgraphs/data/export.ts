import type { BackupLine } from '../core/journal/contract.js';
import { texts, writeBackup } from './backup-file.js';
import { type Command, type Given, UsageError } from './command.js';
import type { Desk } from './desk.js';
import { hanoiTime, instantOption } from './instant.js';
import { counted } from './layout.js';
import { DEPARTMENT_ARGUMENT, departmentGiven } from './names.js';
import type { Journals } from './opened.js';
import { withOpened } from './session.js';

/** How many lines the backup has of each department. */
interface Exported {
  readonly department: string;
  readonly identity: string;
  readonly sample: boolean;
  readonly lines: number;
}

export const exportCommand: Command = {
  name: 'export',
  subject: { name: 'NAME', required: false, about: `${DEPARTMENT_ARGUMENT}; all of them without` },
  about: 'writes a backup, which `import` restores to the same answers',
  more: 'INSTANT is a day (2023-08-01, midnight in Hanoi) or a full instant (2023-08-01T00:00:00Z); not in the future.',
  options: {
    'as-of': { type: 'text', value: 'INSTANT', about: 'what was known at this instant; without it, now' },
    out: {
      type: 'text',
      value: 'FILE',
      about: 'packed by gzip when the name ends in .gz; without it, to standard output',
    },
  },
  async run(given, desk) {
    const only = given.subject === null ? null : departmentGiven(given.subject);
    const out = given.text('out');
    if (out === null && given.flag('json')) {
      throw new UsageError('--json needs --out: without it the backup itself goes to standard output.');
    }
    const asOf = asOfGiven(given, desk.now());
    const exported = await withOpened(
      () => desk.open(only),
      (journals, signal) => writeAll(journals, asOf, out, desk, signal),
      desk.report,
    );
    const text = [
      `What was known on ${hanoiTime(asOf)}:`,
      ...exported.map(({ department, lines }) => `  ${department}: ${counted(lines, 'line')}`),
    ].join('\n');
    if (out !== null)
      return { json: { asOf, file: out, departments: exported }, text: `${text}\nWritten to ${out}.`, wrong: false };
    desk.note(text);
    return null;
  },
};

function asOfGiven(given: Given, now: Date): string {
  const text = given.text('as-of');
  if (text === null) return now.toISOString();
  const asOf = instantOption('as-of', text);
  if (asOf > now.toISOString()) throw new UsageError(`--as-of ${text} lies in the future.`);
  return asOf;
}

async function writeAll(
  journals: Journals,
  asOf: string,
  out: string | null,
  { output }: Desk,
  signal: AbortSignal,
): Promise<readonly Exported[]> {
  const exported: Exported[] = [];
  const lines = allLines(journals, asOf, exported, signal);
  if (out !== null) await writeBackup(out, lines, signal);
  else for await (const text of texts(lines)) await output.write(text);
  return exported;
}

/** The lines of one department after the other, counted. */
async function* allLines(
  journals: Journals,
  asOf: string,
  exported: Exported[],
  signal: AbortSignal,
): AsyncGenerator<BackupLine> {
  for (const department of journals.departments) {
    const opened = await journals.store(department);
    let lines = 0;
    for await (const line of journals.backup(opened, asOf)) {
      signal.throwIfAborted();
      lines += 1;
      yield line;
    }
    const { owner, identity, sample } = opened;
    exported.push({ department: owner, identity, sample, lines });
  }
}
