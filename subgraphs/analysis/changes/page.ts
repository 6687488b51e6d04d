import { GraphQLError } from 'graphql';
import { OWNERS } from '../../../schema/subgraphs.js';
import type { Ask } from '../asking.js';
import { cursorOf, type Filters, listOf, type Places } from './cursor.js';
import { type Change, changeOf, turnOf } from './entry.js';
import { judge, type Verdict } from './judging.js';
import { readOn } from './reading.js';
import { type ChangeKind, kindOf } from './row.js';
import { type Candidate, earliest, Stream } from './stream.js';

/** Most changes that an owner lists at once. */
const MOST_ROWS = 500;

/** Most instants whose judgements one question compares: each is asked for twice, of all owners concerned. */
const MOST_INSTANTS = 8;

/** Most judgements that one question compares, where only they are listed: as many as 200 changes can turn. */
const MOST_JUDGED = 400;

/** What a page is about. */
export interface PageAsked {
  readonly filters: Filters;
  readonly first: number;
  /** Where the page begins. */
  readonly from: Places;
  /** The instant of now: 2026-03-01T03:00:00.000Z. */
  readonly now: string;
}

/**
 * A page of the list of changes: what the owners have recorded, in the order of recording, each judgement behind the changes
 * that turned it. The list is the same whatever the sizes of its pages. An owner that cannot be heard stays where it was,
 * and an error at the end of the page, beyond `first`, says so. Throws BadUserInput for an unknown indicator.
 */
export async function pageOf(asked: PageAsked, ask: Ask): Promise<(Change | GraphQLError)[]> {
  const streams = OWNERS.map((owner, turn) => new Stream(owner, turn, asked.from.get(owner) ?? null));
  const list = listOf(asked.filters);
  const entries: Change[] = [];
  await readOn(streams, { ...asked, first: Math.min(asked.first + 1, MOST_ROWS), check: true }, ask);
  while (entries.length < asked.first) {
    const candidates = await nextCandidates(streams, asked, asked.first - entries.length, ask);
    if (candidates.length === 0) break;
    const verdicts = isAsked(asked.filters, 'JUDGEMENT') ? await judge(candidates, streams, ask) : new Map();
    for (const { entry, places } of listed(candidates, verdicts, streams)) {
      if (!isAsked(asked.filters, entry.kind)) continue;
      entries.push({ ...entry, cursor: cursorOf(list, places) });
      if (entries.length === asked.first) break;
    }
  }
  return [...entries, ...silencesOf(streams)];
}

/**
 * The candidates that come next, in order, until there are so many recorded changes to be listed, or as many instants to be
 * compared as one question compares. Empty when nothing more is known.
 */
async function nextCandidates(
  streams: readonly Stream[],
  { filters, now }: PageAsked,
  wanted: number,
  ask: Ask,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  const instants = new Set<string>();
  const judges = isAsked(filters, 'JUDGEMENT');
  for (let rows = 0, judged = 0; rows < wanted && judged < MOST_JUDGED; ) {
    // Before an owner has been read further, nobody knows whose change comes next.
    const waiting = streams.filter((stream) => stream.isWaiting);
    if (waiting.length > 0) await readOn(waiting, { filters, first: MOST_ROWS, now, check: false }, ask);
    const next = earliest(streams);
    if (!next) break;
    if (judges && next.judged !== null) {
      if (instants.add(next.row.at).size > MOST_INSTANTS) break;
      judged++;
    }
    const kind = next.judged === null ? kindOf(next.row) : null;
    if (kind && isAsked(filters, kind)) rows++;
    candidates.push(next);
    next.stream.shift();
  }
  return candidates;
}

function isAsked({ kinds }: Filters, kind: ChangeKind): boolean {
  return kinds?.includes(kind) ?? true;
}

/** The entries among candidates, in order. An owner goes no further than to a judgement that cannot be told. */
function* listed(
  candidates: readonly Candidate[],
  verdicts: ReadonlyMap<Candidate, Verdict>,
  streams: readonly Stream[],
): Generator<{ entry: Omit<Change, 'cursor'>; places: Places }> {
  const stopped = new Set<Stream>();
  for (const candidate of candidates) {
    const { stream, row, judged, place } = candidate;
    if (stopped.has(stream)) continue;
    const verdict = verdicts.get(candidate) ?? null;
    if (verdict instanceof GraphQLError) {
      stream.stop(verdict);
      stopped.add(stream);
      continue;
    }
    stream.place = place;
    const entry = judged === null ? changeOf(row) : verdict && turnOf(row, judged, verdict);
    if (entry) yield { entry, places: placesOf(streams) };
  }
}

function placesOf(streams: readonly Stream[]): Places {
  return new Map(streams.flatMap(({ owner, place }) => (place ? [[owner, place]] : [])));
}

/** Why owners could not be heard, each reason once. */
function silencesOf(streams: readonly Stream[]): GraphQLError[] {
  const errors = streams.flatMap(({ silent }) => silent ?? []);
  const said = new Map(errors.map((error) => [`${error.extensions.department} ${error.extensions.code}`, error]));
  return [...said.values()];
}
