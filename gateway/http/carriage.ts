import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { refusal } from '../limits/refusal.js';

/** What a form of any page can send without its browser asking us first. */
const OF_FORMS: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);
/** No form has them: with one of them, a browser asks before it sends. */
const ASKED_FIRST = ['apollo-require-preflight', 'x-apollo-operation-name'];

/** Why the way a question is sent is refused, or null: one at a time, and by nothing that a page elsewhere could send unasked. */
export function carriageRefusal({ body, headers }: FastifyRequest): GraphQLError | null {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const isOfForm = type === '' || OF_FORMS.has(type.trim().toLowerCase());
  if (isOfForm && !isAskedFirst(headers)) return refusal('CROSS_SITE');
  return Array.isArray(body) ? refusal('BATCHED') : null;
}

/** Whether a browser has asked us before it sent this for a page of another site. */
export function isAskedFirst(headers: IncomingHttpHeaders): boolean {
  return ASKED_FIRST.some((name) => headers[name]);
}
