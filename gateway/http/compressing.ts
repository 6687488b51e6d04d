import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compressedOnce, encodingsOf } from '../answers/bodies.js';

export function isStream(payload: unknown): payload is Readable {
  return payload instanceof Readable;
}

/** An answer that is sent once, compressed where the client takes that and it pays. */
export async function compressed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const encodings = encodingsOf(request.headers['accept-encoding']);
  if (isStream(payload)) {
    if (!encodings.includes('gzip')) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return payload.pipe(createGzip({ level: 1 }));
  }
  if (typeof payload !== 'string') return payload;
  const made = await compressedOnce(payload, encodings);
  if (!made) return payload;
  reply.header('content-encoding', made.encoding).removeHeader('content-length');
  return made.bytes;
}
