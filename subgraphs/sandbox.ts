import { parseArgs } from 'node:util';
import { runCommand, startUntilSignal } from './core/command.js';
import { makeLogger } from './core/log.js';
import { DEPARTMENTS_AT_WORK, departmentNamed } from './departments.js';
import { DEFAULT_DATA_DIR, sandboxOptions } from './owner-journal.js';
import { readSubgraphSettings } from './settings.js';
import { mappingVariable, sampleVariable } from './variables.js';

const NAMES = DEPARTMENTS_AT_WORK.map((d) => d.owner).join(', ');

const HELP = `Starts one owner's system in miniature alone, with the sample's figures, and prints what to set to use it.

  npm run sandbox -- NAME [--port PORT]

  NAME    one of ${NAMES}
  --port  port to listen on; a free one by default (a folder of files has none)

CATALOGUE, DATA_DIR and the owner's mapping (HEALTH_MAPPING and so on) are read as the graph reads them.
`;

/** The longest interval that Node's timers take. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string', default: '0' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const department = departmentNamed(positionals[0] ?? '');
  if (!department)
    throw new Error(`${positionals[0] ?? 'Nothing'} has no sandbox; name one of ${NAMES}. --help says more.`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port; give 0 to 65535.`);
  const { CATALOGUE, DATA_DIR, LOG_LEVEL } = process.env;
  const { catalogue, dataDir, logLevel } = readSubgraphSettings(
    { CATALOGUE, DATA_DIR, LOG_LEVEL },
    DEPARTMENTS_AT_WORK,
  );
  const log = makeLogger(logLevel);
  const options = {
    ...sandboxOptions(department, port, { dataDir: dataDir ?? DEFAULT_DATA_DIR, catalogue, log }),
    mapping: process.env[mappingVariable(department.owner)] || undefined,
  };
  const sandbox = await startUntilSignal(
    () => department.startSandbox(options),
    (error) => log.error({ err: error }, 'closing failed'),
  );
  const variables = { ...sandbox.variables, [sampleVariable(department.owner)]: 'true' };
  for (const [name, value] of Object.entries(variables)) process.stdout.write(`${name}=${value}\n`);
  // A database is a process of its own and a folder is none: nothing else would keep this program until Ctrl-C.
  setInterval(() => undefined, LONGEST_TIMER_MS);
}

await runCommand(main);
