import type pg from 'pg';
import type { CountedCell } from '../disclosure/quantity.js';
import { parsePeriod } from '../period.js';
import type {
  Coverage,
  DefinitionsVersion,
  Head,
  JournalSize,
  Quarantined,
  Receipt,
  SliceKey,
  Standing,
  Suppression,
  Vintage,
} from './contract.js';
import {
  DEFINITIONS,
  definitionsOf,
  HELD,
  plainCoverage,
  QUARANTINE_AT,
  quarantinedOf,
  RECEIPT,
  receiptOf,
  rowsOf,
  SUPPRESSION,
  suppressionOf,
  vintageAt,
  vintageColumns,
} from './sql-rows.js';

/*
 * What is read of one source, as JournalStore says. Entries never change and become visible in the order of their
 * positions, because writers wait for each other: what is read up to one position belongs together.
 */

/** Where in the database a journal is read: its source, over a client with the owner's role. */
export interface Reading {
  readonly client: pg.ClientBase;
  readonly source: number;
}

export async function readHead({ client, source }: Reading): Promise<Head> {
  const [row] = await rowsOf(client, 'SELECT position, first_recorded_at, recorded_at FROM source WHERE id = $1', [
    source,
  ]);
  return headOf(row ?? []);
}

export function headOf(row: readonly unknown[]): Head {
  // Without a row nothing was begun.
  const [position = 0, firstRecordedAt = null, recordedAt = null] = row as [
    number?,
    (string | null)?,
    (string | null)?,
  ];
  return { position, firstRecordedAt, recordedAt };
}

/** What came after a position, up to a head; after 0 with `standing` what stands there, without what is settled. */
export async function readSince(
  reading: Reading,
  after: number,
  head: Head,
  standing: boolean = false,
): Promise<Standing> {
  if (head.position <= after) return { head, vintages: [], checked: [], quarantined: [], suppressed: [] };
  return {
    head,
    vintages: await latestVintages(reading, after, head.position),
    checked: await lastChecked(reading, after, head.position),
    quarantined: await quarantinedSince(reading, after, head.position, standing),
    suppressed: await suppressedSince(reading, after, head.position),
  };
}

async function latestVintages({ client, source }: Reading, after: number, upTo: number): Promise<Vintage[]> {
  const text = `
    SELECT ${vintageColumns('v')} FROM (
      SELECT DISTINCT ON (indicator, frequency, area, period) * FROM vintage
       WHERE source = $1 AND position > $2 AND position <= $3
       ORDER BY indicator DESC, frequency DESC, area DESC, period DESC, position DESC) v
     ORDER BY v.position`;
  return (await rowsOf(client, text, [source, after, upTo])).map((row) => vintageAt(row));
}

/** A scope's last receipt is found by index, however many receipts there are. */
async function lastChecked({ client, source }: Reading, after: number, upTo: number): Promise<Standing['checked']> {
  const text = `
    SELECT r.asked_at, s.slices FROM scope s
     CROSS JOIN LATERAL (
       SELECT position, asked_at FROM receipt
        WHERE source = $1 AND scope = s.id AND position > $2 AND position <= $3
        ORDER BY position DESC LIMIT 1) r
     WHERE s.source = $1
     ORDER BY r.position`;
  const latest = new Map<string, Coverage & { at: string }>();
  for (const [at, slices] of await rowsOf(client, text, [source, after, upTo])) {
    for (const slice of slices as Coverage[]) {
      latest.set(`${slice.frequency} ${slice.indicator}`, { ...plainCoverage(slice), at: at as string });
    }
  }
  return [...latest.values()];
}

async function quarantinedSince(
  { client, source }: Reading,
  after: number,
  upTo: number,
  standing: boolean,
): Promise<Quarantined[]> {
  const text = `${QUARANTINE_AT} AND (q.position > $3 OR d.position > $3) AND (d.decision IS DISTINCT FROM 'SUPERSEDED' OR d.decided_by IS NOT NULL OR NOT $4) ORDER BY q.position`;
  return (await rowsOf(client, text, [source, upTo, after, standing])).map(quarantinedOf);
}

async function suppressedSince({ client, source }: Reading, after: number, upTo: number): Promise<Suppression[]> {
  const text = `
    SELECT ${SUPPRESSION} FROM suppression
     WHERE source = $1 AND position > $2 AND position <= $3 ORDER BY position`;
  return (await rowsOf(client, text, [source, after, upTo])).map(suppressionOf);
}

/** Of these indicators, whenever it was found that the cells have to be withheld. */
export async function readSuppressed(
  { client, source }: Reading,
  indicators: readonly string[],
): Promise<Suppression[]> {
  const text = `SELECT ${SUPPRESSION} FROM suppression WHERE source = $1 AND indicator = ANY ($2) ORDER BY position`;
  return (await rowsOf(client, text, [source, indicators])).map(suppressionOf);
}

/** What was ever recorded of the cells of indicators and of the items of their breakdowns (HEALTH_INSURANCE:SEX:F). */
export async function readCounted({ client, source }: Reading, indicators: readonly string[]): Promise<CountedCell[]> {
  const text = `
    SELECT indicator, area, period, value, numerator, denominator FROM vintage
     WHERE source = $1 AND split_part(indicator, ':', 1) = ANY ($2)`;
  const rows = await rowsOf(client, text, [source, indicators]);
  return rows.map((row) => ({
    indicator: row[0] as string,
    area: row[1] as string,
    period: row[2] as string,
    value: row[3] as number | null,
    numerator: row[4] as number | null,
    denominator: row[5] as number | null,
  }));
}

/** Names of slices as two parameters, each slice once. */
function namesOf(keys: readonly SliceKey[]): [indicators: string[], frequencies: string[]] {
  const named = [...new Map(keys.map((key) => [`${key.frequency} ${key.indicator}`, key])).values()];
  return [named.map((key) => key.indicator), named.map((key) => key.frequency)];
}

export async function readStandingAt(
  { client, source }: Reading,
  keys: readonly SliceKey[],
  position: number,
  areas: readonly string[] | null,
): Promise<Vintage[]> {
  // The order is the index's, read backwards.
  const text = `
    SELECT ${vintageColumns('v')} FROM unnest($3::text[], $4::"char"[]) k (indicator, frequency)
     CROSS JOIN LATERAL (
       SELECT DISTINCT ON (area, period) * FROM vintage
        WHERE source = $1 AND indicator = k.indicator AND frequency = k.frequency AND position <= $2
          ${areas ? 'AND area = ANY ($5)' : ''}
        ORDER BY area DESC, period DESC, position DESC) v
     ORDER BY v.position`;
  const values = [source, position, ...namesOf(keys), ...(areas ? [areas] : [])];
  return (await rowsOf(client, text, values)).map((row) => vintageAt(row));
}

export async function readVintagesOf(
  { client, source }: Reading,
  keys: readonly SliceKey[],
  areas: readonly string[],
  position: number | null,
): Promise<Vintage[]> {
  const text = `
    SELECT ${vintageColumns('v')} FROM unnest($3::text[], $4::"char"[]) k (indicator, frequency)
      JOIN vintage v ON v.source = $1 AND v.indicator = k.indicator AND v.frequency = k.frequency
     WHERE v.area = ANY ($5) AND ($2::bigint IS NULL OR v.position <= $2)
     ORDER BY v.position`;
  return (await rowsOf(client, text, [source, position, ...namesOf(keys), areas])).map((row) => vintageAt(row));
}

export async function readQuarantinedAt(
  { client, source }: Reading,
  keys: readonly SliceKey[],
  position: number,
): Promise<Quarantined[]> {
  const asked = new Set(keys.map((key) => `${key.frequency} ${key.indicator}`));
  const text = `${QUARANTINE_AT} AND ${HELD} AND q.indicator = ANY ($3) ORDER BY q.position`;
  const rows = await rowsOf(client, text, [source, position, keys.map((key) => key.indicator)]);
  const inSlices = ({ figure }: Quarantined) =>
    asked.has(`${parsePeriod(figure.period)?.frequency} ${figure.indicator}`);
  return rows.map(quarantinedOf).filter(inSlices);
}

/** The newest first; `open` leaves out what was decided. */
export async function readQuarantined(
  { client, source }: Reading,
  upTo: number,
  open: boolean,
  first: number | null,
): Promise<Quarantined[]> {
  const text = `${QUARANTINE_AT} AND (d.decision IS NULL OR NOT $3) ORDER BY q.position DESC LIMIT $4`;
  return (await rowsOf(client, text, [source, upTo, open, first])).map(quarantinedOf);
}

export async function readCountOpen({ client, source }: Reading): Promise<number> {
  const text = `
    SELECT count(*) FROM quarantine q
     WHERE source = $1 AND NOT EXISTS (SELECT FROM decision d WHERE d.source = $1 AND d.entry = q.position)`;
  const [row] = await rowsOf(client, text, [source]);
  return row?.[0] as number;
}

export async function readReceipts({ client, source }: Reading, first: number): Promise<Receipt[]> {
  const text = `
    SELECT ${RECEIPT} FROM receipt r JOIN scope s ON s.id = r.scope
     WHERE r.source = $1 ORDER BY r.position DESC LIMIT $2`;
  return (await rowsOf(client, text, [source, first])).map(receiptOf);
}

export async function readDefinitions({ client, source }: Reading): Promise<DefinitionsVersion[]> {
  const text = `SELECT ${DEFINITIONS} FROM definitions WHERE source = $1 ORDER BY position`;
  return (await rowsOf(client, text, [source])).map(definitionsOf);
}

export async function readSize({ client, source }: Reading): Promise<JournalSize> {
  const text = `
    SELECT (SELECT count(*) FROM vintage WHERE source = $1),
           (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
             WHERE relnamespace = to_regnamespace(current_schema()::text) AND relkind = 'r')`;
  const [row] = await rowsOf(client, text, [source]);
  const [vintages, bytes] = row as [number, number];
  return { vintages, bytes };
}

/** The last entry that was recorded by an instant. A receipt is none: it tells what was confirmed, not what is known. */
export interface LastRecorded {
  readonly position: number;
  readonly at: string | null;
  /** Whether nothing can be recorded by that instant any more. */
  readonly closed: boolean;
}

export async function readLastRecorded({ client, source }: Reading, asOf: string): Promise<LastRecorded> {
  const last = (table: string, at: string) =>
    `(SELECT position, ${at} FROM ${table} WHERE source = $1 AND ${at} <= $2 ORDER BY ${at} DESC, position DESC LIMIT 1)`;
  const text = `
    SELECT coalesce(max(position), 0), max(at), coalesce((SELECT closed_until >= $2 FROM source WHERE id = $1), false)
      FROM (${last('vintage', 'recorded_at')} UNION ALL ${last('definitions', 'recorded_at')} UNION ALL
            ${last('quarantine', 'received_at')} UNION ALL ${last('decision', 'decided_at')} UNION ALL
            ${last('suppression', 'recorded_at')}) entry (position, at)`;
  const [row] = await rowsOf(client, text, [source, asOf]);
  const [position, at, closed] = row as [number, string | null, boolean];
  return { position, at, closed };
}
