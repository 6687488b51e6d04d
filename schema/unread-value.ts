import { jsonBytes, lastJsonBytes, WrittenList } from './written-list.js';

/** A value of an answer that is passed on as JSON text (UTF-8), because nobody on the way looks at it. */
export class UnreadValue {
  constructor(readonly text: Uint8Array) {}

  /** For whoever writes it as a value like any other; `unreadBytes` puts its number there. */
  toJSON(): unknown {
    if (met === null) return readText(Buffer.from(this.text).toString(), JSON.parse);
    const known = met.get(this);
    if (known !== undefined) return known;
    met.set(this, met.size);
    return met.size - 1;
  }
}

/**
 * The value of a text that one program wrote for another. What is no JSON stands as it came, for who requires it to refuse: it must not
 * take with it what others said.
 */
export function readText(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

/** The numbers of those that were met so far in the value that is written; null: nobody writes their texts behind it. */
let met: Map<UnreadValue, number> | null = null;

const LINE_END = 0x0a;
const NEW_LINE = Buffer.of(LINE_END);

/** Values whose texts follow the first line, as they are put into places of it. Nobody reads them any more behind it. */
export class Following {
  readonly #before: Uint8Array[] = [];
  readonly #lists: WrittenList[] = [];
  #text = '';
  #count = 0;

  /** What stands in its place. */
  add(value: unknown): number {
    if (value instanceof WrittenList) {
      this.#before.push(Buffer.from(`${this.#text}\n[`), ...value.pieces);
      this.#text = ']';
      this.#lists.push(value);
    } else this.#text += `\n${JSON.stringify(value)}`;
    return this.#count++;
  }

  /** The whole body, with the value that they stand in. */
  behind(value: unknown): Buffer {
    const bytes = Buffer.concat([lastJsonBytes(value), ...this.#before, Buffer.from(this.#text)]);
    for (const list of this.#lists) list.spend();
    return bytes;
  }
}

/**
 * A value as JSON, with a number in the place of each UnreadValue, on the first line, and the text of each on a line of its own
 * behind it: no text can change what stands around it.
 */
export function unreadBytes(value: unknown): Buffer {
  const values = new Map<UnreadValue, number>();
  met = values;
  let first: Buffer;
  try {
    first = jsonBytes(value);
  } finally {
    met = null;
  }
  const lines: Uint8Array[] = [first];
  for (const { text } of values.keys()) lines.push(NEW_LINE, text);
  return Buffer.concat(lines);
}

/** The lines of such a body. */
export function linesOf(bytes: Buffer): [first: Buffer, ...texts: Buffer[]] {
  let end = bytes.indexOf(LINE_END);
  if (end < 0) return [bytes];
  const lines: [Buffer, ...Buffer[]] = [bytes.subarray(0, end)];
  while (end >= 0) {
    const next = bytes.indexOf(LINE_END, end + 1);
    lines.push(bytes.subarray(end + 1, next < 0 ? bytes.length : next));
    end = next;
  }
  return lines;
}

/**
 * Puts something else in place of what stands at some paths of a value, null and what is missing left out. A path is response names
 * joined by dots; of lists it means each item. All places are found before any is filled: nothing that is put in is looked into.
 */
export function replaceAt(
  value: unknown,
  paths: readonly string[],
  by: (value: unknown, path: string) => unknown,
): void {
  const places = paths.flatMap((path) => placesAt(value, path));
  for (const { record, key, path } of places) record[key] = by(record[key], path);
}

interface PlaceOfValue {
  readonly record: Record<string, unknown>;
  readonly key: string;
  readonly path: string;
}

function placesAt(value: unknown, path: string): PlaceOfValue[] {
  const places: PlaceOfValue[] = [];
  const steps = path.split('.');
  const walk = (at: unknown, depth: number): void => {
    if (typeof at !== 'object' || at === null) return;
    if (Array.isArray(at)) {
      for (const item of at) walk(item, depth);
      return;
    }
    const record = at as Record<string, unknown>;
    const key = steps[depth] ?? '';
    if (!Object.hasOwn(record, key)) return;
    if (depth < steps.length - 1) walk(record[key], depth + 1);
    else if (record[key] !== null && record[key] !== undefined) places.push({ record, key, path });
  };
  walk(value, 0);
  return places;
}
