import type { OwnerName } from '../../schema/subgraphs.js';
import type { Catalogue } from '../core/catalogue.js';
import type { Quarantined } from '../core/journal/contract.js';
import { type Command, type Given, UsageError } from './command.js';
import { hanoiTime } from './instant.js';
import { amount, columns, firstOf } from './layout.js';
import { areaText, DEPARTMENT_ARGUMENT, departmentGiven, indicatorText } from './names.js';
import { ofEachStore } from './opened.js';
import { withOpened } from './session.js';

/** A figure in quarantine, and whose. */
export interface Held extends Quarantined {
  readonly department: OwnerName;
}

/** Entries that a text shows unless told otherwise; JSON has them all. */
const SHOWN = 50;

/** More than any quarantine holds: the whole list is read, so that it can be said how many more there are. */
export const ALL = 1_000_000;

export const quarantineList: Command = {
  name: 'quarantine list',
  subject: { name: 'NAME', required: false, about: `${DEPARTMENT_ARGUMENT}; all of them without` },
  about: 'lists the figures that failed a check, with value and place',
  options: {
    all: { type: 'flag', about: 'also those that were released, rejected or superseded' },
    first: { type: 'text', value: 'N', about: `at most so many; ${SHOWN} by default, with --json all` },
  },
  async run(given, desk) {
    const only = given.subject === null ? null : departmentGiven(given.subject);
    const first = firstGiven(given, SHOWN);
    const { held, catalogue } = await withOpened(
      () => desk.open(only),
      async (journals) => {
        const lists = await ofEachStore(journals, async ({ owner, store }) => {
          const entries = await store.quarantined({ all: given.flag('all'), first: ALL });
          return entries.map((entry): Held => ({ department: owner, ...entry }));
        });
        return { held: lists.flat(), catalogue: journals.catalogue };
      },
      desk.report,
    );
    const listed = given.text('first') === null ? held : held.slice(0, first);
    const json = { total: held.length, entries: listed.map((entry) => heldJson(entry, catalogue)) };
    return { json, text: heldText(held, first, catalogue), wrong: false };
  },
};

/** How many entries a text shows. Throws a UsageError for what is no number. */
export function firstGiven(given: Given, byDefault: number): number {
  const text = given.text('first');
  if (text === null) return byDefault;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--first ${text} is no number; give 1 or more.`);
  return Number(text);
}

/** An entry as programs read it: flat, with the names beside the codes. */
function heldJson(entry: Held, catalogue: Catalogue) {
  const { figure, ...rest } = entry;
  return {
    ...rest,
    ...figure,
    held: entry.reason,
    missing: figure.reason,
    name: catalogue.get(figure.indicator)?.name,
  };
}

/** What people read of a quarantine: three or four lines an entry. */
function heldText(held: readonly Held[], first: number, catalogue: Catalogue): string {
  if (held.length === 0) return 'Nothing is in quarantine.';
  const { shown, more } = firstOf(held, first);
  return [...shown.flatMap((entry) => [...heldLines(entry, catalogue), '']), ...more].join('\n').trimEnd();
}

function heldLines(entry: Held, catalogue: Catalogue): string[] {
  const { figure } = entry;
  const place = [figure.document, figure.place].filter(Boolean).join(', ') || 'the source names none';
  const rows = [
    ['  figure', `${indicatorText(figure.indicator, catalogue)}, ${areaText(figure.area)}, ${figure.period}`],
    ['  value', valueText(entry)],
    ['  detail', entry.detail],
    ['  place', place],
    ['  received', hanoiTime(entry.receivedAt)],
    ['  decision', decisionText(entry)],
  ];
  return [`${entry.department} ${entry.number}: ${entry.reason}`, ...columns(rows)];
}

function valueText({ figure }: Held): string {
  if (figure.value === null) return `none (${figure.reason ?? figure.status})`;
  const parts = [figure.numerator, figure.denominator].filter((part) => part !== null).map(amount);
  return `${amount(figure.value)}${parts.length > 0 ? ` (of ${parts.join(' / ')})` : ''}`;
}

function decisionText({ decision, decidedAt, decidedBy, decidedWhy }: Held): string {
  if (decision === null) return 'open';
  const by = decision === 'SUPERSEDED' ? ', after it was rejected by' : ' by';
  const who = decidedBy ? `${by} ${decidedBy}` : '';
  return `${decision}${who}${decidedAt ? `, ${hanoiTime(decidedAt)}` : ''}${decidedWhy ? `: ${decidedWhy}` : ''}`;
}
