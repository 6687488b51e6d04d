import { WrittenList } from '../../schema/written-list.js';

/** Items of a list that are written at once. */
const BATCH = 32;
/** Characters after which a piece is handed out. */
const PIECE = 16_384;

/**
 * A value as JSON, the same text as `JSON.stringify` makes of it, in pieces: of long lists some items at a time, so that whoever
 * sends them can do something else in between.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = '';
  for (const text of texts(value)) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function* texts(value: unknown): Generator<string> {
  if (value instanceof WrittenList) {
    yield* textsOfWritten(value);
    return;
  }
  if (typeof value !== 'object' || value === null || 'toJSON' in value) yield JSON.stringify(value) ?? 'null';
  else if (!Array.isArray(value)) yield* textsOfObject(value);
  else if (value.length > BATCH) yield* textsOfLongList(value);
  else yield* textsOfItems(value);
}

function* textsOfItems(list: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [index, item] of list.entries()) {
    if (index > 0) yield ',';
    yield* texts(item);
  }
  yield ']';
}

function* textsOfWritten({ pieces }: WrittenList): Generator<string> {
  yield '[';
  for (const [index, piece] of pieces.entries()) yield index > 0 ? `,${piece}` : piece;
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

function* textsOfObject(value: object): Generator<string> {
  let mark = '{';
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    yield `${mark}${JSON.stringify(key)}:`;
    yield* texts(inner);
    mark = ',';
  }
  yield mark === '{' ? '{}' : '}';
}

function* textsOfLongList(list: readonly unknown[]): Generator<string> {
  if (list.some(holdsList)) {
    yield* textsOfItems(list);
    return;
  }
  for (let from = 0; from < list.length; from += BATCH) {
    const text = JSON.stringify(list.slice(from, from + BATCH));
    yield `${from === 0 ? '[' : ','}${text.slice(1, -1)}`;
  }
  yield ']';
}
