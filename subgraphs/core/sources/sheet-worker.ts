import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { readSheets } from './sheet-content.js';
import { SheetFault } from './sheet-fault.js';
import type { SheetAnswer, SheetQuestion, SheetWord } from './sheet-worker-words.js';

/**
 * Reads one file per message. An own process, so that a workbook made to hurt takes only this one with it. One after
 * the other: answers have to come in the order of the questions, or figures would be said to be another file's.
 */
function answer({ path, limits }: SheetQuestion): SheetAnswer {
  try {
    return { sheets: readSheets(readFileSync(path), extname(path).toLowerCase(), limits) };
  } catch (error) {
    if (error instanceof SheetFault) return { fault: error.text, passing: error.passing };
    const why = error instanceof Error ? error.message : String(error);
    return { fault: { vi: `không đọc được tệp: ${why}`, en: `the file cannot be read: ${why}` }, passing: true };
  }
}

const waiting: SheetQuestion[] = [];
let isReading = false;

/** Begins with a file when the answer before it is written out: it would wait until all that are asked for are read. */
function readNext(): void {
  const question = waiting.shift();
  isReading = question !== undefined;
  if (!question) return;
  const read = answer(question);
  say('read');
  say(read, () => setImmediate(readNext));
}

function say(word: SheetWord, written: () => void = () => undefined): void {
  process.send?.(word, undefined, undefined, written);
}

process.on('message', (question: SheetQuestion) => {
  waiting.push(question);
  if (!isReading) readNext();
});
// Nobody is left who asks.
process.on('disconnect', () => process.exit());
// In a terminal they come to all processes: who asks decides when this one ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// The time limit of the first file starts only now: loading the packages is not the file's fault.
say('ready');
