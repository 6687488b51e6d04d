import type { SourceFigure } from '../../subgraphs/core/figure.js';
import type { JournalDatabase } from '../../subgraphs/core/journal/database.js';
import { type Entry, entry, IDENTITY, type RecordedOwner } from './batches.js';

/** An entry with its position, and the instant of its recording; receipts have none. */
export interface StandingEntry extends Entry {
  readonly position: number;
  readonly at: string | null;
  /** The name of its batch, where it says so. */
  readonly batch: string | null;
}

/** Every table of a journal by its position, its instant, and what it holds as JSON of the database's own making. */
const TABLES: Record<Entry['kind'], { readonly at: string | null; readonly holds: string; readonly from?: string }> = {
  vintage: {
    at: 'recorded_at',
    holds: `'indicator', indicator, 'area', area, 'period', period, 'value', value, 'numerator', numerator,
            'denominator', denominator, 'status', status, 'reason', reason, 'note', note, 'document', document,
            'place', place, 'publishedAt', published_at, 'released', released`,
  },
  receipt: {
    at: null,
    holds: `'at', asked_at, 'slices', slices, 'taken', taken, 'withdrawn', withdrawn, 'unchanged', unchanged,
            'refused', refused`,
    from: 'receipt JOIN scope ON scope.id = receipt.scope AND scope.source = receipt.source',
  },
  quarantine: {
    at: 'received_at',
    holds: `'figure', figure, 'reason', reason, 'detail', detail, 'lastGoodAt', last_good_at`,
  },
  decision: {
    at: 'decided_at',
    holds: `'entry', entry, 'decision', decision, 'by', decided_by, 'why', decided_why`,
  },
  definitions: { at: 'recorded_at', holds: `'files', files` },
};

type Held = Record<string, unknown>;

/** All entries of an owner's journal, ascending by position: as the tables hold them, and not as the store reads them. */
export async function entriesIn(database: JournalDatabase, owner: RecordedOwner): Promise<StandingEntry[]> {
  const found = await database.use(owner, async (client) => {
    const all: StandingEntry[] = [];
    for (const [kind, { at, holds, from = kind }] of Object.entries(TABLES) as [
      Entry['kind'],
      (typeof TABLES)['vintage'],
    ][]) {
      const text = `SELECT ${kind}.position::int, ${at ?? 'null::timestamptz'} AS at, json_build_object(${holds}) AS held
                      FROM ${from} WHERE ${kind}.source = (SELECT id FROM source WHERE identity = $1 AND NOT sample)`;
      const { rows } = await client.query<{ position: number; at: Date | null; held: Held }>(text, [IDENTITY]);
      for (const row of rows) all.push(standing(kind, row));
    }
    return all;
  });
  return found.sort((a, b) => a.position - b.position);
}

function standing(kind: Entry['kind'], row: { position: number; at: Date | null; held: Held }): StandingEntry {
  const held = kind === 'definitions' ? (row.held.files as Held) : withInstants(row.held);
  return {
    position: row.position,
    at: row.at?.toISOString() ?? null,
    batch: batchIn(kind, held),
    ...entry(kind, held),
  };
}

/** PostgreSQL writes instants in JSON with its own zone. */
function withInstants(held: Held): Held {
  const instant = (value: unknown) => (typeof value === 'string' ? new Date(value).toISOString() : value);
  const names = ['at', 'publishedAt', 'lastGoodAt'].filter((name) => name in held);
  return { ...held, ...Object.fromEntries(names.map((name) => [name, instant(held[name])])) };
}

function batchIn(kind: Entry['kind'], held: Held): string | null {
  if (kind === 'vintage') return held.note as string;
  if (kind === 'quarantine') return (held.figure as SourceFigure).note;
  return kind === 'decision' ? (held.why as string) : null;
}

/** What the head of an owner's journal says. */
export async function headOf(database: JournalDatabase, owner: RecordedOwner): Promise<number> {
  const text = 'SELECT position::int FROM source WHERE identity = $1 AND NOT sample';
  const { rows } = await database.use(owner, (client) => client.query<{ position: number }>(text, [IDENTITY]));
  return rows[0]?.position ?? 0;
}
