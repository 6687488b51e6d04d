import type { ChangesAsked, RecordedChange } from './contract.js';
import type { Reading } from './sql-reading.js';
import { rowsOf, VINTAGE_WIDTH, vintageAt, vintageColumns } from './sql-rows.js';

/** Vintages that one statement looks through for changes: few enough for any server within its time for a statement. */
const LOOKED_THROUGH = 10_000;

export async function readChanges(reading: Reading, asked: ChangesAsked): Promise<RecordedChange[]> {
  const found = await changesAmongNext(reading, asked);
  for (let step = asked; found.length < asked.first; ) {
    const after = await lastOfNext(reading, step);
    if (after === null) break;
    step = { ...asked, after, first: asked.first - found.length };
    found.push(...(await changesAmongNext(reading, step)));
  }
  return found;
}

/** The changes among the next vintages. A first vintage differs from nothing, for each has a status. */
async function changesAmongNext({ client, source }: Reading, asked: ChangesAsked): Promise<RecordedChange[]> {
  const { conditions, values } = nextVintages(source, asked);
  const isListed = asked.firstsOf
    ? `AND (b.position IS NOT NULL OR v.area = ANY ($${values.push(asked.firstsOf)}))`
    : '';
  const text = `
    SELECT ${vintageColumns('v')}, ${vintageColumns('b')} FROM (
      SELECT * FROM vintage WHERE ${conditions} ORDER BY position LIMIT ${LOOKED_THROUGH}) v
      LEFT JOIN LATERAL (
        SELECT * FROM vintage
         WHERE source = $1 AND indicator = v.indicator AND frequency = v.frequency AND area = v.area
           AND period = v.period AND position < v.position
         ORDER BY position DESC LIMIT 1) b ON true
     WHERE (v.value, v.numerator, v.denominator, v.status)
           IS DISTINCT FROM (b.value, b.numerator, b.denominator, b.status) ${isListed}
     ORDER BY v.position LIMIT $${values.push(asked.first)}`;
  return (await rowsOf(client, text, values)).map((row) => ({
    before: row[VINTAGE_WIDTH] === null ? null : vintageAt(row, VINTAGE_WIDTH),
    after: vintageAt(row),
  }));
}

/** How far one statement looks; null: to the end. */
async function lastOfNext({ client, source }: Reading, asked: ChangesAsked): Promise<number | null> {
  const { conditions, values } = nextVintages(source, asked);
  const text = `SELECT position FROM vintage WHERE ${conditions} ORDER BY position LIMIT 1 OFFSET ${LOOKED_THROUGH - 1}`;
  const [row] = await rowsOf(client, text, values);
  return (row?.[0] as number | undefined) ?? null;
}

/** Conditions that are not asked for are left out, so that a statement is planned for those that are. */
function nextVintages(source: number, asked: ChangesAsked): { conditions: string; values: unknown[] } {
  const values: unknown[] = [source, asked.after ?? asked.since];
  const conditions = ['source = $1', `position > ${asked.after === null ? BEFORE_SINCE : '$2'}`];
  if (asked.indicators) conditions.push(`split_part(indicator, ':', 1) = ANY ($${values.push(asked.indicators)})`);
  if (asked.areas) conditions.push(`area = ANY ($${values.push(asked.areas)})`);
  return { conditions: conditions.join(' AND '), values };
}

/** The position of the last vintage recorded before instant $2. Instants never fall with the position. */
const BEFORE_SINCE = `coalesce((
  SELECT position FROM vintage WHERE source = $1 AND recorded_at < $2
   ORDER BY recorded_at DESC, position DESC LIMIT 1), 0)`;
