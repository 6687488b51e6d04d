import { areasOfText } from '../../schema/areas/areas.js';
import { AREA_FILE, type Moment, type Moments } from '../core/definitions.js';
import { asClient } from '../core/errors.js';
import { hanoiDay } from '../core/period.js';
import { Faults } from '../core/table.js';
import { filesOfTexts } from '../core/table-files.js';
import { areasById } from './area-cells.js';
import { readDefinitions } from './definition-files.js';
import { knownOn } from './known.js';
import { type DefinedAreas, definedAreas, type Known, programmeModel } from './model.js';
import type { ProgrammeModel } from './rows.js';

type Version = Omit<Known, 'asOf'>;

/** The models that the programme is served from: one of now, and one of each instant that is asked about. */
export class ProgrammeModels {
  readonly #versions = new Map<number, Version>();
  /** They go when their moment is forgotten. */
  readonly #ofInstants = new WeakMap<Moment, ProgrammeModel>();
  readonly #now: ProgrammeModel;

  /** Throws when the definitions in use cannot be read. */
  constructor(private readonly moments: Moments) {
    this.#now = programmeModel({ ...this.#versionOf(moments.of(null)), asOf: null });
  }

  get now(): ProgrammeModel {
    return this.#now;
  }

  /** What `use` makes of the model of an instant; of now (null) at once. Rejects as Moments.of, with errors for clients. */
  at<T>(asOf: string | null, use: (model: ProgrammeModel) => T): T | Promise<T> {
    return asOf === null ? use(this.#now) : this.#ofInstant(asOf).then(use);
  }

  /** The day in Hanoi that it is at an instant, or today. */
  todayAt(asOf: string | null): string {
    return asOf === null ? this.moments.of(null).today : hanoiDay(new Date(asOf));
  }

  async #ofInstant(asOf: string): Promise<ProgrammeModel> {
    const moment = await asClient(this.moments.of(asOf));
    const made = this.#ofInstants.get(moment);
    if (made) return made;
    const { definitions, ...version } = this.#versionOf(moment);
    const known = knownOn(moment.today, definitions);
    const model = programmeModel({ ...version, definitions: known, asOf: moment.asOf });
    this.#ofInstants.set(moment, model);
    return model;
  }

  #versionOf(moment: Moment): Version {
    const version = this.#versions.get(moment.version) ?? read(moment);
    this.#versions.set(moment.version, version);
    return version;
  }
}

/** A version of an older release may be one that this release cannot read: then nothing is said of its time. */
function read({ asOf, catalogue, files: texts }: Moment): Version {
  const files = filesOfTexts(asOf === null ? 'in use' : `as of ${asOf}`, texts);
  const faults = new Faults();
  const areas: DefinedAreas = definedAreas(areasOfText(files.text(AREA_FILE)));
  const byId = areasById(areas.map(({ area }) => area));
  const definitions = readDefinitions(files, { catalogue, areas: byId }, faults);
  if (faults.list.length === 0) return { catalogue, definitions, areas };
  throw new Error(`This release cannot read the programme's definitions ${files.where}:\n${faults.list.join('\n')}`);
}
