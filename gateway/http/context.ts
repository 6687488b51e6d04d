import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '../question.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Given to Apollo Server for a question; also what the request's line in the log is made of. */
    graph: RequestContext | null;
  }
}

/** The request's context; made for every request before its route runs. */
export function contextOf(request: FastifyRequest): RequestContext {
  if (!request.graph) throw new Error('The request has no context: its route runs before the first hook.');
  return request.graph;
}
