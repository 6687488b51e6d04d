import { WrittenList } from '../../schema/written-list.js';

/** Items of a list that are written at once. */
const BATCH = 32;
/** Bytes (of texts: characters) after which a piece is handed out. */
const PIECE = 32_768;

/**
 * A value as JSON in UTF-8, the same text as `JSON.stringify` makes of it, in pieces: of long lists some items at a time, so that
 * whoever sends them can do something else in between. Nobody reads the value any more: the written lists that were
 * come to are spent when the last piece is out, or nobody takes one any more.
 */
export function* jsonPieces(value: unknown): Generator<Buffer> {
  const lists = new Set<WrittenList>();
  try {
    yield* joined(partsOf(value, lists));
  } finally {
    for (const list of lists) list.spend();
  }
}

/** The parts in pieces of some length, which hold none of their memory. */
function* joined(all: Iterable<Part>): Generator<Buffer> {
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

/** Text, or bytes of it. */
type Part = string | Uint8Array;

function* partsOf(value: unknown, lists: Set<WrittenList>): Generator<Part> {
  if (value instanceof WrittenList) {
    lists.add(value);
    yield* partsOfWritten(value);
    return;
  }
  if (typeof value !== 'object' || value === null || 'toJSON' in value) yield JSON.stringify(value) ?? 'null';
  else if (!Array.isArray(value)) yield* partsOfObject(value, lists);
  else if (value.length > BATCH) yield* partsOfLongList(value, lists);
  else yield* partsOfItems(value, lists);
}

function* partsOfItems(list: readonly unknown[], lists: Set<WrittenList>): Generator<Part> {
  yield '[';
  for (const [index, item] of list.entries()) {
    if (index > 0) yield ',';
    yield* partsOf(item, lists);
  }
  yield ']';
}

function* partsOfWritten({ pieces }: WrittenList): Generator<Part> {
  yield '[';
  yield* pieces;
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

function* partsOfObject(value: object, lists: Set<WrittenList>): Generator<Part> {
  let mark = '{';
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    yield `${mark}${JSON.stringify(key)}:`;
    yield* partsOf(inner, lists);
    mark = ',';
  }
  yield mark === '{' ? '{}' : '}';
}

function* partsOfLongList(list: readonly unknown[], lists: Set<WrittenList>): Generator<Part> {
  if (list.some(holdsList)) {
    yield* partsOfItems(list, lists);
    return;
  }
  for (let from = 0; from < list.length; from += BATCH) {
    const text = JSON.stringify(list.slice(from, from + BATCH));
    yield `${from === 0 ? '[' : ','}${text.slice(1, -1)}`;
  }
  yield ']';
}
