import type { Desk } from './desk.js';

/** An option of a command: a flag, a text, or a text that may be given several times. */
export interface Option {
  readonly type: 'flag' | 'text' | 'texts';
  /** What stands for its value in the help: INSTANT. */
  readonly value?: string;
  readonly about: string;
  readonly required?: boolean;
}

/** What a command is given, judged by its declaration. */
export interface Given {
  /** The argument after the command's name; null when there is none. */
  readonly subject: string | null;
  flag(option: string): boolean;
  text(option: string): string | null;
  texts(option: string): readonly string[];
}

/** What a command came to, for people and for programs. */
export interface Outcome {
  /** For `--json`: one document. */
  readonly json: unknown;
  /** Lines for people, without the last line break. */
  readonly text: string;
  /** True when something is wrong with what was asked for: the program then ends with 1. */
  readonly wrong: boolean;
}

/** A command of `npm run data`. */
export interface Command {
  /** One word or two: `quarantine list`. */
  readonly name: string;
  readonly subject: { readonly name: string; readonly required: boolean; readonly about: string };
  /** One sentence for the list of commands. */
  readonly about: string;
  /** What else a user has to know, in whole lines. */
  readonly more?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Null when the command has written its answer to standard output itself. */
  run(given: Given, desk: Desk): Promise<Outcome | null>;
}

/** The command itself is wrong: unknown, misspelt or incomplete. The program ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
