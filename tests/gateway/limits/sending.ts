import { type IncomingHttpHeaders, request } from 'node:http';

/** What came back, whatever it is. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The codes of the errors in the body. */
  readonly codes: readonly string[];
}

export interface Sent {
  readonly method?: string;
  /** Behind the address of the graph: ?query=... */
  readonly search?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Sends any bytes with any headers, Host among them, as browsers and `fetch` would not. */
export function send(url: string, { method = 'POST', search = '', headers = {}, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(`${url}${search}`, { method, headers: { ...length, ...headers }, agent: false });
    let received = false;
    outgoing.on('response', (incoming) => {
      received = true;
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text, codes: codesIn(text) });
      });
    });
    // A refusal may come before all of the body is sent.
    outgoing.on('error', (error) => received || reject(error));
    outgoing.end(body);
  });
}

const JSON_BODY = { 'content-type': 'application/json' };

/** Sends a question as a client does. */
export function sendQuestion(url: string, query: string, headers: Readonly<Record<string, string>> = {}) {
  return send(url, { headers: { ...JSON_BODY, ...headers }, body: JSON.stringify({ query }) });
}

function codesIn(text: string): string[] {
  try {
    const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
    return errors.map(({ extensions }) => String(extensions?.code));
  } catch {
    return [];
  }
}
