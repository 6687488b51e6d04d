import { COMMON_OPTIONS } from './arguments.js';
import type { Command, Option } from './command.js';
import { columns } from './layout.js';

const EXIT_CODES =
  'Ends with 0 when all is well, 1 when something is wrong with what was asked for, 2 when the command itself is.';

/** The help of all commands. */
export function generalHelp(commands: readonly Command[]): string {
  const rows = commands.map((command) => [`  ${usage(command)}`, command.about]);
  return [
    "Looks after the departments' figures and their journals: npm run data -- COMMAND",
    '',
    ...columns(rows),
    '',
    'Every command takes --json (one document on standard output) and --help, which says more.',
    EXIT_CODES,
    '',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const { subject } = command;
  const options = Object.entries<Option>({ ...command.options, ...COMMON_OPTIONS });
  const rows = [
    [`  ${subject.name}`, subject.about],
    ...options.map(([name, option]) => [`  --${name}${option.value ? ` ${option.value}` : ''}`, option.about]),
  ];
  return [
    `npm run data -- ${usage(command)}`,
    '',
    command.about,
    '',
    ...columns(rows),
    '',
    ...(command.more ? [command.more, ''] : []),
    EXIT_CODES,
    '',
  ].join('\n');
}

function usage({ name, subject, options }: Command): string {
  const needed = Object.entries(options)
    .filter(([, option]) => option.required)
    .map(([option, { value }]) => `--${option} ${value}`);
  const word = subject.required ? subject.name : `[${subject.name}]`;
  return [name, word, ...needed].join(' ');
}
