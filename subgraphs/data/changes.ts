import type { OwnerName } from '../../schema/subgraphs.js';
import { type ChangeKind, kindOf } from '../analysis/changes/row.js';
import type { Catalogue } from '../core/catalogue.js';
import type { JournalStore } from '../core/journal/contract.js';
import { type ShownChange, type ShownVintage, shownChanges } from '../core/journal/shown.js';
import { type Command, type Given, UsageError } from './command.js';
import { hanoiTime, instantOption } from './instant.js';
import { amount, columns, firstOf } from './layout.js';
import { areasGiven, areaText, DEPARTMENT_ARGUMENT, departmentGiven, indicatorsGiven, indicatorText } from './names.js';
import { ofEachStore } from './opened.js';
import { firstGiven } from './quarantine-list.js';
import { withOpened } from './session.js';

/** A change, and whose. */
interface Change extends ShownChange {
  readonly department: OwnerName;
  readonly kind: ChangeKind;
}

/** What is asked of the journals. */
interface Asked {
  readonly since: string;
  readonly until: string | null;
  readonly indicators: readonly string[] | null;
  readonly areas: readonly string[] | null;
}

/** Changes read at once. */
const PAGE = 5000;

/** Changes that a text shows unless told otherwise; JSON has them all. */
const SHOWN = 200;

export const changes: Command = {
  name: 'changes',
  subject: { name: 'NAME', required: false, about: `${DEPARTMENT_ARGUMENT}; all of them without` },
  about: 'lists first figures, revisions, withdrawals and changes of status',
  more: 'INSTANT is a day (2023-08-01, midnight in Hanoi) or a full instant (2023-08-01T00:00:00Z). Both ends are included.',
  options: {
    since: { type: 'text', value: 'INSTANT', about: 'recorded at or after it', required: true },
    until: { type: 'text', value: 'INSTANT', about: 'recorded at or before it' },
    indicator: { type: 'texts', value: 'CODE', about: 'only this indicator; may be given several times' },
    area: { type: 'texts', value: 'ID', about: 'only this area; may be given several times' },
    first: { type: 'text', value: 'N', about: `at most so many; ${SHOWN} by default, with --json all` },
  },
  async run(given, desk) {
    const only = given.subject === null ? null : departmentGiven(given.subject);
    const first = firstGiven(given, SHOWN);
    const span = spanGiven(given);
    const areas = areasGiven(given.texts('area'));
    const { found, catalogue } = await withOpened(
      () => desk.open(only),
      async (journals, signal) => {
        const { catalogue } = journals;
        const indicators = indicatorsGiven(given.texts('indicator'), catalogue);
        const asked = { ...span, areas, indicators };
        const lists = await ofEachStore(journals, ({ owner, store }) => changesOf(owner, store, asked, signal));
        return { found: inOrder(lists.flat()), catalogue };
      },
      desk.report,
    );
    const listed = given.text('first') === null ? found : found.slice(0, first);
    const json = { ...span, total: found.length, changes: listed.map((change) => changeJson(change, catalogue)) };
    return { json, text: changesText(found, first, catalogue), wrong: false };
  },
};

function spanGiven(given: Given): Pick<Asked, 'since' | 'until'> {
  const since = instantOption('since', given.text('since') ?? '');
  const text = given.text('until');
  const until = text === null ? null : instantOption('until', text);
  if (until !== null && until < since) throw new UsageError(`--until ${text} lies before --since.`);
  return { since, until };
}

/** All changes of one journal in the order of their positions, page by page. */
async function changesOf(
  department: OwnerName,
  store: JournalStore,
  { until, ...asked }: Asked,
  signal: AbortSignal,
): Promise<Change[]> {
  const found: Change[] = [];
  let after: number | null = null;
  for (;;) {
    signal.throwIfAborted();
    const page: ShownChange[] = await shownChanges(store, { ...asked, after, first: PAGE, firstsOf: null });
    // Times never fall with the position: the first that is too late ends the span.
    const inSpan = page.filter((change) => until === null || change.after.recordedAt <= until);
    for (const change of inSpan) {
      const kind = kindOf(change);
      if (kind) found.push({ department, kind, ...change });
    }
    if (inSpan.length < PAGE) return found;
    after = page.at(-1)?.after.position ?? null;
  }
}

function inOrder(list: Change[]): Change[] {
  // The sort is stable: what was recorded at one instant stays in the order of departments and positions.
  return list.sort((a, b) => Date.parse(a.after.recordedAt) - Date.parse(b.after.recordedAt));
}

/** A change as programs read it: with the names beside the codes. */
function changeJson({ department, kind, before, after }: Change, catalogue: Catalogue) {
  const { indicator, area, period, position, recordedAt } = after;
  const side = ({ indicator: _i, area: _a, period: _p, ...rest }: ShownVintage) => rest;
  return {
    ...{ department, kind, position, at: recordedAt, indicator, area, period },
    name: catalogue.get(indicator)?.name,
    before: before && side(before),
    after: side(after),
  };
}

/** What people read of changes: a line each, under the instant of their recording. */
function changesText(found: readonly Change[], first: number, catalogue: Catalogue): string {
  if (found.length === 0) return 'Nothing was recorded in that time.';
  const { shown, more } = firstOf(found, first);
  const rows = shown.map((change) => {
    const { department, kind, after } = change;
    const where = [department, indicatorText(after.indicator, catalogue), areaText(after.area), after.period];
    return [hanoiTime(after.recordedAt), kind, ...where, valuesText(change)];
  });
  return [...columns(rows), ...more].join('\n');
}

/** Before and after, with as many decimals as tell them apart. */
function valuesText({ kind, before, after }: Change): string {
  if (!before) return sideText(after, amount);
  const texts = (show: (value: number | null) => string) => [sideText(before, show), sideText(after, show)] as const;
  const [was, is] = texts(amount);
  const [from, to] = was === is && before.value !== after.value ? texts(String) : [was, is];
  return kind === 'STATUS' || from === to ? `${from} (${before.status} -> ${after.status})` : `${from} -> ${to}`;
}

function sideText({ value, reason, status }: ShownVintage, show: (value: number | null) => string): string {
  return value === null ? `none (${reason ?? status})` : show(value);
}
