import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How an answer ends. */
export interface Ending {
  /** Aborted when the client goes away before it has its answer. */
  readonly left: AbortSignal;
  /** Resolves when the client has its answer, or is gone. */
  readonly over: Promise<void>;
}

/**
 * The ending of the answer to a request. Questions may come one behind the other on one connection: the answers of all but
 * the first wait for those before them, and are told nothing when the connection breaks. So the connection is looked at too.
 */
export function endingOf(request: FastifyRequest, reply: FastifyReply): Ending {
  const left = new AbortController();
  const { socket } = request.raw;
  const answer = reply.raw;
  const over = new Promise<void>((resolve) => {
    const end = () => {
      socket.off('close', end);
      answer.off('close', end).off('finish', end);
      if (!answer.writableFinished) left.abort();
      resolve();
    };
    // As many listen as questions came on it.
    socket.setMaxListeners(0);
    socket.once('close', end);
    answer.once('close', end).once('finish', end);
    if (socket.destroyed) end();
  });
  return { left: left.signal, over };
}

/** Milliseconds in which a client has to take its answer, which takes room meanwhile. */
export const TAKING_MS = 30_000;

/** Ends the connection of a client that does not take its answer; most of them have it at once. */
export function takenInTime(response: ServerResponse): void {
  if (response.socket && response.socket.writableLength > 0) takenSoon(response);
}

/** The same of an answer that is not written yet. */
export function takenSoon(response: ServerResponse): void {
  const { socket } = response;
  if (!socket) return;
  const late = setTimeout(() => socket.destroy(), TAKING_MS).unref();
  response.once('close', () => clearTimeout(late));
}
