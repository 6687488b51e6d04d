import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What the proxy does with connections: hand them on, be gone, stay silent, answer with these bytes; hand on what the
 * server answers a byte at a time (`drips`: milliseconds between two), or only its first bytes (`cutAfter`); or begin an
 * answer that never ends (`floods`).
 */
export type Fault =
  | 'none'
  | 'down'
  | 'hangs'
  | { readonly reply: string | Buffer }
  | { readonly drips: number }
  | { readonly cutAfter: number }
  | { readonly floods: { readonly head: string; readonly chunk: string } };

/** A TCP proxy in front of a real server, on loopback, that can be made to misbehave while it is in use. */
export interface FaultProxy {
  readonly port: number;
  set(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

/** An HTTP answer as bytes. */
export function httpReply(status: string, contentType: string, body: string): Fault {
  const length = Buffer.byteLength(body);
  return {
    reply: `HTTP/1.1 ${status}\r\ncontent-type: ${contentType}\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n${body}`,
  };
}

export async function faultProxy(targetPort: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let fault: Fault = 'none';
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A broken connection is what this proxy is for.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const target = (client: Socket) => {
    const server = keep(connect(targetPort, '127.0.0.1'));
    client.pipe(server);
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
    return server;
  };
  const server: Server = createServer((client) => {
    keep(client);
    if (fault === 'none') target(client).pipe(client);
    else if (typeof fault === 'object') misbehave(fault, client, target);
  });
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const listenOn = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const stop = async () => {
    drop();
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    await closed;
  };
  const port = await listenOn(0);
  return {
    port,
    set: async (next) => {
      fault = next;
      if (next === 'down') await stop();
      else if (!server.listening) await listenOn(port);
      else drop();
    },
    close: stop,
  };
}

function misbehave(fault: Exclude<Fault, string>, client: Socket, target: (client: Socket) => Socket): void {
  if ('reply' in fault) {
    const { reply } = fault;
    client.once('data', () => client.end(reply));
  } else if ('drips' in fault) drip(target(client), client, fault.drips);
  else if ('cutAfter' in fault) cut(target(client), client, fault.cutAfter);
  else flood(client, fault.floods);
}

/** Hands on a byte at a time. */
function drip(server: Socket, client: Socket, everyMs: number): void {
  let left = Buffer.alloc(0);
  server.on('data', (data) => {
    left = Buffer.concat([left, data]);
  });
  const timer = setInterval(() => {
    if (left.length > 0) client.write(left.subarray(0, 1));
    left = left.subarray(1);
  }, everyMs);
  client.on('close', () => clearInterval(timer));
}

/** Hands on so many bytes, and ends the connection. */
function cut(server: Socket, client: Socket, bytes: number): void {
  let left = bytes;
  server.on('data', (data) => {
    if (left <= 0) return;
    if (data.length < left) client.write(data);
    else client.end(data.subarray(0, left));
    left -= data.length;
  });
}

/** Writes on and on, as fast as the client reads. */
function flood(client: Socket, { head, chunk }: { readonly head: string; readonly chunk: string }): void {
  const pour = () => {
    while (!client.destroyed && client.write(chunk));
  };
  client.once('data', () => {
    client.write(head);
    client.on('drain', pour);
    pour();
  });
}

/** The same address with the proxy's port in place of the server's. */
export function through(proxy: Pick<FaultProxy, 'port'>, url: string): string {
  const address = new URL(url);
  address.port = String(proxy.port);
  return address.href;
}
