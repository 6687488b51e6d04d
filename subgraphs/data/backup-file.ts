import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { BackupLine } from '../core/journal/contract.js';

const isPacked = (path: string) => path.endsWith('.gz');

/**
 * Writes a backup, packed when its name ends in .gz. It gets its name when it is whole: a run that is cut short leaves an
 * older backup of that name as it was.
 */
export async function writeBackup(path: string, lines: AsyncIterable<BackupLine>, signal: AbortSignal): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    const packing = isPacked(path) ? createGzip() : new PassThrough();
    // Opened before anything can fail: a stream that still opens when it is given up makes its file after the clearing away.
    const file = await open(unfinished, 'w');
    await pipeline(texts(lines), packing, file.createWriteStream(), { signal });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The lines of a backup as texts, each with its line break. */
export async function* texts(lines: AsyncIterable<BackupLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

/** Reads a backup. Throws an Error that names the file, and the line which is none. */
export async function* readBackup(path: string, signal: AbortSignal): AsyncGenerator<BackupLine> {
  let number = 0;
  for await (const text of linesOf(path, signal)) {
    number += 1;
    yield lineOf(text, path, number);
  }
}

async function* linesOf(path: string, signal: AbortSignal): AsyncGenerator<string> {
  const unpacked = new PassThrough();
  // Nobody waits for it before the end; what fails on the way is thrown then, also where no line comes of it.
  const reading = pipeline(createReadStream(path), isPacked(path) ? createGunzip() : new PassThrough(), unpacked, {
    signal,
  });
  reading.catch(() => undefined);
  try {
    yield* createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY });
    await reading;
  } catch (error) {
    signal.throwIfAborted();
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be read: ${said}`, { cause: error });
  } finally {
    unpacked.destroy();
  }
}

function lineOf(text: string, path: string, number: number): BackupLine {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null && !Array.isArray(line)) return line as BackupLine;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Error(`${path}, line ${number}: is no line of a backup, which is a JSON object.`);
}
