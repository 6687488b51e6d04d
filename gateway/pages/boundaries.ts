import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  BOUNDARY_LEVELS,
  BoundaryFault,
  type BoundaryFile,
  type BoundaryLevel,
  readBoundaryFile,
} from './boundary-file.js';

/** The boundaries that the deployment has; null where it has none. */
export type Boundaries = Readonly<Record<BoundaryLevel, BoundaryFile | null>>;

/** Where there are no files at all. */
export const NO_BOUNDARIES: Boundaries = { districts: null, communes: null };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the files that BOUNDARIES_DISTRICTS and BOUNDARIES_COMMUNES name; BOUNDARIES_CODE is the property of features that
 * holds the official code. What cannot be used is added to the faults, with the name of its setting.
 */
export function readBoundaries(env: Environment, faults: string[]): Boundaries {
  const { BOUNDARIES_CODE: property = 'code' } = env;
  const read = (level: BoundaryLevel): BoundaryFile | null => {
    const variable = `BOUNDARIES_${level.toUpperCase()}`;
    const path = env[variable];
    if (path === undefined) return null;
    try {
      return readBoundaryFile(path, level, property);
    } catch (error) {
      if (!(error instanceof BoundaryFault)) throw error;
      faults.push(`${variable}: ${error.message}`);
      return null;
    }
  };
  return { districts: read('districts'), communes: read('communes') };
}

/** Puts the boundaries on the server: /boundaries says of which levels there are files, /boundaries/communes is one. */
export function addBoundaries(app: FastifyInstance, boundaries: Boundaries): void {
  const has = Object.fromEntries(BOUNDARY_LEVELS.map((level) => [level, boundaries[level] !== null]));
  app.get('/boundaries', async (_, reply) => reply.header('cache-control', 'no-cache').send(has));
  for (const level of BOUNDARY_LEVELS) {
    const file = boundaries[level];
    if (!file) continue;
    const packed = gzipSync(file.bytes);
    app.get(`/boundaries/${level}`, async (request, reply) => sendBoundaries(request, reply, file, packed));
  }
}

/** A browser may keep them, but asks each time whether they are still the same. */
function sendBoundaries(request: FastifyRequest, reply: FastifyReply, { bytes, etag }: BoundaryFile, packed: Buffer) {
  reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  reply.type('application/geo+json');
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  return takesGzip ? reply.header('content-encoding', 'gzip').send(packed) : reply.send(bytes);
}
