import type { Text } from '../catalogue.js';

/** Why a file cannot be read, for the people who filled it. */
export class SheetFault extends Error {
  override readonly name = 'SheetFault';
  constructor(
    readonly text: Text,
    /** True when the same file may be readable later: it was busy, or the machine was. */
    readonly passing = false,
    options?: ErrorOptions,
  ) {
    super(`${text.vi} / ${text.en}`, options);
  }
}

export function tooLarge(how: string): SheetFault {
  return new SheetFault({ vi: `tệp quá lớn (${how})`, en: `the file is too large (${how})` });
}
