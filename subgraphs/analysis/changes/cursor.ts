import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OWNERS, type OwnerName } from '../../../schema/subgraphs.js';
import { BadUserInput } from '../../core/errors.js';
import type { ChangeKind } from './row.js';

/** How far the list has come in the journal of one owner. */
export interface Place {
  /** Position of the last recorded change that was passed, at least in part. */
  readonly position: number;
  /** How many entries of that position were passed, those that gave none counted too; null: all of them. */
  readonly passed: number | null;
}

/** How far the list has come with each owner; an owner that is not in it has given nothing yet. */
export type Places = ReadonlyMap<OwnerName, Place>;

/** What a list of changes is about: a cursor of one list is none of another. */
export interface Filters {
  readonly since: string;
  readonly indicators: readonly string[] | null;
  readonly areas: readonly string[] | null;
  readonly kinds: readonly ChangeKind[] | null;
}

const position = z.int().min(1).max(2_147_483_647);
const form = z.strictObject({
  v: z.literal(1),
  of: z.string(),
  at: z.partialRecord(z.enum(OWNERS), z.union([position, z.tuple([position, z.int().min(1)])])),
});

/** A short text that is equal for equal filters, in whatever order they name things. */
export function listOf({ since, indicators, areas, kinds }: Filters): string {
  const sorted = [indicators, areas, kinds].map((names) => names && [...new Set(names)].sort());
  // A list of all kinds is named as it was before kinds could be asked for: cursors outlive a release.
  const named = kinds ? sorted : sorted.slice(0, 2);
  return createHash('sha256')
    .update(JSON.stringify([since, ...named]))
    .digest('base64url')
    .slice(0, 16);
}

/** The cursor of a place in a list. Clients hand it back as it is. */
export function cursorOf(list: string, places: Places): string {
  const at = Object.fromEntries(
    [...places].map(([owner, { position: last, passed }]) => [owner, passed === null ? last : [last, passed]]),
  );
  return Buffer.from(JSON.stringify({ v: 1, of: list, at })).toString('base64url');
}

/** The place of a cursor that a caller gave as `after`. Throws BadUserInput for one that is not ours or of another list. */
export function placesOf(cursor: string, list: string): Places {
  const read = form.safeParse(jsonOf(cursor));
  if (!read.success) throw new BadUserInput('after', cursor, 'give the `cursor` of an entry as it was answered');
  if (read.data.of !== list) {
    throw new BadUserInput(
      'after',
      cursor,
      'it belongs to a list with another `since`, `indicators`, `areas` or `kinds`',
    );
  }
  const { at } = read.data;
  return new Map(
    OWNERS.flatMap((owner): [OwnerName, Place][] => {
      const place = at[owner];
      if (place === undefined) return [];
      return [
        [owner, Array.isArray(place) ? { position: place[0], passed: place[1] } : { position: place, passed: null }],
      ];
    }),
  );
}

/** What the text holds; undefined, which is no cursor, for what holds no JSON. */
function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
