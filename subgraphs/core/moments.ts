import { GraphQLError } from 'graphql';
import { errorText } from '../../schema/errors.js';
import type { OwnerName } from '../../schema/subgraphs.js';
import type { Catalogue } from './catalogue.js';
import { catalogueOfTexts } from './catalogue-files.js';
import type { Moment, MomentOptions, Moments } from './definitions.js';
import { BadUserInput } from './errors.js';
import type { DefinitionsVersion } from './journal/contract.js';
import { hanoiDay } from './period.js';
import { instantArgument } from './scalars.js';
import type { FileTexts } from './table-files.js';

/** Instants whose moments are kept. */
const MOST = 64;

/** The moments of versions that were recorded; the last one given is that of the catalogue in use. */
export class RecordedMoments implements Moments {
  readonly #current: DefinitionsVersion;
  /** Catalogues by the position of their version; the failure of one that cannot be read. */
  readonly #catalogues = new Map<number, Catalogue | Error>();
  /** By instant, the one asked for longest ago first. What is closed stays as it is, so nothing in here grows old. */
  readonly #kept = new Map<string, Moment | Promise<Moment>>();
  #versions: readonly DefinitionsVersion[];
  /** All versions up to this position are known. */
  #knownUpTo: number;
  #now: Moment;

  constructor(
    versions: readonly DefinitionsVersion[],
    private readonly options: MomentOptions,
  ) {
    this.#versions = sharing(versions);
    this.#current = this.#versions.at(-1) as DefinitionsVersion;
    this.#knownUpTo = this.#current.position;
    this.#catalogues.set(this.#current.position, options.catalogue);
    this.#now = this.#moment(null, null, this.#current, options.today());
  }

  of(asOf: null): Moment;
  of(asOf: string | null): Moment | Promise<Moment>;
  of(asOf: string | null): Moment | Promise<Moment> {
    if (asOf === null) return this.#ofNow();
    const kept = this.#kept.get(asOf);
    if (kept === undefined) return this.#ofInstant(asOf);
    this.#keep(asOf, kept);
    return kept;
  }

  #ofNow(): Moment {
    const today = this.options.today();
    if (today !== this.#now.today) this.#now = { ...this.#now, today };
    return this.#now;
  }

  async #ofInstant(text: string): Promise<Moment> {
    const asOf = instantArgument('asOf', text);
    const kept = this.#kept.get(asOf);
    if (kept) return kept;
    const now = this.options.now();
    if (Date.parse(asOf) > now.getTime()) {
      throw new BadUserInput('asOf', text, `the future is not recorded; it is ${now.toISOString()} now`);
    }
    const closing = this.#closed(asOf);
    this.#keep(asOf, closing);
    try {
      const moment = await closing;
      if (this.#kept.get(asOf) === closing) this.#kept.set(asOf, moment);
      return moment;
    } catch (error) {
      if (this.#kept.get(asOf) === closing) this.#kept.delete(asOf);
      throw error;
    }
  }

  #keep(asOf: string, moment: Moment | Promise<Moment>): void {
    this.#kept.delete(asOf);
    this.#kept.set(asOf, moment);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }

  async #closed(asOf: string): Promise<Moment> {
    const begin = (this.#versions[0] as DefinitionsVersion).recordedAt;
    if (asOf < begin) throw notYetRecorded(this.options.owner, begin);
    const position = await this.options.store.closeUntil(asOf);
    if (position > this.#knownUpTo) await this.#readVersions(position);
    // There is one, for the instant does not lie before the first.
    const version = this.#versions.findLast((one) => one.position <= position) as DefinitionsVersion;
    return this.#moment(asOf, position, version, hanoiDay(new Date(asOf)));
  }

  /** Another process may have recorded a version. What is closed up to a position is complete up to there. */
  async #readVersions(position: number): Promise<void> {
    const versions = await this.options.store.definitions();
    if (versions.length > this.#versions.length) this.#versions = sharing(versions);
    this.#knownUpTo = Math.max(this.#knownUpTo, position);
  }

  #moment(asOf: string | null, position: number | null, version: DefinitionsVersion, today: string): Moment {
    const { files } = version;
    return { asOf, position, catalogue: this.#catalogueOf(version), today, version: version.position, files };
  }

  #catalogueOf({ position, recordedAt, files }: DefinitionsVersion): Catalogue {
    const known = this.#catalogues.get(position) ?? this.#read(position, recordedAt, files);
    if (known instanceof Error) throw known;
    return known;
  }

  /** A version of an older release may be one that this release cannot read: then nothing is said of its time. */
  #read(position: number, recordedAt: string, files: FileTexts): Catalogue | Error {
    const { owner, log } = this.options;
    let read: Catalogue | Error;
    try {
      read = catalogueOfTexts(`version of ${recordedAt}`, files);
    } catch (cause) {
      const faults = cause instanceof Error ? cause.message : String(cause);
      read = new Error(`This release cannot read the definitions of ${owner} recorded at ${recordedAt}:\n${faults}`, {
        cause,
      });
      log.error({ owner, position, recordedAt, faults }, 'A version of definitions cannot be read by this release.');
    }
    this.#catalogues.set(position, read);
    return read;
  }
}

/** Most files of a version are those of the one before: each text is kept in memory once. */
function sharing(versions: readonly DefinitionsVersion[]): readonly DefinitionsVersion[] {
  const known = new Map<string, string>();
  const once = (text: string): string => {
    const kept = known.get(text) ?? text;
    known.set(kept, kept);
    return kept;
  };
  return versions.map(({ files, ...version }) => ({
    ...version,
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, once(text)])),
  }));
}

function notYetRecorded(owner: OwnerName, recordsBegin: string): GraphQLError {
  const { vi, en } = errorText('NOT_YET_RECORDED', owner);
  return new GraphQLError(`${en} The records begin at ${recordsBegin}.`, {
    extensions: {
      code: 'NOT_YET_RECORDED',
      department: owner,
      recordsBegin,
      messageVi: `${vi} Ghi nhận bắt đầu từ ${recordsBegin}.`,
    },
  });
}
