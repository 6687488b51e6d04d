/** More values than any answer of a source has: all months of six years for all districts are some 200,000. */
const MOST_VALUES = 1_000_000;
/** Deeper than any answer of a source is nested. */
const DEEPEST = 64;

/** The text is JSON perhaps, but would cost far more memory than its length: it is not parsed. */
export class JsonTooLarge extends Error {
  override readonly name = 'JsonTooLarge';
}

/**
 * The value of a JSON text in UTF-8. Throws a JsonTooLarge for more than a million values or deep nesting, before anything
 * is made of them: twenty megabytes of empty lists take hundreds in memory, enough to end the process. Throws a SyntaxError
 * for what is no JSON, and a TypeError for what is no UTF-8.
 */
export function parseJson(bytes: Uint8Array): unknown {
  checkSize(bytes);
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

function checkSize(bytes: Uint8Array): void {
  let values = 0;
  let depth = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (byte === QUOTE) i = endOfText(bytes, i);
    else if (byte === COMMA || byte === COLON) values += 1;
    else if (opens(byte)) {
      values += 1;
      depth += 1;
    } else if (closes(byte)) depth -= 1;
    if (depth > DEEPEST) throw new JsonTooLarge(`nested more than ${DEEPEST} deep`);
    if (values > MOST_VALUES) throw new JsonTooLarge(`more than ${MOST_VALUES} values`);
  }
}

/** Where the text that begins at a quote ends. */
function endOfText(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}

/** True for `[` and `{`. */
function opens(byte: number | undefined): boolean {
  return byte === 0x5b || byte === 0x7b;
}

/** True for `]` and `}`. */
function closes(byte: number | undefined): boolean {
  return byte === 0x5d || byte === 0x7d;
}
