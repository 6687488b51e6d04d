import { gzipSync } from 'node:zlib';
import { type Passing, type Spoilt, startFront } from '../../social-insurance/front.js';
import { type Fault, faultProxy, through } from '../../support/fault-proxy.js';
import { type Breakable, type Case, SECRET } from './fault.js';

type Spoil = (passing: Passing) => Spoilt;

/** A sandbox that speaks HTTP, behind a front that changes what it answers, behind a proxy that spoils connections. */
export interface HttpSystem extends Breakable {
  /** What the wire does. */
  wire(fault: Fault): Promise<void>;
  /** What is made of each reply. */
  spoil(how: Spoil): void;
}

export async function httpSystem(
  url: string,
  rest: Pick<Breakable, 'secrets' | 'close'> & { variables(url: string): Readonly<Record<string, string>> },
): Promise<HttpSystem> {
  const asItIs: Spoil = ({ reply }) => reply;
  let spoil = asItIs;
  const front = await startFront(url, (passing) => spoil(passing));
  const proxy = await faultProxy(Number(new URL(front.url).port));
  return {
    variables: rest.variables(through(proxy, url).replace(/\/$/, '')),
    secrets: [...rest.secrets, ...[url, front.url].map((address) => `:${new URL(address).port}`), `:${proxy.port}`],
    wire: (fault) => proxy.set(fault),
    spoil: (how) => {
      spoil = how;
    },
    mend: async () => {
      spoil = asItIs;
      await proxy.set('none');
    },
    close: async () => {
      await proxy.close();
      await front.close();
      await rest.close();
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The replies on a path are given these parts instead. */
function replacing(path: string, parts: { status?: number; headers?: Record<string, string>; body?: string }): Spoil {
  return ({ route, reply }) =>
    route.includes(path) ? { ...reply, ...parts, headers: { ...reply.headers, ...parts.headers } } : reply;
}

/** Answers with figures are given these parts instead; anything else too, where the service says it of itself. */
const everything = '';

/** The faults that every HTTP service can have. `figures` is the path of the figures. */
export function httpCases(figures: string): Case<HttpSystem>[] {
  const said = JSON.stringify({ message: SECRET });
  const onWire = (fault: Case<HttpSystem>['fault'], how: string, code: 'fails' | Fails, wire: Fault) => ({
    ...{ fault, how, outcome: code as Case<HttpSystem>['outcome'] },
    breaks: (system: HttpSystem) => system.wire(wire),
  });
  type Fails = Exclude<Case<HttpSystem>['outcome'], string>;
  const replaced = (
    fault: Case<HttpSystem>['fault'],
    how: string,
    outcome: Case<HttpSystem>['outcome'],
    parts: Parameters<typeof replacing>[1],
    path = everything,
  ) => ({ fault, how, outcome, breaks: (system: HttpSystem) => system.spoil(replacing(path, parts)) });
  const hoursAgo = Date.now() - 2 * 3_600_000;
  return [
    onWire('refused', 'nobody listens', { fails: 'SOURCE_UNREACHABLE' }, 'down'),
    onWire('hangs', 'the connection stands and nothing comes', { fails: 'SOURCE_TIMEOUT', silent: true }, 'hangs'),
    onWire('slow drip', 'a byte every 50 ms', { fails: 'SOURCE_TIMEOUT', silent: true }, { drips: 50 }),
    replaced('500', 'with a stack in its body', { fails: 'SOURCE_FAILED' }, { status: 500, body: said }),
    replaced('401 for good', 'the account is closed', { fails: 'SOURCE_UNAUTHORIZED' }, { status: 401, body: said }),
    replaced(
      '429',
      'asking for a pause of two seconds',
      { fails: 'SOURCE_RATE_LIMITED' },
      { status: 429, headers: { 'retry-after': '2' }, body: said },
    ),
    onWire('cut in mid-body', 'after 3,000 bytes', { fails: 'SOURCE_UNREADABLE' }, { cutAfter: 3000 }),
    replaced(
      'wrong content type',
      'JSON that says it is HTML',
      { fails: 'SOURCE_UNREADABLE' },
      { headers: { 'content-type': 'text/html' } },
    ),
    replaced('rubbish body', 'HTML that says it is JSON', { fails: 'SOURCE_UNREADABLE' }, { body: `<p>${SECRET}</p>` }),
    onWire(
      'endless body',
      'a list without an end',
      { fails: 'SOURCE_UNREADABLE' },
      {
        floods: {
          head: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"rows":["',
          chunk: SECRET.repeat(1000),
        },
      },
    ),
    replaced('empty', 'no body at all', { fails: 'SOURCE_UNREADABLE' }, { headers: JSON_TYPE, body: '' }, figures),
    {
      ...{ fault: 'a zip bomb', how: 'gzip of 60 MB', outcome: { fails: 'SOURCE_UNREADABLE' } },
      breaks: (system) => system.wire({ reply: packedReply(60_000_000) }),
    },
    replaced('clock skew', 'its Date is two hours behind', 'answers', {
      headers: { date: new Date(hoursAgo).toUTCString() },
    }),
    replaced(
      'clock skew',
      'a pause of two seconds as an instant of its own clock, two hours behind',
      { fails: 'SOURCE_RATE_LIMITED' },
      {
        status: 429,
        headers: { date: new Date(hoursAgo).toUTCString(), 'retry-after': new Date(hoursAgo + 2000).toUTCString() },
        body: said,
      },
    ),
  ];
}

function packedReply(bytes: number): Buffer {
  const body = gzipSync(Buffer.alloc(bytes, ' '));
  const head = [
    'HTTP/1.1 200 OK',
    'content-type: application/json',
    'content-encoding: gzip',
    `content-length: ${body.length}`,
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}
