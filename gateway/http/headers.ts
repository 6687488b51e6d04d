import type { FastifyReply } from 'fastify';

/** What every answer tells a browser. A page that needs more sets its own policy over this one. */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
];
const BY_NAME = Object.fromEntries(SECURITY_HEADERS);

export function setSecurityHeaders(reply: FastifyReply): void {
  reply.headers(BY_NAME);
}
