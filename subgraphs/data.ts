import { runCommand } from './core/command.js';
import { levelOf, makeLogger } from './core/log.js';
import { readArguments } from './data/arguments.js';
import { changes } from './data/changes.js';
import { check } from './data/check.js';
import { type Command, UsageError } from './data/command.js';
import type { Desk } from './data/desk.js';
import { exportCommand } from './data/export.js';
import { commandHelp, generalHelp } from './data/help.js';
import { importCommand } from './data/import.js';
import { openJournals } from './data/opening.js';
import { Output, OutputClosed } from './data/output.js';
import { probe } from './data/probe.js';
import { progressOn } from './data/progress.js';
import { quarantineReject, quarantineRelease } from './data/quarantine-decide.js';
import { quarantineList } from './data/quarantine-list.js';
import { refresh } from './data/refresh.js';
import { status } from './data/status.js';

/** The table of commands, in the order of the help. */
const COMMANDS: readonly Command[] = [
  ...[probe, check, refresh, status, quarantineList, quarantineRelease, quarantineReject],
  ...[changes, exportCommand, importCommand],
];

async function main(): Promise<void> {
  const output = new Output(process.stdout);
  try {
    await answer(output);
  } catch (error) {
    if (error instanceof OutputClosed) return;
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nnpm run data -- --help says more.\n`);
    process.exitCode = 2;
  }
}

async function answer(output: Output): Promise<void> {
  const asked = readArguments(process.argv.slice(2), COMMANDS);
  if (asked.help) return output.write(asked.command ? commandHelp(asked.command) : generalHelp(COMMANDS));
  const outcome = await asked.command.run(asked.given, desk(output));
  if (!outcome) return;
  if (outcome.wrong) process.exitCode = 1;
  await output.write(asked.given.flag('json') ? `${JSON.stringify(outcome.json, null, 2)}\n` : `${outcome.text}\n`);
}

function desk(output: Output): Desk {
  // A command's own words come first: the log speaks where something is wrong, or as LOG_LEVEL says.
  const log = makeLogger(process.env.LOG_LEVEL ? levelOf(process.env.LOG_LEVEL) : 'warn');
  const now = () => new Date();
  return {
    env: process.env,
    now,
    output,
    note: (line) => process.stderr.write(`${line}\n`),
    progress: progressOn(process.stderr),
    log,
    report: (error) => log.error({ err: error }, 'closing failed'),
    open: (only) => openJournals(only, { env: process.env, now, log }),
  };
}

await runCommand(main);
