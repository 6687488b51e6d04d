import { AREA_LIST } from '../../schema/areas/areas.js';
import type { OwnerName } from '../../schema/subgraphs.js';
import type { Catalogue } from './catalogue.js';
import type { DefinitionsVersion, JournalStore } from './journal/contract.js';
import type { Logger } from './log.js';
import { RecordedMoments } from './moments.js';
import { instantArgument } from './scalars.js';
import type { FileTexts } from './table-files.js';

/** What is known at an instant: the definitions that held, and how far the journal was. */
export interface Moment {
  /** The normalised instant; null: now. */
  readonly asOf: string | null;
  /** The closed position of the journal; null: now. */
  readonly position: number | null;
  readonly catalogue: Catalogue;
  /** Today in Hanoi at that instant: 2023-06-30. */
  readonly today: string;
  /** Position of the version of the definitions: equal numbers mean equal definitions. */
  readonly version: number;
  /** All files of definitions in that version, by name. */
  readonly files: FileTexts;
}

/** The moments that an owner can be asked about. */
export interface Moments {
  /** The moment of now, at once: the definitions that this process was started with. */
  of(asOf: null): Moment;
  /**
   * The moment of an instant, or of now. At once for now; for an instant it closes the journal up to there. Rejects with
   * a GraphQLError (NOT_YET_RECORDED) before the first recording, with BAD_USER_INPUT for the future, with a JournalError.
   */
  of(asOf: string | null): Moment | Promise<Moment>;
}

/** The file of definitions that lists the areas; every owner keeps it. */
export const AREA_FILE = 'areas.csv';

/** The instant of an argument `asOf`, normalised; null for now. Throws BadUserInput for a text that is no instant. */
export function asOfArgument(text: string | null | undefined): string | null {
  return text == null ? null : instantArgument('asOf', text);
}

/** What is needed of a journal to keep the versions of definitions. */
type DefinitionStore = Pick<JournalStore, 'head' | 'definitions' | 'write' | 'closeUntil'>;

export interface MomentOptions {
  readonly store: DefinitionStore;
  readonly owner: OwnerName;
  /** The catalogue in use; its files and the list of areas belong to the definitions of every owner. */
  readonly catalogue: Catalogue;
  /** The owner's own files of definitions, by name. */
  readonly files: FileTexts;
  /** Today in Hanoi: 2023-06-30. */
  readonly today: () => string;
  readonly now: () => Date;
  readonly log: Logger;
}

/**
 * Opens the moments of an owner. The definitions in use are recorded first, as a new version, unless they are those that
 * were recorded last. Throws JournalError.
 */
export async function openMoments(options: MomentOptions): Promise<Moments> {
  return new RecordedMoments(await recorded(definitionTexts(options), options), options);
}

/** All files that are kept as an owner's definitions: of the catalogue, of the areas, and its own. */
export function definitionTexts({ catalogue, files }: Pick<MomentOptions, 'catalogue' | 'files'>): FileTexts {
  return { ...catalogue.files, [AREA_FILE]: AREA_LIST, ...files };
}

/** All versions, the last of which is that of these files. */
async function recorded(files: FileTexts, options: MomentOptions): Promise<readonly DefinitionsVersion[]> {
  const { store, owner, log } = options;
  for (;;) {
    const head = await store.head();
    const versions = await store.definitions();
    const last = versions.at(-1);
    if (last && sameFiles(last.files, files)) return versions;
    // Somebody else may have recorded them meanwhile: then they are read again, for a write can read no definitions.
    const made = await store.write(async (writing) =>
      writing.head.position === head.position ? writing.define(files) : null,
    );
    if (!made) continue;
    log.info(
      { owner, position: made.position, recordedAt: made.recordedAt },
      'A new version of definitions is recorded.',
    );
    return [...versions, made];
  }
}

/** Whether both have the same files with the same texts. */
export function sameFiles(a: FileTexts, b: FileTexts): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
