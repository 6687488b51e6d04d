import type { OwnerName } from '../schema/subgraphs.js';
import type { Catalogue } from './core/catalogue.js';
import { SettingsFault } from './core/errors.js';
import type { Logger } from './core/log.js';
import type { OwnerRenewal, PreparedRenewal } from './owner-renewal.js';
import type { SubgraphSettings } from './settings.js';
import type { RunningSubgraph } from './start.js';

export interface RenewalParts {
  /** Those of this process. */
  readonly subgraphs: readonly Pick<RunningSubgraph, 'name' | 'renewal'>[];
  /** Reads the settings, and with them all files that they name, as the start does. */
  readonly read: () => Pick<SubgraphSettings, 'catalogue' | 'sources'>;
  readonly log: Logger;
}

/** What became of the catalogue, definitions and mappings as they are in their files now. */
export type Renewed = 'taken' | 'unchanged' | 'refused';

/**
 * Takes up the catalogue, the owners' definitions and their mappings from their files without a new start: all of them read
 * and checked as the start does it, recorded as a new version in the journal of every owner, and then taken up by all owners
 * of this process at once. What does not pass leaves everything as it is.
 */
export class Renewal {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: RenewalParts) {}

  /** One after the other. Never rejects: what is refused, and why, is told in the log, a line for each fault. */
  renew(): Promise<Renewed> {
    const renewing = this.#last.then(() => this.#renew());
    this.#last = renewing;
    return renewing;
  }

  /** Until what is under way has ended. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #renew(): Promise<Renewed> {
    const prepared: PreparedRenewal[] = [];
    try {
      await this.#prepareInto(prepared);
      for (const one of prepared) await one.record();
    } catch (error) {
      this.#tell(error);
      await this.#drop(prepared);
      return 'refused';
    }
    if (prepared.length === 0) return 'unchanged';
    // In one turn of the event loop, so that no request begins with some of them.
    for (const one of prepared) one.take();
    const owners = prepared.map(({ owner }) => owner);
    this.parts.log.info({ owners }, 'A new catalogue, new definitions or mappings are in use.');
    return 'taken';
  }

  /** Throws a SettingsFault with the faults of all owners; what was opened until then is in the list. */
  async #prepareInto(prepared: PreparedRenewal[]): Promise<void> {
    const { catalogue, sources } = this.parts.read();
    const faults: string[] = [];
    for (const { name, renewal } of this.parts.subgraphs) {
      const choice = name === 'analysis' ? null : sources[name];
      if (!renewal || !choice) continue;
      const one = await preparedOf(renewal, choice, catalogue, faults);
      if (one) prepared.push(one);
    }
    if (faults.length > 0) throw new SettingsFault([...new Set(faults)]);
  }

  #tell(error: unknown): void {
    const { log } = this.parts;
    const text = 'The files of the catalogue, definitions and mappings are not taken up, those in use stay.';
    if (!(error instanceof SettingsFault)) log.error({ err: error }, text);
    else for (const fault of error.faults) log.error({ fault }, `${text} ${fault}`);
  }

  async #drop(prepared: readonly PreparedRenewal[]): Promise<void> {
    for (const one of prepared) {
      await one.drop().catch((error: unknown) => {
        this.parts.log.error({ err: error, owner: one.owner }, 'What was not taken up could not be let go.');
      });
    }
  }
}

async function preparedOf(
  renewal: OwnerRenewal,
  choice: SubgraphSettings['sources'][OwnerName],
  catalogue: Catalogue,
  faults: string[],
): Promise<PreparedRenewal | null> {
  try {
    return await renewal.prepare(choice, catalogue);
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    faults.push(...error.faults);
    return null;
  }
}
