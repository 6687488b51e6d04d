import { parseArgs } from 'node:util';
import { edits } from '../core/edits.js';
import { type Command, type Given, type Option, UsageError } from './command.js';

/** Options of every command. */
export const COMMON_OPTIONS: Readonly<Record<string, Option>> = {
  json: { type: 'flag', about: 'one JSON document on standard output, for programs' },
  help: { type: 'flag', about: 'says how it is used' },
};

/** What a command line asks for: help of all commands (command null) or of one, or a command with what it is given. */
export type Asked =
  | { readonly help: true; readonly command: Command | null }
  | { readonly help: false; readonly command: Command; readonly given: Given };

/** Reads a command line by the table of commands. Throws a UsageError that says what is wrong and what was likely meant. */
export function readArguments(args: readonly string[], commands: readonly Command[]): Asked {
  const { positionals, tokens } = parseArgs({
    args: [...args],
    options: shapes(commands),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const help = tokens.some((token) => token.kind === 'option' && token.name === 'help');
  const command = positionals.length === 0 ? null : commandOf(positionals, commands, help);
  if (help) return { help, command };
  if (!command) throw new UsageError(`Name a command: ${commands.map((c) => c.name).join(', ')}.`);
  const options = tokens.filter((token) => token.kind === 'option');
  const given = givenOf(command, options, positionals.slice(command.name.split(' ').length));
  return { help, command, given };
}

/** All options that any command knows, so that values are told from arguments before the command is known. */
function shapes(commands: readonly Command[]) {
  const all = [COMMON_OPTIONS, ...commands.map((c) => c.options)].flatMap(Object.entries<Option>);
  return Object.fromEntries(
    all.map(([name, { type }]) => [name, { type: type === 'flag' ? ('boolean' as const) : ('string' as const) }]),
  );
}

function commandOf(words: readonly string[], commands: readonly Command[], help: boolean): Command | null {
  const found = commands.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '));
  if (found) return found;
  const [first = '', second] = words;
  const family = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (family.length === 0) {
    const firsts = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))];
    throw new UsageError(`"${first}" is no command${meant(first, firsts)}; commands are ${firsts.join(', ')}.`);
  }
  if (second === undefined && help) return null;
  const seconds = family.map((name) => name.slice(first.length + 1));
  const wrong = second === undefined ? 'needs a second word' : `has no "${second}"${meant(second, seconds)}`;
  throw new UsageError(`"${first}" ${wrong}; there are ${family.join(', ')}.`);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function givenOf(command: Command, tokens: readonly OptionToken[], subjects: readonly string[]): Given {
  const options: Readonly<Record<string, Option>> = { ...command.options, ...COMMON_OPTIONS };
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new UsageError(unknownOption(command, token, Object.keys(options)));
    const sofar = values.get(token.name) ?? [];
    if (sofar.length > 0 && option.type === 'text') throw new UsageError(`--${token.name} is given twice.`);
    values.set(token.name, [...sofar, textOf(token, option)]);
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.required && !values.has(name))
      throw new UsageError(`"${command.name}" needs --${name} ${option.value}: ${option.about}.`);
  }
  return {
    subject: subjectOf(command, subjects),
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.[0] ?? null,
    texts: (name) => values.get(name) ?? [],
  };
}

function textOf({ name, value, inlineValue }: OptionToken, option: Option): string {
  if (option.type === 'flag') {
    if (value !== undefined) throw new UsageError(`--${name} takes no value.`);
    return '';
  }
  // What looks like an option after a text is more likely the next option than a value.
  if (!value || (value.startsWith('-') && !inlineValue))
    throw new UsageError(`--${name} needs a value: --${name} ${option.value}.`);
  return value;
}

function unknownOption(command: Command, { name, rawName }: OptionToken, known: readonly string[]): string {
  const listed = known.map((option) => `--${option}`).join(', ');
  const guess = nearest(name, known);
  const like = guess ? ` Did you mean --${guess}?` : '';
  return `"${command.name}" has no option ${rawName}.${like} It knows ${listed}.`;
}

function subjectOf({ name, subject }: Command, given: readonly string[]): string | null {
  const [first, tooMuch] = given;
  if (tooMuch !== undefined) throw new UsageError(`"${name}" does not know what to do with "${tooMuch}".`);
  if (first === undefined && subject.required)
    throw new UsageError(`"${name}" needs ${subject.name}: ${subject.about}.`);
  return first ?? null;
}

/** The name that was most likely meant: nearest by letters, at most a third of them wrong; null when none is near. */
function nearest(name: string, known: readonly string[]): string | null {
  const near = known
    .map((other) => ({ other, distance: edits(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ other, distance }) => distance <= Math.max(1, Math.floor(other.length / 3)));
  return near.sort((a, b) => a.distance - b.distance)[0]?.other ?? null;
}

/** ` (did you mean "status"?)`, or nothing when no name is near. */
export function meant(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess ? ` (did you mean "${guess}"?)` : '';
}
