import type { GraphQLError } from 'graphql';
import { CITY } from '../../../schema/areas/areas.js';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Answered } from '../asking.js';
import { changesOf, ofSources, type Piece } from './asking.js';
import { type RecordedRow, ROW_FIELDS } from './row.js';
import type { Candidate, Stream } from './stream.js';

/** Changes of one indicator at one instant, by who recorded them, or why an owner cannot tell. */
export type Companions = ReadonlyMap<Stream, readonly RecordedRow[] | GraphQLError>;

/** As many changes of the city's figures of one indicator as an owner lists at once: far more than one instant has. */
const MOST = 500;

interface Wanted {
  readonly at: string;
  readonly indicator: string;
  readonly from: Set<Stream>;
}

/**
 * The changes that may have turned the same judgement as a candidate. Its own owner is asked, and for a change of
 * definition, which may meet figures of another owner, all that can be heard.
 */
export class CompanionsAsked {
  readonly #wanted = new Map<string, Wanted>();

  constructor(judgements: readonly Candidate[], streams: readonly Stream[]) {
    const heard = streams.filter(({ silent }) => !silent);
    for (const { row, stream } of judgements) {
      const wanted = this.#wanted.get(keyOf(row)) ?? { at: row.at, indicator: row.indicator, from: new Set() };
      this.#wanted.set(keyOf(row), wanted);
      for (const one of row.after ? [stream] : heard) wanted.from.add(one);
    }
  }

  get piece(): Piece {
    const fields = new Map<OwnerName, string[]>();
    const declared = ['$city: [ID!]'];
    const variables: Record<string, unknown> = { city: [CITY.id] };
    for (const [k, { at, indicator, from }] of [...this.#wanted.values()].entries()) {
      const args = `since: $since${k}, first: ${MOST}, indicators: $of${k}, areas: $city`;
      for (const { owner } of from) {
        fields.set(owner, [...(fields.get(owner) ?? []), `c${k}: changes(${args}) ${ROW_FIELDS}`]);
      }
      declared.push(`$since${k}: DateTime`, `$of${k}: [ID!]`);
      Object.assign(variables, { [`since${k}`]: at, [`of${k}`]: [indicator] });
    }
    return { fields: [`departments { code ${ofSources(fields)} }`], declared, variables };
  }

  of(answered: Answered, { row }: Candidate): Companions {
    const k = [...this.#wanted.keys()].indexOf(keyOf(row));
    const from = [...(this.#wanted.get(keyOf(row))?.from ?? [])];
    return new Map(
      from.map((stream) => {
        const rows = changesOf(answered, `c${k}`, stream.owner);
        return [stream, Array.isArray(rows) ? rows.filter(({ at }) => at === row.at) : rows];
      }),
    );
  }
}

function keyOf({ at, indicator }: RecordedRow): string {
  return `${at} ${indicator}`;
}
