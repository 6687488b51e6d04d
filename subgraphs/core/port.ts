import { once } from 'node:events';
import { createServer } from 'node:net';

/** An address to listen on, and how whoever started the program says another one. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly says: {
    /** What a port number is appended to: `PORT=`, `--port `. */
    readonly port: string;
    /** The name of the setting or option of the host: HOST, --host. */
    readonly host: string;
  };
}

/**
 * Says at once, before anything is started, when the port is taken: in one sentence, with what to do. Another program can
 * still take it in between; listening then says the same.
 */
export async function freePort(address: Address): Promise<void> {
  const probe = createServer();
  probe.listen(address.port, address.host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw portError(error, address);
  }
  const closed = once(probe, 'close');
  probe.close();
  await closed;
}

/** What a failed listen means for whoever started the program. */
export function portError(error: unknown, { host, port, says }: Address): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program: stop it, or choose another port, like ${says.port}${port < 65_535 ? port + 1 : port - 1}.`,
    EACCES: `Port ${port} on ${host} needs more rights than this program has: choose one above 1023, like ${says.port}4000.`,
    EADDRNOTAVAIL: `${host} is no address of this machine: set ${says.host} to one that is, or leave it at 127.0.0.1.`,
  };
  const sentence = sentences[code === 'ENOTFOUND' ? 'EADDRNOTAVAIL' : String(code)];
  if (sentence) return new Error(sentence, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}
