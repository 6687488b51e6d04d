import type { Logger as PinoLogger } from 'pino';

/** Structured log: made by the composition root, handed down by argument. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;
