import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What the load generator is asked to do. */
export interface Load {
  readonly url: string;
  /** JSON bodies, asked one after the other, again and again. */
  readonly bodies: readonly string[];
  /** Connections that ask at the same time, each again as soon as it has its answer. */
  readonly connections: number;
  /** Instead: a question every so many milliseconds, whether those before it are answered or not. */
  readonly everyMs?: number;
  /** It ends when both are reached. */
  readonly atLeast: { readonly requests: number; readonly ms: number };
}

/** What came of it. */
export interface Loaded {
  readonly requests: number;
  /** From the first question to the last answer. */
  readonly ms: number;
  /** Of every answer: milliseconds from the question sent to its last byte. */
  readonly times: readonly number[];
  /** Bytes of a body: the fewest and the most. */
  readonly bytes: readonly [number, number];
}

/**
 * Asks over plain sockets, with texts made beforehand: node's own client would take more of the processor than the fastest
 * server that is measured.
 */
async function run({ url, bodies, connections, everyMs, atLeast }: Load): Promise<Loaded> {
  const texts = bodies.map((body) => requestText(new URL(url), body));
  const clients = new Clients(new URL(url));
  const times: number[] = [];
  let [asked, fewest, most] = [0, Number.POSITIVE_INFINITY, 0];
  const started = performance.now();
  const goesOn = () => asked < atLeast.requests || performance.now() - started < atLeast.ms;
  const askOnce = async () => {
    const text = texts[asked++ % texts.length] as Buffer;
    const sent = performance.now();
    const bytes = await clients.ask(text);
    times.push(performance.now() - sent);
    fewest = Math.min(fewest, bytes);
    most = Math.max(most, bytes);
  };
  const again = async () => {
    while (goesOn()) await askOnce();
  };
  if (everyMs === undefined) await Promise.all(Array.from({ length: connections }, again));
  else await paced(everyMs, goesOn, askOnce);
  const ms = performance.now() - started;
  clients.close();
  return { requests: times.length, ms, times, bytes: [fewest, most] };
}

/** Clients do not wait for each other: where a server stands still, as many questions are late as came meanwhile. */
async function paced(everyMs: number, goesOn: () => boolean, ask: () => Promise<void>): Promise<void> {
  const under: Promise<void>[] = [];
  const started = performance.now();
  while (goesOn()) {
    under.push(ask());
    await setTimeout(Math.max(0, started + under.length * everyMs - performance.now()));
  }
  await Promise.all(under);
}

function requestText({ pathname, host }: URL, body: string): Buffer {
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/json`;
  return Buffer.from(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Connections that are kept: as many as there are questions at the same time. */
class Clients {
  readonly #free: Connection[] = [];
  readonly #all: Connection[] = [];
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  async ask(text: Buffer): Promise<number> {
    const connection = this.#free.pop() ?? this.#open();
    const bytes = await connection.ask(text);
    this.#free.push(connection);
    return bytes;
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  #open(): Connection {
    const { hostname, port } = this.#url;
    const opened = new Connection(connect(Number(port), hostname).setNoDelay(true));
    this.#all.push(opened);
    return opened;
  }
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/** One connection, with one question at a time: of its answer only the status and the length are looked at. */
class Connection {
  readonly #socket: Socket;
  #head: Buffer | null = null;
  /** Bytes of the body so far; with chunks, those of their heads too. */
  #had = 0;
  /** Null: in chunks. */
  #length: number | null = null;
  #tail = Buffer.alloc(0);
  #done: { resolve(bytes: number): void; reject(error: Error): void } | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    const fail = (why: string) => this.#done?.reject(new Error(`The server ${why}.`));
    socket.on('error', ({ message }) => fail(`broke the connection: ${message}`)).on('close', () => fail('went away'));
  }

  /** Resolves to the bytes of the answer's body. */
  ask(text: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = { resolve, reject };
      this.#socket.write(text);
    });
  }

  close(): void {
    this.#done = null;
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    let body = data;
    if (this.#length === null && this.#had === 0) {
      const all = this.#head ? Buffer.concat([this.#head, data]) : data;
      const end = all.indexOf(HEAD_END);
      if (end < 0) {
        this.#head = all;
        return;
      }
      this.#begin(all.subarray(0, end).toString('latin1'), all);
      body = all.subarray(end + HEAD_END.length);
    }
    this.#had += body.length;
    if (this.#length === null) this.#tail = Buffer.concat([this.#tail, body]).subarray(-LAST_CHUNK.length);
    if (this.#length === null ? this.#tail.equals(LAST_CHUNK) : this.#had >= this.#length) this.#end();
  }

  #begin(head: string, all: Buffer): void {
    this.#head = null;
    if (!head.startsWith('HTTP/1.1 200')) {
      this.#done?.reject(new Error(`The server answered: ${all.subarray(0, 800).toString('utf8')}`));
    }
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    this.#length = length === undefined ? null : Number(length);
  }

  #end(): void {
    const bytes = this.#had;
    this.#had = 0;
    this.#length = null;
    this.#tail = Buffer.alloc(0);
    this.#done?.resolve(bytes);
  }
}

process.on('message', (load: Load) => {
  run(load).then(
    (done) => process.send?.({ done }),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : String(error) }),
  );
});
// Nobody is left who could end it.
process.on('disconnect', () => process.exit());
