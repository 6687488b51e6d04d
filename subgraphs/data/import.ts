import type { OwnerName } from '../../schema/subgraphs.js';
import { readBackup } from './backup-file.js';
import { type BackupPart, lineSpan, partsOf } from './backup-parts.js';
import type { Command } from './command.js';
import { columns, count } from './layout.js';
import type { Journals, Restored } from './opened.js';
import { withOpened } from './session.js';

export const importCommand: Command = {
  name: 'import',
  subject: { name: 'FILE', required: true, about: 'a backup that `export` wrote' },
  about: 'restores a backup into journals that are empty',
  more: 'The file is read through before anything is restored; each department is restored whole or not at all.',
  options: {},
  async run({ subject }, desk) {
    const file = subject ?? '';
    const restored = await withOpened(
      () => desk.open(null),
      (journals, signal) => restoreAll(file, journals, signal, desk.note),
      desk.report,
    );
    return { json: { file, restored }, text: restoredText(restored), wrong: false };
  },
};

async function restoreAll(
  file: string,
  journals: Journals,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<readonly Restored[]> {
  const parts = await partsOf(readBackup(file, signal), file);
  await refuseUnlessEmpty(parts, journals);
  const restored: Restored[] = [];
  for (const { owner, sources, from, to } of parts) {
    const counts = await journals.restore(owner, lineSpan(readBackup(file, signal), from, to));
    restored.push({ owner, sources, counts });
    note(`${owner} is restored.`);
  }
  return restored;
}

/** All journals of the backup are looked at first, so that a part that cannot be restored leaves the others out as well. */
async function refuseUnlessEmpty(parts: readonly BackupPart[], journals: Journals): Promise<void> {
  const full: OwnerName[] = [];
  for (const { owner } of parts) {
    if (journals.elsewhere.includes(owner)) throw new Error(`${owner} runs elsewhere, with its journal: import there.`);
    if (!(await journals.isEmpty(owner))) full.push(owner);
  }
  if (full.length === 0) return;
  throw new Error(
    `Nothing was restored: something is recorded already of ${full.join(', ')}. Import into an empty journal: another DATA_DIR or database.`,
  );
}

/** What people read of an import: a line for each department and kind of entry that there is. */
function restoredText(restored: readonly Restored[]): string {
  const head = ['restored', 'vintages', 'receipts', 'quarantined', 'decisions', 'definitions', 'sources'];
  const rows = restored.map(({ owner, counts, sources }) => [
    owner,
    ...['vintage', 'receipt', 'quarantined', 'decision', 'definitions'].map((kind) => count(counts[kind] ?? 0)),
    sources.map(({ identity, sample }) => `${identity}${sample ? ' (sample: made-up figures)' : ''}`).join(', '),
  ]);
  return columns([head, ...rows], [1, 2, 3, 4, 5]).join('\n');
}
