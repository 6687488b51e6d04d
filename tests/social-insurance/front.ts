import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the platform answered, or is made to have answered. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request on its way through the front. */
export interface Passing {
  /** METHOD path. */
  readonly route: string;
  /** Page asked for; 0 where there are none. */
  readonly page: number;
  /** Which request of this route and page it is, from 1. */
  readonly time: number;
  readonly reply: Reply;
}

/** The reply to send, or null for none at all. */
export type Spoilt = Reply | null;

export interface Front {
  readonly url: string;
  /** Requests left without an answer, whose client has gone. */
  readonly left: Promise<void>[];
  close(): Promise<void>;
}

/**
 * A front before the real platform in miniature that spoils what it answers: `spoil` gives the reply to send instead, or
 * null to send none at all.
 */
export async function startFront(
  platform: string,
  spoil: (passing: Passing) => Spoilt | Promise<Spoilt>,
): Promise<Front> {
  const times = new Map<string, number>();
  const left: Promise<void>[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const route = `${request.method} ${request.url?.split('?')[0]}`;
    const page = Number(/"page":(\d+)/.exec(body)?.[1] ?? 0);
    const time = (times.get(`${route} ${page}`) ?? 0) + 1;
    times.set(`${route} ${page}`, time);
    const reply = await spoil({ route, page, time, reply: await passOn(platform, request, body) });
    if (reply === null) {
      left.push(new Promise((resolve) => response.once('close', resolve)));
      return;
    }
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    left,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The reply with its JSON changed. */
export function withBody(reply: Reply, change: (body: Record<string, unknown>) => object): Reply {
  return { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) };
}

async function passOn(platform: string, request: IncomingMessage, body: string): Promise<Reply> {
  const headers = new Headers();
  for (const name of ['authorization', 'content-type']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const answer = await fetch(platform + request.url, {
    method: request.method ?? 'GET',
    headers,
    ...(body === '' ? {} : { body }),
  });
  const wanted = [...answer.headers].filter(([name]) => ['content-type', 'retry-after'].includes(name));
  return { status: answer.status, headers: Object.fromEntries(wanted), body: await answer.text() };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
