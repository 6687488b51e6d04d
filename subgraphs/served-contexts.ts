import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Notes } from '../schema/notes.js';
import { RequestScopes } from './core/request-scopes.js';
import type { RunningSubgraph } from './start.js';
import { ToldBasis } from './version-stream.js';

/** Resolvers find what they share here; its shape is the subgraph's own. */
export type ServedContext = ReturnType<RunningSubgraph['contextFor']>;

/** How long the parts of one request of the gateway can be apart. */
const SCOPE_MS = 10_000;

/** The contexts of a served subgraph: one for all HTTP requests that are parts of one request of the gateway. */
export class ServedContexts {
  readonly #scopes = new RequestScopes<ServedContext>(SCOPE_MS);
  readonly #bases = new Notes<ServedContext, ToldBasis>();
  readonly #contexts = new Notes<IncomingMessage, ServedContext>();

  constructor(private readonly subgraph: Pick<RunningSubgraph, 'contextFor'>) {}

  of(request: IncomingMessage, response: ServerResponse): ServedContext {
    const known = this.#contexts.of(request);
    if (known) return known;
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && given ? given : randomUUID();
    const left = timeLeft(request.headers['x-time-left']);
    const until = left === null ? {} : { deadline: Date.now() + left };
    const inner = request.headers['x-inner-question'] === '1';
    const context = this.#scopes.of(requestId, response, (signal) => {
      const basis = new ToldBasis();
      const made = this.subgraph.contextFor({ requestId, signal, inner, basis, ...until });
      this.#bases.note(made, basis);
      return made;
    });
    return this.#contexts.note(request, context);
  }

  /** What the answer to a request rests on; undefined where nothing was executed. */
  basisOf(request: IncomingMessage): ToldBasis | undefined {
    const context = this.#contexts.of(request);
    return context && this.#bases.of(context);
  }
}

/** Milliseconds that the gateway waits for this part, as it says; null when it does not say. A span, for clocks differ. */
function timeLeft(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,7}$/.test(header) ? Number(header) : null;
}
