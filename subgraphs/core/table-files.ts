import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf } from './table.js';

/** Texts of files by name, as the journal keeps them. */
export type FileTexts = Readonly<Record<string, string>>;

/** Table files by name, in a folder or as they were kept. */
export interface TableFiles {
  /** Where they are, for messages. */
  readonly where: string;
  /** The text of a file; throws when there is none of that name or it cannot be read. */
  text(file: string): string;
  /** Whether there is a file of that name; whether it can be read is another matter. */
  has(file: string): boolean;
}

/** The files of a folder, in UTF-8. Each is read once, so that its text is the same to whoever reads it. */
export function filesOfFolder(folder: string): TableFiles {
  const read = new Map<string, string>();
  return {
    where: folder,
    has: (file) => existsSync(join(folder, file)),
    text: (file) => {
      const text = read.get(file) ?? decoded(bytesOf(join(folder, file)));
      read.set(file, text);
      return text;
    },
  };
}

/** Files of which only the texts are left. */
export function filesOfTexts(where: string, texts: FileTexts): TableFiles {
  return {
    where,
    has: (file) => texts[file] !== undefined,
    text: (file) => {
      const text = texts[file];
      if (text === undefined) throw new Error('there is no such file');
      return text;
    },
  };
}

/** The texts of these files. Throws when one of them cannot be read. */
export function textsOf(files: TableFiles, names: readonly string[]): FileTexts {
  return Object.fromEntries(names.map((name) => [name, files.text(name)]));
}

/** What another encoding leaves in a text would be kept for ever, and a database takes no NUL. */
function decoded(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (text.includes('\0')) throw new Error('it holds the character NUL, so it is not written in UTF-8');
  return text;
}
