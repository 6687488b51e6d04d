import { WrittenList } from '../../schema/written-list.js';

/** Items of a list that are written at once. */
const BATCH = 32;
/** Bytes (of texts: characters) after which a piece is handed out. */
const PIECE = 32_768;

/**
 * A value as JSON in UTF-8, the same text as `JSON.stringify` makes of it, in pieces: of long lists some items at a time, so that
 * whoever sends them can do something else in between. Nobody reads the value any more: the written lists of which
 * something is out are spent behind the last piece, or when nobody takes one any more.
 */
export function* jsonPieces(value: unknown): Generator<Buffer> {
  const lists = new Set<WrittenList>();
  try {
    yield* joined(opened(partsOf(value), lists));
  } finally {
    for (const list of lists) list.spend();
  }
}

/** The parts in pieces of some length, which hold none of their memory. */
function* joined(all: Iterable<string | Uint8Array>): Generator<Buffer> {
  let parts: Uint8Array[] = [];
  let text = '';
  let size = 0;
  const piece = () => {
    const made = Buffer.concat(text === '' ? parts : [...parts, Buffer.from(text)]);
    [parts, text, size] = [[], '', 0];
    return made;
  };
  for (const part of all) {
    size += part.length;
    if (typeof part === 'string') text += part;
    else {
      if (text !== '') parts.push(Buffer.from(text));
      text = '';
      parts.push(part);
    }
    if (size >= PIECE) yield piece();
  }
  if (size > 0) yield piece();
}

/** The parts with the text of written lists in their place; notes which these are. */
function* opened(parts: Iterable<Part>, lists: Set<WrittenList>): Generator<string | Uint8Array> {
  for (const part of parts) {
    if (typeof part === 'string') yield part;
    else {
      lists.add(part);
      yield* part.pieces;
    }
  }
}

/** Text, or a list that has its own. */
type Part = string | WrittenList;

function* partsOf(value: unknown): Generator<Part> {
  if (value instanceof WrittenList) {
    yield '[';
    yield value;
    yield ']';
    return;
  }
  if (typeof value !== 'object' || value === null || 'toJSON' in value) yield JSON.stringify(value) ?? 'null';
  else if (!Array.isArray(value)) yield* partsOfObject(value);
  else if (value.length > BATCH) yield* partsOfLongList(value);
  else yield* partsOfItems(value);
}

function* partsOfItems(list: readonly unknown[]): Generator<Part> {
  yield '[';
  for (const [index, item] of list.entries()) {
    if (index > 0) yield ',';
    yield* partsOf(item);
  }
  yield ']';
}

/** Such an item can be long itself. */
function holdsList(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  return (
    item instanceof WrittenList ||
    Array.isArray(item) ||
    Object.values(item).some((inner) => Array.isArray(inner) || holdsList(inner))
  );
}

function* partsOfObject(value: object): Generator<Part> {
  let mark = '{';
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    yield `${mark}${JSON.stringify(key)}:`;
    yield* partsOf(inner);
    mark = ',';
  }
  yield mark === '{' ? '{}' : '}';
}

function* partsOfLongList(list: readonly unknown[]): Generator<Part> {
  if (list.some(holdsList)) {
    yield* partsOfItems(list);
    return;
  }
  for (let from = 0; from < list.length; from += BATCH) {
    const text = JSON.stringify(list.slice(from, from + BATCH));
    yield `${from === 0 ? '[' : ','}${text.slice(1, -1)}`;
  }
  yield ']';
}
