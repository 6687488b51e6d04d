import { type Logger as PinoLogger, pino } from 'pino';
import pretty from 'pino-pretty';

/** Structured log. Made by the composition root, handed down by argument. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

/** Levels that can be set, from the most to the least talkative. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Names under which a secret could reach a log line; their values are replaced. */
const SECRETS = ['authorization', 'secret', 'password', 'token', 'cookie'];

/** The level of a name; for a name that is none, `info`: the settings say what is wrong with it. */
export function levelOf(name: string | undefined): LogLevel {
  return LOG_LEVELS.find((level) => level === name) ?? 'info';
}

/**
 * A log to standard error, so that standard output stays for what a command prints: JSON lines, readable on a terminal.
 * Values of secrets are left out. On a stream that is given, JSON lines.
 */
export function makeLogger(level: LogLevel, stream?: NodeJS.WritableStream): PinoLogger {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' };
  // Destinations, not transports: a transport is a worker thread that would load its file from the unbundled tree.
  const standardError = () =>
    process.stderr.isTTY
      ? pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' })
      : pino.destination({ dest: 2, sync: true });
  return pino({ level, redact, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream ?? standardError());
}
