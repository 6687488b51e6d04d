import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { contextOf } from './context.js';

/** The part of an error's extensions that is for the HTTP side. */
interface ForHttp {
  readonly status?: number;
  readonly headers?: ReadonlyMap<string, string>;
}

/** Answers a request with one error and nothing else; its code goes into the log. */
export function refuseWith(error: GraphQLError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { requestId, summary } = contextOf(request);
  const { http, ...extensions } = error.extensions;
  const { status = 400, headers = new Map<string, string>() } = (http ?? {}) as ForHttp;
  summary.codes = [String(extensions.code)];
  for (const [name, value] of headers) reply.header(name, value);
  return reply.code(status).send({ errors: [{ message: error.message, extensions }], extensions: { requestId } });
}
