import { pipeline, Readable, type Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compressedOnce, encodingsOf } from '../answers/bodies.js';

export function isStream(payload: unknown): payload is Readable {
  return payload instanceof Readable;
}

/** A stream through another one; where one of them ends early, both do, and who sends it sees that. */
export function through(source: Readable, transform: Transform): Transform {
  pipeline(source, transform, () => undefined);
  return transform;
}

/** An answer that is sent once, compressed where the client takes that and it pays. */
export async function compressed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const encodings = encodingsOf(request.headers['accept-encoding']);
  if (isStream(payload)) {
    if (!encodings.includes('gzip')) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return through(payload, createGzip({ level: 1 }));
  }
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
  const made = await compressedOnce(payload, encodings);
  if (!made) return payload;
  reply.header('content-encoding', made.encoding).removeHeader('content-length');
  return made.bytes;
}
