import { GraphQLError } from 'graphql';
import type { Answered, Ask } from '../asking.js';
import type { Piece } from './asking.js';
import { type Companions, CompanionsAsked } from './companions.js';
import type { Turn } from './entry.js';
import { judgedPeriods, type RecordedRow, turns } from './row.js';
import { type Instant, type Known, type KnownIndicators, knownOf, statesPiece } from './states.js';
import type { Candidate, Stream } from './stream.js';

/** Of a candidate: how the judgement turned, null when nothing is listed here, or why that cannot be told. */
export type Verdict = Turn | null | GraphQLError;

/**
 * The judgements among candidates, by one question, and a second one where a code was unknown at an instant. A judgement
 * is listed once, behind the last change of its instant that can have turned it: these changes are asked for as well, for
 * they may lie beyond what was read.
 */
export async function judge(
  candidates: readonly Candidate[],
  streams: readonly Stream[],
  ask: Ask,
): Promise<ReadonlyMap<Candidate, Verdict>> {
  const judgements = candidates.filter(isJudgement);
  if (judgements.length === 0) return new Map();
  const instants = instantsOf(judgements);
  const companions = new CompanionsAsked(judgements, streams);
  const answered = await askPieces(ask, [statesPiece(instants), companions.piece]);
  const known = await allKnown(answered, instants, ask);
  return new Map(
    judgements.map((candidate): [Candidate, Verdict] => {
      const { at, indicator } = candidate.row;
      const before = known.get(justBefore(at))?.get(indicator) ?? null;
      const after = known.get(at)?.get(indicator) ?? null;
      return [candidate, verdict(candidate, before, after, companions.of(answered, candidate), streams)];
    }),
  );
}

/** A candidate that is a judgement. */
type Judged = Candidate & { readonly judged: string };

function isJudgement(candidate: Candidate): candidate is Judged {
  return candidate.judged !== null;
}

function askPieces(ask: Ask, pieces: readonly Piece[]): Promise<Answered> {
  const declared = pieces.flatMap((piece) => piece.declared);
  const fields = pieces.flatMap((piece) => piece.fields);
  const query = `query Judgements(${declared.join(', ')}) {\n${fields.join('\n')}\n}`;
  return ask(query, Object.assign({}, ...pieces.map((piece) => piece.variables)));
}

/** Just before each change, and with it: each instant once, for one change can be just before another. */
function instantsOf(judgements: readonly Judged[]): Instant[] {
  const byInstant = new Map<string, { codes: Set<string>; periods: Set<string> }>();
  for (const { row, judged } of judgements) {
    for (const asOf of [justBefore(row.at), row.at]) {
      const { codes, periods } = byInstant.get(asOf) ?? { codes: new Set(), periods: new Set() };
      byInstant.set(asOf, { codes: codes.add(row.indicator), periods: periods.add(judged) });
    }
  }
  return [...byInstant].map(([asOf, { codes, periods }]) => ({ asOf, codes: [...codes], periods: [...periods] }));
}

function justBefore(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}

/** What was known, by instant. Where an unknown code has refused the others, each is asked for by itself. */
async function allKnown(
  answered: Answered,
  instants: readonly Instant[],
  ask: Ask,
): Promise<ReadonlyMap<string, KnownIndicators>> {
  const all = new Map<string, KnownIndicators>();
  const add = ({ asOf }: Instant, known: KnownIndicators) =>
    all.set(asOf, new Map([...(all.get(asOf) ?? []), ...known]));
  const refused: Instant[] = [];
  for (const [i, instant] of instants.entries()) {
    const known = knownOf(answered, instant, i);
    if (known) add(instant, known);
    else refused.push(...instant.codes.map((code) => ({ ...instant, codes: [code] })));
  }
  if (refused.length === 0) return all;
  const again = await askPieces(ask, [statesPiece(refused)]);
  for (const [i, instant] of refused.entries()) add(instant, knownOf(again, instant, i) ?? new Map());
  return all;
}

function verdict(
  { row, judged, stream }: Judged,
  before: Known | null | GraphQLError,
  after: Known | null | GraphQLError,
  companions: Companions,
  streams: readonly Stream[],
): Verdict {
  if (before instanceof GraphQLError) return before;
  if (after instanceof GraphQLError) return after;
  const indicator = after ?? before;
  if (!indicator || !turns(row, indicator.frequency)) return null;
  const [then, now] = [before, after].map((known) => known?.states.get(judged) ?? null);
  if (then instanceof GraphQLError) return then;
  if (now instanceof GraphQLError) return now;
  if (then === now) return null;
  for (const needed of new Set([stream, ...streams.filter(({ owner }) => owner === indicator.owner)])) {
    const said = needed.silent ?? companions.get(needed);
    if (said instanceof GraphQLError) return said;
  }
  const isAlike = (other: RecordedRow) => turns(other, indicator.frequency) && judgedPeriods(other).includes(judged);
  const isLater = (other: RecordedRow, by: Stream) =>
    by === stream ? other.position > row.position : by.turn > stream.turn;
  const later = [...companions].some(
    ([by, rows]) => !(rows instanceof GraphQLError) && rows.some((other) => isAlike(other) && isLater(other, by)),
  );
  return later ? null : { before: then ?? null, after: now ?? null };
}
