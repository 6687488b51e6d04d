import type { Department } from '../core/department.js';
import type { Logger } from '../core/log.js';
import type { Journals } from './opened.js';
import type { Output } from './output.js';
import type { Progress } from './progress.js';

/** What commands work with. */
export interface Desk {
  /** The variables that are set. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly output: Output;
  /** Remarks for people, a line each, apart from the answer. */
  note(line: string): void;
  readonly progress: Progress;
  readonly log: Logger;
  /** What fails while a part is closed after a signal. */
  readonly report: (error: unknown) => void;
  /** Opens the journals of one department, by its own settings alone, or of all. */
  open(only: Department | null): Promise<Journals>;
}
