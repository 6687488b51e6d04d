import type { IncomingHttpHeaders } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Lru } from '../executor/lru.js';
import { refusal } from '../limits/refusal.js';
import { refuseWith } from './refusing.js';

/** Who may ask from where. */
export interface DoorSettings {
  /** What the gateway listens on. */
  readonly host: string;
  /** Further names under which it is reached. */
  readonly allowedHosts: readonly string[];
  /** Origins of other sites whose pages may ask: https://example.vn */
  readonly corsOrigins: readonly string[];
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', '']);

/** Seconds for which a browser remembers what it may ask. */
const REMEMBERED = 600;

/**
 * Looks at every request before anything of it is read. `Host` has to be a name of ours: a page elsewhere could have its own
 * name resolved to our address, and would then be taken for a page of ours. `Origin`, which browsers send with what pages of
 * other sites ask, has to be ours or listed.
 */
export function door(
  settings: DoorSettings,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const { host = '', origin } = request.headers;
    if (!isOurs(hostName(host), settings)) return refuseWith(refusal('FOREIGN_HOST', { status: 421 }), request, reply);
    reply.header('vary', varying(settings));
    if (origin === undefined || isSameSite(origin, host)) return undefined;
    if (!settings.corsOrigins.includes(origin)) {
      return refuseWith(refusal('FOREIGN_ORIGIN', { status: 403 }), request, reply);
    }
    return welcome(origin, request, reply);
  };
}

/** What an answer depends on: it is JSON or CSV, compressed or not, and readable for the listed origins. */
export function varying({ corsOrigins }: DoorSettings): string {
  return corsOrigins.length > 0 ? 'Accept, Accept-Encoding, Origin' : 'Accept, Accept-Encoding';
}

/** Callers whose names are remembered. */
const MOST_CALLERS = 100;

/** Tells those who pass the door in the usual way from all others, on whom the door itself has to look. */
export function usualCallers(settings: DoorSettings): (headers: IncomingHttpHeaders) => boolean {
  const known = new Lru<string, boolean>(MOST_CALLERS);
  return ({ host = '', origin }) => {
    const caller = `${host} ${origin ?? ''}`;
    let usual = known.get(caller);
    if (usual === undefined) {
      usual = isNamed(hostName(host), settings) && (origin === undefined || isSameSite(origin, host));
      known.set(caller, usual);
    }
    return usual;
  };
}

/** Tells a browser that the page of that origin may ask and read. */
function welcome(origin: string, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, retry-after, content-disposition',
    'cross-origin-resource-policy': 'cross-origin',
  });
  const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight) return undefined;
  return reply
    .headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, accept, apollo-require-preflight',
      'access-control-max-age': String(REMEMBERED),
    })
    .code(204)
    .send();
}

function isOurs(name: string | null, settings: DoorSettings): boolean {
  if (isNamed(name, settings)) return true;
  // An address is no name that anybody could have resolved to us.
  return name !== null && EVERYWHERE.has(settings.host) && ownAddresses().includes(name);
}

/** One of the names under which we are always reached. */
function isNamed(name: string | null, { host, allowedHosts }: DoorSettings): boolean {
  if (name === null) return false;
  return LOOPBACK.has(name) || name === hostName(host) || name === `[${host}]` || allowedHosts.includes(name);
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)),
  );
}

/** The name in a Host header, without the port, as URLs write it; null where it is none. */
function hostName(host: string): string | null {
  if (!URL.canParse(`http://${host}`)) return null;
  const { hostname, username, password, pathname, search } = new URL(`http://${host}`);
  return username + password + search === '' && pathname === '/' ? hostname : null;
}

function isSameSite(origin: string, host: string): boolean {
  if (!URL.canParse(origin) || !/^https?:/.test(origin)) return false;
  const { host: asking, protocol } = new URL(origin);
  return URL.canParse(`${protocol}//${host}`) && asking === new URL(`${protocol}//${host}`).host;
}
