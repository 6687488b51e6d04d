import type { OwnerName } from '../../schema/subgraphs.js';
import type { Catalogue } from '../core/catalogue.js';
import type { Department } from '../core/department.js';
import type { BackupLine, JournalStore, Quarantined } from '../core/journal/contract.js';
import type { Journal } from '../core/journal/served.js';

/** An owner's part of the journals, without its source. */
export interface OpenedStore {
  readonly owner: OwnerName;
  /** Under which the journal keeps the source, and whether its figures are made up. */
  readonly identity: string;
  readonly sample: boolean;
  readonly store: JournalStore;
}

/** An owner's journal with the source that fills it; the sample's sandbox runs until it is closed. */
export interface OpenedJournal extends OpenedStore {
  readonly journal: Pick<Journal, 'ages' | 'refresh'>;
  close(): Promise<void>;
}

/** An operator's decision about a figure in quarantine. */
export interface Verdict {
  readonly number: number;
  readonly decision: 'RELEASED' | 'REJECTED';
  readonly by: string;
  readonly why: string;
}

/** What an import came to, for one owner. */
export interface Restored {
  readonly owner: OwnerName;
  /** The sources whose journals were in the backup. */
  readonly sources: readonly { readonly identity: string; readonly sample: boolean }[];
  /** Entries by kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The journals of this environment: their database runs until they are closed, or longer where others use it. */
export interface Journals {
  /** The departments that were asked for and have their journal here. */
  readonly departments: readonly Department[];
  /** Those that run elsewhere, with their journal. */
  readonly elsewhere: readonly OwnerName[];
  readonly catalogue: Catalogue;
  maxAgeMs(owner: OwnerName): number;
  /** What is recorded, to be read and decided on; a journal that was never begun is empty, and stays so. */
  store(department: Department): Promise<OpenedStore>;
  /** Releases or rejects a figure in quarantine as the program that serves does; no source is asked. */
  decide(opened: OpenedStore, verdict: Verdict): Promise<Quarantined>;
  /** The lines of a backup of what was known at an instant; closes the journal up to it. */
  backup(opened: OpenedStore, asOf: string): AsyncIterable<BackupLine>;
  journal(department: Department): Promise<OpenedJournal>;
  /** Restores the part of a backup that is one owner's, all of it or nothing, into an empty journal. */
  restore(owner: OwnerName, lines: AsyncIterable<BackupLine>): Promise<Readonly<Record<string, number>>>;
  /** True when nothing is recorded of the owner, of whatever source. */
  isEmpty(owner: OwnerName): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the store of each department, one after the other, and gives what is made of it. */
export async function ofEachStore<T>(
  journals: Pick<Journals, 'departments' | 'store'>,
  make: (opened: OpenedStore) => Promise<T>,
): Promise<T[]> {
  const made: T[] = [];
  for (const department of journals.departments) made.push(await make(await journals.store(department)));
  return made;
}
