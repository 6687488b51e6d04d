import { isDeepStrictEqual } from 'node:util';
import type { OwnerName } from '../schema/subgraphs.js';
import type { Catalogue, CatalogueIndicator } from './core/catalogue.js';
import { definitionTexts, type Moments, openMoments, sameFiles } from './core/definitions.js';
import type { DefinitionsInUse } from './core/definitions-in-use.js';
import type { Department } from './core/department.js';
import { SettingsFault } from './core/errors.js';
import type { JournalStore } from './core/journal/contract.js';
import type { Journal } from './core/journal/served.js';
import type { Logger } from './core/log.js';
import type { ReplaceableSource } from './core/replaceable-source.js';
import type { FileTexts } from './core/table-files.js';
import type { SourceChoice } from './settings.js';

/** What an owner is to have in use: read and checked, its source open, nothing of it taken up yet. */
export interface PreparedRenewal {
  readonly owner: OwnerName;
  /** Records the definitions, and screens what is recorded by their thresholds. Throws JournalError. */
  record(): Promise<void>;
  /** After `record`: takes it up, at once for every request that comes from now on. */
  take(): void;
  /** Instead of `take`: goes back to what is in use. Throws JournalError. */
  drop(): Promise<void>;
}

interface Parts {
  readonly department: Department;
  /** Of its sandbox; empty for a real source. */
  readonly variables: Readonly<Record<string, string>>;
  readonly store: JournalStore;
  readonly system: ReplaceableSource;
  readonly journal: Journal;
  readonly inUse: DefinitionsInUse;
  readonly today: () => string;
  readonly now: () => Date;
  readonly log: Logger;
}

/** By what an owner is run. */
interface Standing {
  readonly settings: unknown;
  readonly catalogue: Catalogue;
}

/** How an owner at work takes up another catalogue, other definitions of its own, or another mapping of its source. */
export class OwnerRenewal {
  #standing: Standing;
  #ready: (moments: Moments) => void = () => {};
  /** True when it could not be gone back from something that was refused. */
  #isAdrift = false;

  constructor(
    private readonly parts: Parts,
    started: Standing,
  ) {
    this.#standing = started;
  }

  /** Makes what follows from definitions, before they are taken up; throws where that cannot be made. */
  prepares(ready: (moments: Moments) => void): void {
    this.#ready = ready;
  }

  /** Files of its own, besides the catalogue, from which its definitions are read. */
  get watched(): readonly string[] {
    return this.parts.department.definitionPaths?.(this.#standing.settings) ?? [];
  }

  /** Null where all is as it is in use. Throws a SettingsFault that names every fault. */
  async prepare(choice: SourceChoice, catalogue: Catalogue): Promise<PreparedRenewal | null> {
    const { department, variables, inUse, log } = this.parts;
    const { owner } = department;
    const settings = choice.from === 'source' ? choice.settings : department.parse(variables, { catalogue });
    this.#refuseOtherSystem(settings);
    const next: Standing = { settings, catalogue };
    const files: FileTexts = { ...catalogue.files, ...department.definitionFiles?.(settings) };
    const isOther = this.#readsOtherwise(next);
    if (
      !isOther &&
      !this.#isAdrift &&
      sameFiles(definitionTexts({ catalogue, files }), inUse.current(owner).of(null).files)
    )
      return null;
    const source = isOther ? await department.open(settings, { catalogue, log }) : null;
    return this.#prepared(next, files, source);
  }

  #prepared(next: Standing, files: FileTexts, source: Awaited<ReturnType<Department['open']>> | null): PreparedRenewal {
    const { department, store, system, journal, inUse, today, now, log } = this.parts;
    const { owner } = department;
    const { catalogue } = next;
    let moments: Moments | null = null;
    let isRecorded = false;
    return {
      owner,
      record: async () => {
        isRecorded = true;
        moments = await openMoments({ store, owner, catalogue, files, today, now, log });
        this.#ready(moments);
        await journal.renew(catalogue);
      },
      take: () => {
        if (!moments) throw new Error(`The definitions of ${owner} are not recorded yet.`);
        inUse.take(owner, moments);
        this.#isAdrift = false;
        this.#standing = next;
        const closing = source ? system.replaceBy(source) : Promise.resolve();
        closing.catch((error: unknown) => log.error({ err: error, owner }, 'closing a source failed'));
      },
      drop: async () => {
        this.#isAdrift = isRecorded;
        try {
          await source?.close();
        } finally {
          if (isRecorded) await this.#goBack();
        }
      },
    };
  }

  /** Records again what is in use, so that the version recorded last is no refused one, and screens by it. */
  async #goBack(): Promise<void> {
    const { department, store, journal, inUse, today, now, log } = this.parts;
    const { owner } = department;
    const { catalogue } = this.#standing;
    const { files } = inUse.current(owner).of(null);
    await openMoments({ store, owner, catalogue, files, today, now, log });
    await journal.renew(catalogue);
    this.#isAdrift = false;
  }

  /** Figures of another system belong into a journal of their own, which a start opens. */
  #refuseOtherSystem(settings: unknown): void {
    const { department } = this.parts;
    if (department.identity(settings) === department.identity(this.#standing.settings)) return;
    throw new SettingsFault([`${department.owner}: its source is another system now, which takes a new start.`]);
  }

  /** Whether answers of the source would be read in another way: by another mapping, or as other indicators. */
  #readsOtherwise({ settings, catalogue }: Standing): boolean {
    const { owner } = this.parts.department;
    const before = this.#standing;
    return (
      !isDeepStrictEqual(settings, before.settings) ||
      !isDeepStrictEqual(catalogue.seriesOf(owner).map(asRead), before.catalogue.seriesOf(owner).map(asRead))
    );
  }
}

/** An indicator without what no source is read by. */
function asRead({ targets, areaTargets, baseline, name, agency, note, ...rest }: CatalogueIndicator) {
  return rest;
}
