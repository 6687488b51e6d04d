import type { LoadedSupergraph } from '../loaded-supergraph.js';
import type { Logger } from '../log.js';
import type { SubgraphConnection } from '../subgraphs/client.js';
import type { FederatedGateway } from '../supergraph.js';
import type { AskedOften } from '../warming/asked-often.js';
import type { Documents } from '../warming/documents.js';
import { warm } from '../warming/warming.js';
import { supergraphFaults } from './supergraph-faults.js';

export interface ReloadParts {
  readonly gateway: FederatedGateway;
  readonly documents: Documents;
  readonly connections: readonly SubgraphConnection[];
  /** Texts of operations that have to be answered. */
  readonly registered: readonly string[];
  readonly often: AskedOften;
  readonly log: Logger;
}

/** Reasons told at most why operations of clients are not answered any more. */
const MOST_TOLD = 10;

/** What became of a supergraph that was handed in. */
export type Reloaded = 'taken' | 'unchanged' | 'refused';

/** Takes up new supergraphs: one after the other, each checked and warmed beside the one in use before it replaces it. */
export class SupergraphReload {
  readonly #parts: ReloadParts;
  readonly #ended = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ReloadParts) {
    this.#parts = parts;
  }

  /** Makes the operations ready that are registered or asked often. */
  async warm(): Promise<void> {
    const { gateway, documents, registered, often, log } = this.#parts;
    const began = performance.now();
    const texts = [...registered, ...often.texts()];
    try {
      const cold = await warm(gateway.current, documents, texts, this.#ended.signal);
      const ms = Math.round(performance.now() - began);
      log.debug({ operations: texts.length - cold.length, cold: cold.length, ms }, 'Operations are warm.');
    } catch (error) {
      log.error({ err: error }, 'Warming failed; operations are made ready when they are asked.');
    }
  }

  /**
   * Takes up a supergraph, unless it is the one in use, or cannot be loaded or answered: then the one in use stays, and
   * the log has a line for each fault. Questions under way end on the supergraph that they began with.
   */
  take(supergraphSdl: string): Promise<Reloaded> {
    const taking = this.#last.then(() => this.#take(supergraphSdl));
    this.#last = taking.catch(() => undefined);
    return taking;
  }

  /** Begins nothing any more. */
  async close(): Promise<void> {
    this.#ended.abort();
    await this.#last;
  }

  async #take(supergraphSdl: string): Promise<Reloaded> {
    const { gateway, documents, log } = this.#parts;
    const began = performance.now();
    if (this.#ended.signal.aborted || supergraphSdl === gateway.current.supergraphSdl) return 'unchanged';
    const checked = await this.#checked(supergraphSdl);
    if (this.#ended.signal.aborted) return 'unchanged';
    if ('faults' in checked) {
      documents.keepOnly(gateway.current.apiSchema);
      for (const fault of checked.faults) {
        log.error({ fault }, `The new supergraph is refused, the one in use stays. ${fault}`);
      }
      return 'refused';
    }
    gateway.replaceBy(checked.loaded);
    documents.keepOnly(checked.loaded.apiSchema);
    const ms = Math.round(performance.now() - began);
    log.info({ release: gateway.release(), ms }, 'A new supergraph is in use.');
    return 'taken';
  }

  /** Loads a supergraph and looks whether it answers what is asked of it, which makes it warm. */
  async #checked(supergraphSdl: string): Promise<{ loaded: LoadedSupergraph } | { faults: readonly string[] }> {
    const { gateway, documents, connections, registered } = this.#parts;
    let loaded: LoadedSupergraph;
    try {
      loaded = await gateway.loadBeside(supergraphSdl);
    } catch (error) {
      return { faults: [`It cannot be loaded: ${error instanceof Error ? error.message : String(error)}`] };
    }
    const unanswered = await warm(loaded, documents, registered, this.#ended.signal);
    const faults = [
      ...supergraphFaults(loaded.supergraph, connections),
      ...unanswered.flatMap(({ text, faults }) =>
        faults.map((fault) => `It does not answer ${nameOf(text)}: ${fault}`),
      ),
    ];
    if (faults.length > 0) return { faults };
    await this.#warmOften(loaded);
    return { loaded };
  }

  /** What clients have asked of their own accord keeps no supergraph out, whatever becomes of it. */
  async #warmOften(loaded: LoadedSupergraph): Promise<void> {
    const { documents, often, log } = this.#parts;
    try {
      const lost = await warm(loaded, documents, often.texts(), this.#ended.signal);
      if (lost.length === 0) return;
      const why = [...new Set(lost.flatMap(({ faults }) => faults))].slice(0, MOST_TOLD);
      log.warn({ operations: lost.length, why }, 'The new supergraph does not answer all that was asked lately.');
    } catch (error) {
      log.error({ err: error }, 'What was asked lately could not be made ready for the new supergraph.');
    }
  }
}

/** The first line of a text, which has its name where it has one. */
function nameOf(text: string): string {
  const [line = ''] = text.trim().split('\n', 1);
  return `"${line.length > 80 ? `${line.slice(0, 80)}…` : line}"`;
}
