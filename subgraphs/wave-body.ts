import { linesOf, readText, replaceAt } from '../schema/unread-value.js';

/** A body that does not hold what it says. */
class UnfitBody extends Error {
  override readonly name = 'UnfitBody';
}

/** The questions in a body of WAVE_TYPE; `parse` reads JSON. Throws UnfitBody, and what `parse` throws for the first line. */
export function readWave(bytes: Buffer, parse: (text: string) => unknown): unknown {
  const [first, ...texts] = linesOf(bytes);
  const wave = asRecord(parse(first.toString()));
  const placed = new Set<number>();
  const read = (value: unknown, path: string) => {
    if (typeof value !== 'number') return value;
    const text = texts[value];
    if (text === undefined) throw new UnfitBody(`There is no line for the value at ${path}.`);
    placed.add(value);
    // Read anew for each place, so that nothing stands in two places but what "again" names.
    return readText(text.toString(), parse);
  };
  for (const question of Array.isArray(wave.asked) ? wave.asked : [wave.asked]) {
    const { variables, told } = toldIn(question);
    if (told.length > 0) replaceAt(asRecord(variables).representations, told, read);
  }
  if (placed.size !== texts.length) throw new UnfitBody('A value follows that has no place.');
  return unshared(wave);
}

/** Where in the representations of a question values stand that follow the wave. */
function toldIn(question: unknown): { readonly variables: unknown; readonly told: readonly string[] } {
  const { variables, extensions } = asRecord(question);
  const told = extensions === undefined ? undefined : asRecord(extensions).told;
  if (told === undefined) return { variables, told: [] };
  if (Array.isArray(told) && told.every((path) => typeof path === 'string')) return { variables, told };
  throw new UnfitBody('A question says in "told" where values stand that follow the wave.');
}

/**
 * The questions of a gateway that writes each value once: `{ asked, again }`, where `again` has for each value that was left
 * out the path in `asked` of where it stands the first time and of where it belongs. It is then the same object in both
 * places, which resolvers must not change. Nothing that is read so can hold itself: a value is shared only when everything in
 * it is in its place, and no path leads through a place that was filled. Throws UnfitBody.
 */
function unshared({ asked, again }: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(again)) throw new UnfitBody('A body with shared values says in "again" where they belong.');
  const shared = new Set<string>();
  const filled = new Set<string>();
  for (const pair of again) {
    const [from, to] = Array.isArray(pair) ? pair : [];
    if (!Array.isArray(from) || !Array.isArray(to)) throw new UnfitBody('A shared value is told by two paths.');
    const [source, target] = [placesOn(from), placesOn(to)];
    shared.add(source.at(-1) ?? '');
    const isUnfit =
      [...source, ...target].some((place) => filled.has(place)) || target.some((place) => shared.has(place));
    if (isUnfit) throw new UnfitBody(`${to} is within a value that is shared.`);
    filled.add(target.at(-1) ?? '');
    const place = asRecord(at(asked, to.slice(0, -1)));
    if (at(place, to.slice(-1)) !== null || to.length === 0) throw new UnfitBody(`There is a value at ${to}.`);
    place[to.at(-1)] = at(asked, from);
  }
  return asked;
}

/** The places that a path leads through, from the outermost to its end. */
function placesOn(path: readonly unknown[]): string[] {
  let place = '';
  return [place, ...path.map((step) => (place += `${JSON.stringify(step)} `))];
}

function at(value: unknown, path: readonly unknown[]): unknown {
  let found = value;
  for (const step of path) {
    const record = asRecord(found);
    if (typeof step !== 'string' || !Object.hasOwn(record, step)) throw new UnfitBody(`There is nothing at ${path}.`);
    found = record[step];
  }
  return found;
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new UnfitBody('A wave is not as agreed.');
  return value as Record<string, unknown>;
}
