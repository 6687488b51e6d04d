import type { Declaration, Document, Project, Report } from './definitions.js';
import { spoken } from './language.js';
import type { AgencyRow, DifficultyRow, PracticeRow, TaskRow } from './rows.js';

/** Resolvers of what reports, the committee and the councils wrote. `todayAt` gives the day in Hanoi at an instant. */
export function paperResolvers(todayAt: (asOf: string | null) => string) {
  return {
    Agency: {
      name: spoken((agency: AgencyRow) => agency.nameText),
      note: spoken((agency: AgencyRow) => agency.noteText),
    },
    DeclaredStanding: {
      report: spoken((report: Report) => report.name),
      reportNames: (report: Report) => report.name,
      period: (report: Report) => report.period.text,
      note: spoken((report: Report) => report.note),
    },
    DeclaredState: {
      report: spoken((declaration: Declaration) => declaration.report.name),
      reportNames: (declaration: Declaration) => declaration.report.name,
      period: (declaration: Declaration) => declaration.report.period.text,
    },
    Document: {
      issuedBy: spoken((document: Document) => document.issuedBy?.name ?? null),
      period: (document: Document) => document.period.text,
    },
    Difficulty: { text: spoken((difficulty: DifficultyRow) => difficulty.sentence) },
    Practice: { text: spoken((practice: PracticeRow) => practice.sentence) },
    Task: {
      text: spoken((task: TaskRow) => task.sentence),
      state: (task: TaskRow) => stateOn(task, todayAt(task.asOf)),
    },
    InvestmentProject: {
      name: spoken((project: Project) => project.name),
      note: spoken((project: Project) => project.note),
    },
  };
}

/** A task that is open after its day is overdue, whatever day the file was last edited on. */
function stateOn({ stateInFile, due }: TaskRow, today: string): 'OPEN' | 'DONE' | 'OVERDUE' | null {
  return stateInFile === 'OPEN' && due !== null && due < today ? 'OVERDUE' : stateInFile;
}
