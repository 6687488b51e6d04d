import { accessSync, constants, readFileSync } from 'node:fs';
import { z } from 'zod';
import { SUBGRAPHS, type SubgraphName, subgraphUrlVariable } from '../schema/subgraphs.js';
import { type Boundaries, NO_BOUNDARIES, readBoundaries } from './pages/boundaries.js';

export interface GatewayConfig {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** Milliseconds within which a question is answered, by then with what there is. */
  readonly deadlineMs: number;
  /** Names under which the gateway is reached besides loopback and HOST. */
  readonly allowedHosts: readonly string[];
  /** Origins of other sites whose pages may ask. */
  readonly corsOrigins: readonly string[];
  /** Whether questions about the schema are answered, and errors suggest names of it; null: in the sample alone. */
  readonly introspection: boolean | null;
  /** The price of a question at most, and of all questions at once. */
  readonly priceLimit: number;
  /** Questions at once at most. */
  readonly questionsAtOnce: number;
  /** Megabytes of finished answers that are kept while they hold; 0: none. */
  readonly answerCacheMb: number;
  /** True boundaries of areas, for the map; null: it is drawn with tiles alone. */
  readonly boundaries: Boundaries;
  /** The file of the supergraph that is answered; null: the project's own. */
  readonly supergraphFile: string | null;
  /** Subgraphs that are reached by URL; the others are joined in process by the composition root. */
  readonly subgraphUrls: Partial<Record<SubgraphName, string>>;
  /** Sent to the subgraphs that are reached by URL; null: none. Never printed or logged. */
  readonly subgraphSecret: string | null;
}

/** What holds where nothing is set: as in production. */
export const DEFAULTS = {
  allowedHosts: [],
  corsOrigins: [],
  introspection: null,
  priceLimit: 1_000_000,
  questionsAtOnce: 64,
  answerCacheMb: 32,
  boundaries: NO_BOUNDARIES,
} as const satisfies Partial<GatewayConfig>;

/** Faults in the settings, all at once, a line each: the start is refused with this text. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

// The sentences never repeat the value that came: it may hold a secret.
const whole = (least: number, most: number, example: string) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `has to be a whole number from ${least} to ${most}, like ${example}`,
    })
    .transform(Number);

const address = z.string().refine(isAddress, {
  error: 'has to be an http or https address without a user name in it, like http://127.0.0.1:4101/graphql',
});

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const hosts = list.refine((names) => names.every((name) => isHost(name)), {
  error: 'has to be names of hosts without ports, separated by commas, like graph.example.vn',
});

const origins = list.refine((texts) => texts.every((text) => URL.canParse(text) && new URL(text).origin === text), {
  error: 'has to be origins separated by commas, like https://dashboard.example.vn, without a path',
});

const flag = z.enum(['true', 'false'], { error: 'has to be true or false' }).transform((text) => text === 'true');

const VARIABLES = {
  PORT: whole(0, 65_535, '4000').default(4000),
  HOST: z.string().default('127.0.0.1'),
  DEADLINE_MS: whole(100, 60_000, '3000').default(3000),
  ALLOWED_HOSTS: hosts.default([]),
  CORS_ORIGINS: origins.default([]),
  INTROSPECTION: flag.optional(),
  PRICE_LIMIT: whole(1000, 100_000_000, '1000000').default(DEFAULTS.priceLimit),
  QUESTIONS_AT_ONCE: whole(1, 10_000, '64').default(DEFAULTS.questionsAtOnce),
  ANSWER_CACHE_MB: whole(0, 4096, '32').default(DEFAULTS.answerCacheMb),
};

/**
 * The gateway's settings, from environment variables handed in. Throws ConfigFault with every fault at once; a
 * variable that begins with SUBGRAPH_ and is none of ours is one too, for a misspelt one would be ignored silently.
 */
export function readConfig(env: Environment): GatewayConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const urls = Object.fromEntries(SUBGRAPHS.map(({ name }) => [subgraphUrlVariable(name), address.optional()]));
  const parsed = z.object({ ...VARIABLES, ...urls }).safeParse(given);
  const faults = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}.`);
  const known = new Set([...Object.keys(urls), 'SUBGRAPH_SECRET', 'SUBGRAPH_SECRET_FILE']);
  for (const name of Object.keys(given)) {
    if (name.startsWith('SUBGRAPH_') && !known.has(name)) {
      faults.push(`${name} is not a setting; those that begin so are ${[...known].join(', ')}.`);
    }
  }
  const subgraphSecret = readSecret(given, faults);
  const boundaries = readBoundaries(given, faults);
  const supergraphFile = readableFile('SUPERGRAPH', given, faults);
  if (!parsed.success || faults.length > 0) throw new ConfigFault(faults);
  const { PORT, HOST, DEADLINE_MS } = parsed.data;
  const subgraphUrls = Object.fromEntries(
    SUBGRAPHS.flatMap(({ name }) => {
      const url = given[subgraphUrlVariable(name)];
      return url === undefined ? [] : [[name, url]];
    }),
  );
  return {
    port: PORT,
    host: HOST,
    deadlineMs: DEADLINE_MS,
    allowedHosts: parsed.data.ALLOWED_HOSTS,
    corsOrigins: parsed.data.CORS_ORIGINS,
    introspection: parsed.data.INTROSPECTION ?? null,
    priceLimit: parsed.data.PRICE_LIMIT,
    questionsAtOnce: parsed.data.QUESTIONS_AT_ONCE,
    answerCacheMb: parsed.data.ANSWER_CACHE_MB,
    boundaries,
    supergraphFile,
    subgraphUrls,
    subgraphSecret,
  };
}

function readableFile(variable: string, given: Environment, faults: string[]): string | null {
  const file = given[variable] ?? null;
  try {
    if (file !== null) accessSync(file, constants.R_OK);
  } catch (error) {
    faults.push(`${variable} names a file that cannot be read (${codeOf(error)}).`);
  }
  return file;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function readSecret(given: Environment, faults: string[]): string | null {
  const { SUBGRAPH_SECRET: secret, SUBGRAPH_SECRET_FILE: file } = given;
  if (secret !== undefined && file !== undefined) {
    faults.push('SUBGRAPH_SECRET and SUBGRAPH_SECRET_FILE are both set; set one of them.');
    return null;
  }
  if (file === undefined) return headerValue('SUBGRAPH_SECRET', secret ?? null, faults);
  try {
    return headerValue('SUBGRAPH_SECRET_FILE', readFileSync(file, 'utf8').trim(), faults);
  } catch (error) {
    faults.push(`SUBGRAPH_SECRET_FILE names a file that cannot be read (${codeOf(error)}).`);
    return null;
  }
}

/** A secret goes into an HTTP header: anything but printable ASCII would make every request fail. */
function headerValue(variable: string, secret: string | null, faults: string[]): string | null {
  if (secret !== null && !/^[\x21-\x7e]+$/.test(secret)) {
    faults.push(`${variable} has to hold one word of printable ASCII characters.`);
  }
  return secret;
}

function isHost(name: string): boolean {
  return URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name;
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

/**
 * Keeps Apollo's gateway from sending usage metrics to its maker: it does so unless this variable is set before it is
 * made, and its stop would wait for that network. It cannot be told by an argument.
 */
export function withoutApolloTelemetry(): void {
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
}
