import type { OwnerName } from '../../schema/subgraphs.js';
import type { Catalogue } from '../core/catalogue.js';
import { type SliceKey, type Standing, WITHDRAWN } from '../core/journal/contract.js';
import { departmentNamed } from '../departments.js';
import type { Command } from './command.js';
import { hanoiTime, span } from './instant.js';
import { columns, count, counted, size } from './layout.js';
import { DEPARTMENT_ARGUMENT, departmentGiven, frequencyText } from './names.js';
import { type Journals, type OpenedStore, ofEachStore } from './opened.js';
import { withOpened } from './session.js';

/** How one department's journal stands. */
interface DepartmentStatus {
  readonly department: OwnerName;
  readonly source: { readonly identity: string; readonly sample: boolean };
  /** When an answer of the source was last taken. */
  readonly lastGood: string | null;
  /** Cells with a figure that stands. */
  readonly figures: number;
  readonly vintages: number;
  /** The declared slice that was confirmed the longest ago, or never; null where the owner has none. */
  readonly oldest: (SliceKey & { readonly checkedAt: string | null; readonly ageSeconds: number | null }) | null;
  readonly maxAgeSeconds: number;
  readonly openQuarantine: number;
  readonly journalBytes: number;
  readonly recordsBegin: string | null;
  /** What is wrong, a sentence each; empty when all is well. */
  readonly wrong: readonly string[];
}

export const status: Command = {
  name: 'status',
  subject: { name: 'NAME', required: false, about: `${DEPARTMENT_ARGUMENT}; all of them without` },
  about: 'says how old the figures are, what is recorded and what waits in quarantine',
  more: 'Ends with 1 when figures are in quarantine or older than the maximum age of their department.',
  options: {},
  async run({ subject }, desk) {
    const only = subject === null ? null : departmentGiven(subject);
    const at = desk.now().toISOString();
    const { departments, elsewhere } = await withOpened(
      () => desk.open(only),
      async (journals) => ({
        departments: await ofEachStore(journals, (opened) => statusOf(opened, journals, at)),
        elsewhere: journals.elsewhere,
      }),
      desk.report,
    );
    const wrong = departments.some((d) => d.wrong.length > 0);
    return { json: { at, departments, elsewhere }, text: statusText(departments, elsewhere, at), wrong };
  },
};

async function statusOf(opened: OpenedStore, journals: Journals, at: string): Promise<DepartmentStatus> {
  const { owner, identity, sample, store } = opened;
  const standing = await store.load();
  const maxAgeMs = journals.maxAgeMs(owner);
  const { vintages, bytes } = await store.size();
  const openQuarantine = await store.countOpen();
  const oldest = oldestSlice(standing, journals.catalogue, owner, at);
  return {
    department: owner,
    source: { identity, sample },
    lastGood: standing.checked.reduce<string | null>((last, c) => (last && last > c.at ? last : c.at), null),
    figures: standing.vintages.filter(({ reason }) => reason !== WITHDRAWN).length,
    vintages,
    oldest,
    maxAgeSeconds: maxAgeMs / 1000,
    openQuarantine,
    journalBytes: bytes,
    recordsBegin: standing.head.firstRecordedAt,
    wrong: wrongIn(owner, openQuarantine, oldest, maxAgeMs / 1000),
  };
}

/** Of all indicators of the owner at their own frequency, the one that was confirmed the longest ago. */
function oldestSlice(
  { checked }: Pick<Standing, 'checked'>,
  catalogue: Catalogue,
  owner: OwnerName,
  at: string,
): DepartmentStatus['oldest'] {
  const answered = new Map(checked.map((c) => [`${c.indicator} ${c.frequency}`, c.at]));
  const slices = catalogue.ofOwner(owner).map(({ code, frequency }) => {
    const checkedAt = answered.get(`${code} ${frequency}`) ?? null;
    const ageMs = checkedAt === null ? null : Math.max(0, Date.parse(at) - Date.parse(checkedAt));
    const ageSeconds = ageMs === null ? null : Math.floor(ageMs / 1000);
    return { indicator: code, frequency, checkedAt, ageSeconds };
  });
  return slices.sort((a, b) => (a.checkedAt ?? '').localeCompare(b.checkedAt ?? ''))[0] ?? null;
}

function wrongIn(
  owner: OwnerName,
  open: number,
  oldest: DepartmentStatus['oldest'],
  maxAgeSeconds: number,
): readonly string[] {
  const wrong: string[] = [];
  if (open > 0) {
    const wait = open === 1 ? 'waits' : 'wait';
    wrong.push(`${counted(open, 'figure')} ${wait} in quarantine: npm run data -- quarantine list ${owner}`);
  }
  if (oldest && oldest.ageSeconds === null) {
    wrong.push(`${oldest.indicator} was never answered: npm run data -- refresh ${owner}`);
  } else if (oldest?.ageSeconds && oldest.ageSeconds > maxAgeSeconds) {
    wrong.push(`figures are older than ${span(maxAgeSeconds * 1000)}: npm run data -- refresh ${owner}`);
  }
  return wrong;
}

/** What people read of a status: a block of lines for each department. */
function statusText(departments: readonly DepartmentStatus[], elsewhere: readonly OwnerName[], at: string): string {
  const blocks = departments.map((d) => [
    `${d.department}: ${departmentNamed(d.department)?.systemName.en ?? d.department}`,
    ...columns(statusRows(d, at)),
  ]);
  if (elsewhere.length > 0) blocks.push([`${elsewhere.join(', ')}: elsewhere, with the journal; ask there.`]);
  return blocks.map((block) => block.join('\n')).join('\n\n');
}

function statusRows(d: DepartmentStatus, at: string): string[][] {
  const { oldest } = d;
  const when = (instant: string) => `${hanoiTime(instant)}, ${span(Date.parse(at) - Date.parse(instant))} ago`;
  const asked = oldest?.checkedAt ? when(oldest.checkedAt) : 'never answered';
  return [
    ['  source', `${d.source.identity}${d.source.sample ? ' (sample: made-up figures)' : ''}`],
    ['  last good answer', d.lastGood ? when(d.lastGood) : 'none'],
    ['  figures', `${count(d.figures)}, in ${counted(d.vintages, 'vintage')}`],
    ['  oldest', oldest ? `${oldest.indicator}, ${frequencyText(oldest.frequency)}: ${asked}` : '-'],
    ['  maximum age', span(d.maxAgeSeconds * 1000)],
    ['  quarantine', d.openQuarantine === 0 ? 'none open' : `${count(d.openQuarantine)} open`],
    ['  journal', size(d.journalBytes)],
    ['  records begin', d.recordsBegin ? hanoiTime(d.recordsBegin) : 'nothing is recorded'],
    ...d.wrong.map((sentence) => ['  WRONG', sentence]),
  ];
}
