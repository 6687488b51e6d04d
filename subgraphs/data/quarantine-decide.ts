import { type Command, type Given, UsageError } from './command.js';
import { amount } from './layout.js';
import { areaText, DEPARTMENT_ARGUMENT, departmentGiven, indicatorText } from './names.js';
import { type Journals, type OpenedStore, ofEachStore, type Verdict } from './opened.js';
import { ALL, type Held } from './quarantine-list.js';
import { withOpened } from './session.js';

const OPTIONS = {
  department: { type: 'text', value: 'NAME', about: `${DEPARTMENT_ARGUMENT}; needed where several have the number` },
  by: { type: 'text', value: 'NAME', about: 'the name of who decides, which is kept', required: true },
  why: { type: 'text', value: 'TEXT', about: 'the reason, which is kept', required: true },
} as const;

const NUMBER = { name: 'NUMBER', required: true, about: 'the number that `quarantine list` gives the figure' } as const;

/** An operator's decision that a figure holds although it failed a check. */
export const quarantineRelease = decisionCommand(
  'quarantine release',
  'RELEASED',
  'accepts a figure in quarantine: it is recorded as a new vintage',
);

/** An operator's decision that a figure is wrong: the last good one stays until the source says something else. */
export const quarantineReject = decisionCommand(
  'quarantine reject',
  'REJECTED',
  'keeps a figure out: the last good one stays until another one comes',
);

function decisionCommand(name: string, decision: 'RELEASED' | 'REJECTED', about: string): Command {
  return {
    name,
    subject: NUMBER,
    about,
    more: 'A program that runs on the same journal serves by the decision within seconds.',
    options: OPTIONS,
    async run(given, desk) {
      const asked = decisionGiven(given);
      const { held, catalogue } = await withOpened(
        () => desk.open(asked.department),
        async (journals) => ({
          held: await decide(journals, { ...asked, decision }),
          catalogue: journals.catalogue,
        }),
        desk.report,
      );
      const { figure } = held;
      const what = `${indicatorText(figure.indicator, catalogue)}, ${areaText(figure.area)}, ${figure.period}`;
      const text = `${held.department} ${held.number} ${decision.toLowerCase()}: ${what}, value ${amount(figure.value)}.`;
      return { json: held, text, wrong: false };
    },
  };
}

function decisionGiven(given: Given) {
  const text = given.subject ?? '';
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`${text} is no number of a figure in quarantine.`);
  const named = (option: string) => {
    const value = given.text(option)?.trim();
    if (!value) throw new UsageError(`--${option} is blank; it is kept with the decision.`);
    return value;
  };
  const department = given.text('department');
  return {
    number: Number(text),
    department: department === null ? null : departmentGiven(department),
    by: named('by'),
    why: named('why'),
  };
}

/** Decides on the one figure of that number in the journals that were asked for. */
async function decide(journals: Journals, verdict: Verdict): Promise<Held> {
  const holders = await ofEachStore(journals, async (opened) => {
    const entries = await opened.store.quarantined({ all: true, first: ALL });
    return entries.some(({ number }) => number === verdict.number) ? [opened] : [];
  });
  const holder = theOne(holders.flat(), verdict.number, journals);
  return { department: holder.owner, ...(await journals.decide(holder, verdict)) };
}

function theOne(holders: readonly OpenedStore[], number: number, { departments }: Journals): OpenedStore {
  const [holder, ...others] = holders;
  if (!holder) {
    const looked = departments.map(({ owner }) => owner).join(', ');
    throw new Error(`No figure in quarantine has the number ${number}; looked at ${looked}.`);
  }
  if (others.length > 0) {
    const choice = holders.map(({ owner }) => `--department ${owner}`).join(' or ');
    throw new UsageError(`Several departments have a figure of the number ${number}: add ${choice}.`);
  }
  return holder;
}
