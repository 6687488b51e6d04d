import type { FastifyInstance } from 'fastify';
import type { Basis, OwnerVersion } from './core/basis.js';

/** Milliseconds after which a move is told at the latest. */
const LOOKING_MS = 50;
/** Milliseconds between two words where nothing moves: whoever hears none for longer knows nothing. */
const SPEAKING_MS = 1_000;

/** Tells at `/version` where the answers of a subgraph stand, as events: at once, whenever it moves, and every second. */
export function addVersionStream(app: FastifyInstance, version: () => OwnerVersion): void {
  app.get('/version', (_request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let told: OwnerVersion | null = null;
    let toldAt = 0;
    const tell = () => {
      const now = version();
      // Whatever moves, moves the last one too.
      const isSame = now.status === told?.status;
      if (isSame && performance.now() - toldAt < SPEAKING_MS) return;
      [told, toldAt] = [now, performance.now()];
      raw.write(`data: ${JSON.stringify(now)}\n\n`);
    };
    tell();
    const looking = setInterval(tell, LOOKING_MS).unref();
    raw.once('close', () => clearInterval(looking));
  });
}

/** What the parts of one question rest on, to be told in the head of their answers. */
export class ToldBasis implements Basis {
  #aspect: keyof OwnerVersion = 'figures';
  #until = Number.POSITIVE_INFINITY;

  onConfirmed(): void {
    if (this.#aspect === 'figures') this.#aspect = 'confirmed';
  }

  onStatus(): void {
    this.#aspect = 'status';
  }

  until(instant: number): void {
    this.#until = Math.min(this.#until, instant);
  }

  /** The header `x-answer-basis`: the version, and for how many milliseconds, for clocks differ. */
  header(now: number): string {
    const ms = Math.max(0, Math.floor(this.#until - now));
    return Number.isFinite(ms) ? `${this.#aspect}; ms=${ms}` : this.#aspect;
  }
}
