import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What the proxy does with connections: hand them on, be gone, stay silent, or answer with these bytes. */
export type Fault = 'none' | 'down' | 'hangs' | { readonly reply: string };

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
  const server: Server = createServer((client) => {
    keep(client);
    if (fault === 'none') {
      const target = keep(connect(targetPort, '127.0.0.1'));
      client.pipe(target).pipe(client);
      client.on('close', () => target.destroy());
      target.on('close', () => client.destroy());
    } else if (typeof fault === 'object') {
      const { reply } = fault;
      client.once('data', () => client.end(reply));
    }
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

/** The same address with the proxy's port in place of the server's. */
export function through(proxy: Pick<FaultProxy, 'port'>, url: string): string {
  const address = new URL(url);
  address.port = String(proxy.port);
  return address.href;
}
