import { randomUUID } from 'node:crypto';
import type { Department, ProbeReport } from '../core/department.js';
import { guardSource } from '../core/guard/guard.js';
import { DEPARTMENTS_AT_WORK } from '../departments.js';
import { dataDirOf, openSandbox } from '../owner-journal.js';
import { onlyOf, readSubgraphSettings } from '../settings.js';
import type { Command } from './command.js';
import type { Desk } from './desk.js';
import { DEPARTMENT_ARGUMENT, departmentGiven } from './names.js';
import { withOpened } from './session.js';

/** The longest time for a probe: it asks more than a question of the graph does. */
const PROBE_MS = 30_000;

export const probe: Command = {
  name: 'probe',
  subject: { name: 'NAME', required: true, about: DEPARTMENT_ARGUMENT },
  about: 'connects to a source and lists what is mapped, missing and refused',
  more: 'Needs only what this source is set with, and probes its sandbox when nothing is set.',
  options: {},
  async run({ subject }, desk) {
    const department = departmentGiven(subject ?? '');
    const report = await withOpened(
      () => openProbed(department, desk),
      ({ probe }, signal) => probe(signal),
      desk.report,
    );
    const wrong = report.refused.length > 0 || report.missing.length > 0;
    return { json: report, text: probeText(department, report), wrong };
  },
};

/** The source that is set, or the sandbox, started for the purpose unless it runs, when the owner serves the sample. */
async function openProbed(department: Department, { env, log, now }: Desk) {
  const { owner } = department;
  const settings = readSubgraphSettings(onlyOf(owner, env, DEPARTMENTS_AT_WORK), DEPARTMENTS_AT_WORK);
  const { catalogue } = settings;
  const choice = settings.sources[owner];
  if (choice.from === 'elsewhere') {
    throw new Error(`The subgraph ${owner} runs elsewhere: probe it there, or unset its address here.`);
  }
  const dataDir = dataDirOf(settings);
  const sandbox = choice.from === 'sample' ? await openSandbox(department, { dataDir, catalogue, log }) : null;
  try {
    const parsed =
      choice.from === 'source' ? choice.settings : department.parse(sandbox?.variables ?? {}, { catalogue });
    const source = guardSource(await department.open(parsed, { catalogue, log }), owner, {
      timeoutMs: PROBE_MS,
      pauseMs: settings.sourcePauseMs,
      questionsPerMinute: settings.upkeep[owner].questionsPerMinute,
      now,
    });
    return {
      probe: (signal: AbortSignal) => source.probe({ requestId: randomUUID(), signal, log }),
      close: () => source.close().finally(() => sandbox?.close()),
    };
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

function probeText(department: Department, report: ProbeReport): string {
  return [
    `${department.owner}: ${report.system}`,
    `mapped  ${report.mapped.length}: ${report.mapped.join(', ') || '-'}`,
    `missing ${report.missing.length}: ${report.missing.join(', ') || '-'}`,
    `refused ${report.refused.length}:${report.refused.length === 0 ? ' -' : ''}`,
    ...report.refused.map(({ what, why }) => `  ${what}: ${why}`),
  ].join('\n');
}
