import { readFileSync } from 'node:fs';
import type { Logger } from '../log.js';
import type { GatewayServer } from '../server.js';

export interface GraphReloadParts {
  readonly server: Pick<GatewayServer, 'reload'>;
  readonly supergraphFile: string;
  /** What the subgraphs of this process read from files. Never rejects. */
  readonly definitions: { renew(): Promise<unknown> };
  /** Tells when a file has changed. */
  readonly watch: { start(changed: () => void): void; close(): void };
  readonly log: Logger;
}

/** Takes up what has changed in the files of a running program: when it is told to, and when they have changed. */
export class GraphReload {
  readonly #parts: GraphReloadParts;
  #last: Promise<void> = Promise.resolve();

  constructor(parts: GraphReloadParts) {
    this.#parts = parts;
  }

  /** From here on it looks for changes itself. */
  start(): void {
    this.#parts.watch.start(() => void this.now());
  }

  /** Never rejects: the log says what is taken up and what is refused. Definitions come first, for the schema tells of them. */
  now(): Promise<void> {
    this.#last = this.#last.then(async () => {
      await this.#parts.definitions.renew();
      await this.#supergraph();
    });
    return this.#last;
  }

  /** Looks no longer; resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#parts.watch.close();
    await this.#last;
  }

  async #supergraph(): Promise<void> {
    const { server, supergraphFile: file, log } = this.#parts;
    try {
      await server.reload(readFileSync(file, 'utf8'));
    } catch (error) {
      log.error({ err: error, file }, 'The supergraph cannot be taken up, the one in use stays.');
    }
  }
}
