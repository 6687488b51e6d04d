import { createServer, type IncomingMessage, type Server } from 'node:http';
import { note } from '../../core/asked-lines.js';
import type { Sandbox, SandboxOptions } from '../../core/department.js';
import { analytics } from './analytics.js';
import { type Answer, refusal } from './answer.js';
import { registrations, resources } from './resources.js';
import type { Store } from './store.js';

/** The token that the sandbox takes: no secret, it opens made-up figures on loopback. */
const TOKEN = 'd2pat_sandbox';
const HOST = '127.0.0.1';
const VERSION = '2.40.5';

/** Serves a store on loopback as a DHIS2 in miniature. Throws one sentence when the port is taken. */
export async function serve(
  store: Store,
  { port, mapping, log }: Pick<SandboxOptions, 'port' | 'mapping' | 'log'>,
): Promise<Sandbox> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://${HOST}`);
    note(asked, `${request.method} ${pathname}`);
    // A path's ending asks for a format; JSON is the only one here.
    const { status, body } = answer(store, request, pathname.replace(/\.json$/, ''), searchParams);
    response.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body));
  });
  const url = `http://${HOST}:${await listen(server, port)}`;
  log.info({ url }, 'sandbox of health is ready');
  return {
    variables: { HEALTH_URL: url, HEALTH_TOKEN: TOKEN, ...(mapping && { HEALTH_MAPPING: mapping }) },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Otherwise clients' idle connections would hold the end up for seconds.
        server.closeAllConnections();
      }),
  };
}

function answer(store: Store, request: IncomingMessage, path: string, query: URLSearchParams): Answer {
  if (request.headers.authorization !== `ApiToken ${TOKEN}`) return refusal(401, 'The access token is not known');
  if (request.method !== 'GET') return refusal(405, 'Only GET is served');
  if (path === '/api/analytics') return analytics(store, query);
  if (path === '/api/completeDataSetRegistrations') return registrations(store, query);
  if (path === '/api/system/info') return { status: 200, body: { version: VERSION, systemName: 'DHIS 2 sandbox' } };
  return resources(store, path, query) ?? refusal(404, 'There is no such resource');
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `The sandbox of health cannot listen on ${HOST}:${port}: another program does already. Stop it, or choose another port.`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
