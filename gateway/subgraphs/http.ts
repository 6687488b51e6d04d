import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as SecureAgent } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { Notes } from '../../schema/notes.js';
import { unreadBytes } from '../../schema/unread-value.js';
import { TAKES, WAVE_TYPE, type Wave, type WaveExtensions } from '../../schema/wave.js';
import type { AnswerBasis } from '../answers/basis.js';
import type { Question } from '../question.js';
import type { SubgraphAnswer, SubgraphCall, SubgraphClient, SubgraphConnection, SubgraphQuery } from './client.js';
import { SubgraphFailure } from './failure.js';
import { type HttpBody, readAnswers } from './reading.js';
import { shared } from './shared.js';
import { VersionStream } from './version-stream.js';

/** More than this of one answer is not read: a subgraph that runs wild must not end the gateway for lack of memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** HTTP's status for a body of a type that is not known. */
const UNSUPPORTED = 415;

/** A query that waits for its answer. */
interface Waiting {
  readonly query: SubgraphQuery;
  readonly call: SubgraphCall;
  readonly resolve: (answer: SubgraphAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks a subgraph over HTTP, on connections that are kept. Redirects are not followed. All that one question asks of the
 * subgraph in one wave travels as one request, so that an owner asks its own system once for all of it.
 */
export function httpClient({
  name,
  url,
  secret = null,
  versionUrl,
}: Extract<SubgraphConnection, { url: string }>): SubgraphClient {
  const secure = new URL(url).protocol === 'https:';
  // Taken apart once: node would do it for each request. What it does not need is left out, for it copies all of it each time.
  const { host } = new URL(url);
  const { protocol, hostname, port, path } = urlToHttpOptions(new URL(url));
  const to = { protocol, hostname, port, path, method: 'POST' };
  const always = ['host', host, 'accept', 'application/json'];
  if (secret !== null) always.push('authorization', `Bearer ${secret}`);
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const request = secure ? httpsRequest : httpRequest;
  const waves = new Notes<Question, Waiting[] | null>();
  const versions = versionUrl === undefined ? null : new VersionStream(versionUrl, secret);

  let takesWaves = false;

  /** Asks with one body: what is the same is written once, and what was not read goes as it came, where the subgraph takes that. */
  async function post(wave: readonly Waiting[]): Promise<HttpBody> {
    const call = lastCall(wave);
    if (takesWaves) {
      const answer = await send(unreadBytes(waveOf(wave)), WAVE_TYPE, call);
      // It does not know all of the documents yet, or another one stands at the address by now.
      if (answer.status !== UNSUPPORTED) return answer;
    }
    return send(Buffer.from(JSON.stringify(oneOrList(wave.map(plain)))), 'application/json', call);
  }

  async function send(body: Buffer, type: string, { question, signal, deadline }: SubgraphCall): Promise<HttpBody> {
    const open = () => {
      const left = String(Math.max(0, deadline - Date.now()));
      const head = ['content-type', type, 'content-length', String(body.length), 'x-request-id', question.requestId];
      const inner = question.inner ? ['x-inner-question', '1'] : [];
      return request({ ...to, agent, headers: [...always, ...head, 'x-time-left', left, ...inner] });
    };
    try {
      const response = await respond(open, body, signal);
      const bytes = await readAll(response);
      takesWaves = response.headers[TAKES] === WAVE_TYPE;
      // Where nothing was executed, nothing rests on it.
      if (question.basis && response.statusCode !== UNSUPPORTED)
        tell(question.basis, name, response.headers['x-answer-basis']);
      return { status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', bytes };
    } catch (error) {
      if (error instanceof TooLarge) throw new SubgraphFailure('SUBGRAPH_FAILED', name, error.message);
      throw new SubgraphFailure(signal.aborted ? 'DEADLINE_EXCEEDED' : 'SUBGRAPH_UNREACHABLE', name, reason(error));
    }
  }

  async function sendWave(wave: readonly Waiting[]): Promise<void> {
    try {
      const asked = wave.map(({ query }) => query);
      const answers = readAnswers(name, await post(wave), asked);
      for (const [index, { resolve }] of wave.entries()) resolve(answers[index] as SubgraphAnswer);
    } catch (error) {
      for (const { reject } of wave) reject(error);
    }
  }

  return {
    name,
    isTrusted: false,
    passesText: true,
    ask: (query, call) =>
      new Promise((resolve, reject) => {
        const waiting: Waiting = { query, call, resolve, reject };
        const wave = waves.of(call.question);
        if (wave) {
          wave.push(waiting);
          return;
        }
        const started = [waiting];
        waves.note(call.question, started);
        setImmediate(() => {
          waves.note(call.question, null);
          void sendWave(started);
        });
      }),
    version: () => versions?.version ?? null,
    close: () => {
      versions?.close();
      agent.destroy();
    },
  };
}

/** What a subgraph says in the head of its answer of what that rests on; where it says nothing, nobody knows. */
function tell(basis: AnswerBasis, name: string, header: string | string[] | undefined): void {
  const [, aspect, ms] = /^(figures|confirmed|status)(?:; ms=(\d+))?$/.exec(String(header)) ?? [];
  if (aspect === undefined) basis.spoil();
  if (aspect === 'confirmed') basis.of(name).onConfirmed();
  if (aspect === 'status') basis.of(name).onStatus();
  if (ms !== undefined) basis.holdsFor(Number(ms));
}

function plain({ query: { text, operationName, variables } }: Waiting) {
  return { query: text, operationName, variables };
}

function waveOf(wave: readonly Waiting[]): Wave {
  const asked = wave.map((one) => {
    const { unreadAt: unread, toldUnreadAt: told } = one.query;
    const extensions: WaveExtensions = { ...(unread && { unread }), ...(told && { told }) };
    return unread || told ? { ...plain(one), extensions } : plain(one);
  });
  return shared(oneOrList(asked));
}

function oneOrList<T>(all: readonly T[]): T | readonly T[] {
  return all.length === 1 ? (all[0] as T) : all;
}

/** The one that may wait longest: the request is not given up while one of them waits. */
function lastCall(wave: readonly Waiting[]): SubgraphCall {
  return wave.map(({ call }) => call).reduce((a, b) => (b.deadline > a.deadline ? b : a));
}

/**
 * Sends and waits for the head of the response. A kept connection may have been closed by the other side at the very
 * moment it was taken: such a question is sent once more, on a new one. Questions change nothing, so this is safe.
 */
async function respond(open: () => ClientRequest, body: Buffer, signal: AbortSignal): Promise<IncomingMessage> {
  const request = open();
  try {
    return await headOf(request, body, signal);
  } catch (error) {
    if (!request.reusedSocket || codeOf(error) !== 'ECONNRESET' || signal.aborted) throw error;
    return headOf(open(), body, signal);
  }
}

/** Node's own option `signal` does the same with three times as many listeners. */
function headOf(request: ClientRequest, body: Buffer, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const leave = () => request.destroy(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    request
      .on('response', resolve)
      .on('error', reject)
      .on('close', () => signal.removeEventListener('abort', leave))
      .end(body);
    if (signal.aborted) leave();
  });
}

class TooLarge extends Error {}

function readAll(response: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > MOST_BYTES) response.destroy(new TooLarge(`more than ${MOST_BYTES} bytes`));
      })
      .on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
      .on('error', reject)
      .on('close', () => reject(new Error('The answer broke off.')));
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function reason(error: unknown): string {
  return error instanceof Error ? `${codeOf(error)} ${error.message}`.trim() : String(error);
}
