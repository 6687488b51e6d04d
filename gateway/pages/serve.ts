import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addBoundaries, type Boundaries } from './boundaries.js';
import { pageHtml } from './html.js';
import type { Manifest, PageName } from './manifest.js';
import { readManifest } from './manifest.js';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Names change with what is in the files, so a browser may keep them for good. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The addresses at which each page is served; what comes behind is told apart in the browser. */
const ADDRESSES: Readonly<Record<PageName, readonly string[]>> = {
  dashboard: ['/', '/indicators/:code', '/map', '/sources'],
  explorer: ['/explorer'],
};

export interface BuiltPages {
  readonly manifest: Manifest;
  /** Where the files are. */
  readonly folder: string;
}

/** The pages in a folder; null when none have been built there. */
export function readPages(folder: string): BuiltPages | null {
  const manifest = readManifest(folder);
  return manifest && { manifest, folder };
}

/** Puts the pages and their files on the server. The files are read once: there are few, and they never change. */
export function addPages(app: FastifyInstance, { manifest, folder }: BuiltPages, boundaries: Boundaries): void {
  addBoundaries(app, boundaries);
  const files = new Map(manifest.files.map((name) => [name, packed(folder, name)]));
  app.get<{ Params: { file: string } }>('/assets/:file', async (request, reply) => {
    const file = files.get(request.params.file);
    return file ? sendFile(request, reply, file) : reply.callNotFound();
  });
  for (const [page, addresses] of Object.entries(ADDRESSES) as [PageName, readonly string[]][]) {
    for (const url of addresses) app.get(url, async (_, reply) => sendPage(reply, manifest, page));
  }
  // People are told in the frame that they know, programs by JSON.
  app.get('/*', async (request, reply) =>
    takesPages(request) ? sendPage(reply.code(404), manifest, 'dashboard') : reply.callNotFound(),
  );
}

/** A file in the forms it can be sent in, the smallest first. */
interface Packed {
  readonly type: string;
  readonly forms: readonly { readonly encoding: string | null; readonly bytes: Buffer }[];
}

function packed(folder: string, name: string): Packed {
  const path = join(folder, name);
  const forms = [
    { encoding: 'br', file: `${path}.br` },
    { encoding: 'gzip', file: `${path}.gz` },
    { encoding: null, file: path },
  ];
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    forms: forms
      .filter(({ file }) => existsSync(file))
      .map(({ encoding, file }) => ({ encoding, bytes: readFileSync(file) })),
  };
}

function sendFile(request: FastifyRequest, reply: FastifyReply, { type, forms }: Packed): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const takes = (encoding: string | null) => encoding === null || new RegExp(`\\b${encoding}\\b`).test(accepted);
  const form = forms.find(({ encoding }) => takes(encoding));
  if (!form) throw new Error('A file of the pages is gone from the disk.');
  if (form.encoding) reply.header('content-encoding', form.encoding);
  return reply.header('vary', 'Accept-Encoding, Origin').header('cache-control', FOR_EVER).type(type).send(form.bytes);
}

function takesPages({ headers }: FastifyRequest): boolean {
  return String(headers.accept ?? '').includes('text/html');
}

/** The page is small and names the files of now: it is asked for anew each time. */
function sendPage(reply: FastifyReply, manifest: Manifest, page: PageName): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', policy(nonce))
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(pageHtml(page, manifest.pages[page], nonce));
}

/** Nothing from elsewhere. The nonce is for the style sheets that the explorer's editor makes while it runs. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
