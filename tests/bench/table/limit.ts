import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Paths of the limits. */
export const LIMIT_PATHS = { computed: '/stringify/', cached: '/bytes/' } as const;

/**
 * What no server on node:http gets past: answers that are there already, serialised for each request (`/stringify/NAME`) or
 * as the same bytes from memory (`/bytes/NAME`). `answers` are the bodies of a gateway, by the question's name.
 */
export async function startLimit(answers: Readonly<Record<string, string>>): Promise<string> {
  const parsed = new Map(
    Object.entries(answers).map(([name, body]) => [LIMIT_PATHS.computed + name, JSON.parse(body)]),
  );
  const bytes = new Map(Object.entries(answers).map(([name, body]) => [LIMIT_PATHS.cached + name, Buffer.from(body)]));
  const server = createServer(async (request, response) => {
    await read(request);
    const path = request.url ?? '';
    const data = parsed.get(path);
    if (data === undefined) return send(response, bytes.get(path));
    return send(response, Buffer.from(JSON.stringify(data)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server has to take the question off the connection, whatever it is. */
async function read(request: IncomingMessage): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.on('end', resolve).on('error', reject).resume();
  });
}

function send(response: ServerResponse, body: Buffer | undefined): void {
  if (!body) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
}
