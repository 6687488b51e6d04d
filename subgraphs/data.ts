import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runCommand, startUntilSignal } from './core/command.js';
import type { Department, ProbeReport } from './core/department.js';
import { SourceError } from './core/errors.js';
import { makeLogger } from './core/log.js';
import { trackSource } from './core/tracked-source.js';
import { DEPARTMENTS_AT_WORK, departmentNamed } from './departments.js';
import { checkWorkbook, type WorkbookVerdict } from './labour/check.js';
import { mappingVariable, onlyOf, readSubgraphSettings } from './settings.js';
import { DEFAULT_DATA_DIR, sandboxOptions } from './start.js';

const NAMES = DEPARTMENTS_AT_WORK.map((d) => d.owner).join(', ');

const HELP = `Looks after the departments' figures.

  npm run data -- probe NAME [--json]   connects to the source of ${NAMES}
                                        and lists what is mapped, missing and refused; needs only what this
                                        source is set with, and probes its sandbox when nothing is set
  npm run data -- check FILE [--json]   judges a workbook or CSV file of the labour department
                                        before it is dropped in the folder, by LABOUR_MAPPING if it is set

Ends with 0 when all is well, 1 when something is wrong with what was asked for, 2 when the command itself is.
`;

/** The longest time for a probe: it asks more than a question of the graph does. */
const PROBE_MS = 30_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [command, subject, ...rest] = positionals;
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if ((command !== 'probe' && command !== 'check') || !subject || rest.length > 0) {
    process.stderr.write(HELP);
    process.exitCode = 2;
    return;
  }
  if (command === 'probe') await probe(subject, values.json);
  else await check(subject, values.json);
}

async function probe(name: string, json: boolean): Promise<void> {
  const department = departmentNamed(name);
  if (!department) throw new Error(`${name} is no owner of figures; name one of ${NAMES}.`);
  const report = await probeReport(department);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : probeText(department, report));
  if (report.refused.length > 0 || report.missing.length > 0) process.exitCode = 1;
}

/** Probes the source that is set, or the sandbox, started for the purpose, when the owner serves the sample. */
async function probeReport(department: Department): Promise<ProbeReport> {
  const settings = readSubgraphSettings(
    onlyOf(department.owner, process.env, DEPARTMENTS_AT_WORK),
    DEPARTMENTS_AT_WORK,
  );
  const { catalogue } = settings;
  const choice = settings.sources[department.owner];
  if (choice.from === 'elsewhere') {
    throw new Error(`The subgraph ${department.owner} runs elsewhere: probe it there, or unset its address here.`);
  }
  const log = makeLogger('warn');
  const dataDir = settings.dataDir ?? DEFAULT_DATA_DIR;
  const start = () => department.startSandbox(sandboxOptions(department, 0, { dataDir, catalogue, log }));
  const report = (error: unknown) => log.error({ err: error }, 'closing failed');
  const sandbox = choice.from === 'sample' ? await startUntilSignal(start, report) : null;
  try {
    const parsed =
      choice.from === 'source' ? choice.settings : department.parse(sandbox?.variables ?? {}, { catalogue });
    const source = trackSource(await department.open(parsed, { catalogue, log }), department.owner, PROBE_MS);
    try {
      return await source.probe({ requestId: randomUUID(), signal: new AbortController().signal, log });
    } catch (error) {
      if (error instanceof SourceError) throw new Error(`${error.message}`, { cause: error });
      throw error;
    } finally {
      await source.close();
    }
  } finally {
    await sandbox?.close();
  }
}

function probeText(department: Department, report: ProbeReport): string {
  const lines = [
    `${department.owner}: ${report.system}`,
    `mapped  ${report.mapped.length}: ${report.mapped.join(', ') || '-'}`,
    `missing ${report.missing.length}: ${report.missing.join(', ') || '-'}`,
    `refused ${report.refused.length}:${report.refused.length === 0 ? ' -' : ''}`,
    ...report.refused.map(({ what, why }) => `  ${what}: ${why}`),
  ];
  return `${lines.join('\n')}\n`;
}

async function check(file: string, json: boolean): Promise<void> {
  const { catalogue } = readSubgraphSettings(onlyOf(null, process.env, DEPARTMENTS_AT_WORK), DEPARTMENTS_AT_WORK);
  const verdict = await checkWorkbook(file, { catalogue, mapping: process.env[mappingVariable('labour')] });
  process.stdout.write(json ? `${JSON.stringify(verdict, null, 2)}\n` : checkText(file, verdict));
  if (verdict.faults.length > 0) process.exitCode = 1;
}

function checkText(file: string, verdict: WorkbookVerdict): string {
  if (verdict.faults.length === 0) {
    return `${file} can be dropped in the folder: form ${verdict.form}, period ${verdict.period}, ${verdict.figures} figures.\n`;
  }
  return [
    `${file} would be refused, ${verdict.faults.length} faults:`,
    ...verdict.faults.map((fault) => `  ${fault}`),
    '',
  ].join('\n');
}

await runCommand(main);
