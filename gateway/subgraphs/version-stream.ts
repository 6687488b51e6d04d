import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SubgraphVersion } from './client.js';
import { isRecord } from './reading.js';

/** Milliseconds for which a version counts that was heard: a subgraph tells it every second. */
const TRUSTED_MS = 3_000;
/** Milliseconds after which a stream that broke is asked for again. */
const AGAIN_MS = 1_000;
/** Characters of a line at most. */
const MOST_LINE = 10_000;

/**
 * Follows where the answers of a subgraph elsewhere stand. It is known only while the stream runs: as soon as it breaks or
 * falls silent, nothing of that subgraph is taken for known.
 */
export class VersionStream {
  #known: { readonly version: SubgraphVersion; readonly heardAt: number } | null = null;
  #request: ClientRequest | null = null;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly secret: string | null,
  ) {
    this.#follow();
  }

  get version(): SubgraphVersion | null {
    if (this.#known && performance.now() - this.#known.heardAt < TRUSTED_MS) return this.#known.version;
    return null;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    this.#request?.destroy();
  }

  #follow(): void {
    const send = new URL(this.url).protocol === 'https:' ? httpsRequest : httpRequest;
    const headers = this.secret === null ? {} : { authorization: `Bearer ${this.secret}` };
    this.#request = send(this.url, { agent: false, headers })
      .on('response', (response) => this.#listen(response))
      // What fails is asked for again; that the subgraph does not answer is said where it is asked for figures.
      .on('error', () => undefined)
      .once('close', () => this.#broken());
    // A connection that was cut without a word is never told to be closed.
    this.#request.setTimeout(TRUSTED_MS, () => this.#request?.destroy());
    this.#request.once('socket', (socket) => socket.unref());
    this.#request.end();
  }

  #listen(response: IncomingMessage): void {
    const isStream = response.statusCode === 200 && response.headers['content-type']?.startsWith('text/event-stream');
    if (!isStream) {
      response.destroy();
      return;
    }
    let rest = '';
    response.setEncoding('utf8').on('error', () => undefined);
    response.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      // A line that has not come to its end; one without an end tells of nothing.
      rest = (lines.pop() ?? '').slice(0, MOST_LINE);
      for (const line of lines) this.#hear(line);
    });
  }

  #hear(line: string): void {
    const version = line.startsWith('data: ') ? versionIn(line.slice('data: '.length)) : null;
    if (version) this.#known = { version, heardAt: performance.now() };
  }

  #broken(): void {
    this.#known = null;
    if (!this.#closed) this.#again = setTimeout(() => this.#follow(), AGAIN_MS).unref();
  }
}

function versionIn(text: string): SubgraphVersion | null {
  const said = parsed(text);
  if (!isRecord(said)) return null;
  const { figures, confirmed, status } = said;
  if (typeof figures !== 'string' || typeof confirmed !== 'string' || typeof status !== 'string') return null;
  return { figures, confirmed, status };
}

/** What is no JSON says nothing, like silence. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
