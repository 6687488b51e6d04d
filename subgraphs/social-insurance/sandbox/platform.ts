import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { note } from '../../core/asked-lines.js';
import type { Catalogue } from '../../core/catalogue.js';
import type { Sandbox } from '../../core/department.js';
import { SettingsFault } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { SampleFigure } from '../../core/sample/figure.js';
import { Faults } from '../../core/table.js';
import { DEFAULT_MAPPING, readMapping } from '../mapping.js';
import { Books } from './books.js';
import { Gate, type GateOptions } from './gate.js';
import { Problem } from './problem.js';

export interface PlatformOptions extends Partial<GateOptions> {
  /** 0 takes a free one. */
  readonly port: number;
  readonly figures: readonly SampleFigure[];
  readonly catalogue: Catalogue;
  /** Path of the mapping whose codes it speaks; by default the project's own. */
  readonly mapping?: string | undefined;
  readonly log: Logger;
}

// Loopback only and made-up figures only: these open nothing that is not open already.
const CLIENT = { clientId: 'sandbox', clientSecret: 'sandbox' };
const LONGEST_BODY = 1_000_000;

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** The service platform in miniature: a token endpoint, pages, a budget, on 127.0.0.1. */
export async function startPlatform(options: PlatformOptions): Promise<Sandbox> {
  const faults = new Faults();
  const mapping = readMapping(options.mapping ?? DEFAULT_MAPPING, options.catalogue, faults);
  faults.throwIfAny();
  const books = new Books(options.figures, mapping);
  const gate = new Gate({ ...CLIENT, budget: 600, tokenSeconds: 300, tokenUses: Infinity, now: Date.now, ...options });
  const asked: string[] = [];
  const server = createServer((request, response) => {
    answer(request, books, gate, asked).then(
      ({ status, body }) => send(response, status, 'application/json', body),
      (error: unknown) => refuse(response, error, options.log),
    );
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    variables: {
      SOCIAL_INSURANCE_URL: `http://127.0.0.1:${port}`,
      SOCIAL_INSURANCE_CLIENT_ID: options.clientId ?? CLIENT.clientId,
      SOCIAL_INSURANCE_CLIENT_SECRET: options.clientSecret ?? CLIENT.clientSecret,
      ...(options.mapping && { SOCIAL_INSURANCE_MAPPING: options.mapping }),
    },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Clients keep their connections for a next question, and would keep the server with them.
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, books: Books, gate: Gate, asked: string[]): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const route = `${request.method} ${url.pathname}`;
  const { authorization } = request.headers;
  const text = await bodyOf(request);
  const body = route === 'POST /v1/statistics/search' ? jsonOf(text) : null;
  const page = pageOf(body) ?? url.searchParams.get('page');
  note(asked, page === null ? route : `${route} page ${page}`);
  gate.count();
  if (route === 'POST /oauth/token') return gate.issue(authorization, new URLSearchParams(text));
  gate.admit(authorization);
  if (route === 'GET /v1/metadata') return { status: 200, body: books.metadata() };
  if (route === 'GET /v1/submissions') {
    return { status: 200, body: books.submissions(Object.fromEntries(url.searchParams)) };
  }
  if (route === 'POST /v1/statistics/search') return { status: 200, body: books.search(body) };
  throw new Problem(404, 'Not Found', `There is no ${route}.`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    length += bytes.length;
    if (length > LONGEST_BODY) throw new Problem(413, 'Content Too Large', `At most ${LONGEST_BODY} bytes.`);
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString();
}

/** The JSON of a body; a text that is none is left as it is, for the search to refuse. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function pageOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'page' in body ? String(body.page) : null;
}

function refuse(response: ServerResponse, error: unknown, log: Logger): void {
  if (error instanceof Problem) {
    const { status, title, detail, headers } = error;
    send(response, status, 'application/problem+json', { title, status, detail }, headers);
    return;
  }
  // A client that went away while it was asking is no failure.
  if (response.destroyed) return;
  log.error({ err: error }, 'the social insurance sandbox failed');
  send(response, 500, 'application/problem+json', { title: 'Internal Server Error', status: 500 });
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      reject(
        new SettingsFault([
          `Cổng ${port} đang được một chương trình khác dùng, hãy chọn cổng khác cho hệ thống thu nhỏ của bảo hiểm xã hội. / ` +
            `Port ${port} is taken by another program; choose another one for the social insurance sandbox.`,
        ]),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
