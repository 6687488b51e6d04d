import { PassThrough } from 'node:stream';
import type { OwnerName } from '../../schema/subgraphs.js';
import { catalogueOf } from '../../subgraphs/core/catalogue-files.js';
import type {
  BackupLine,
  Coverage,
  JournalStore,
  Quarantined,
  Standing,
  Vintage,
} from '../../subgraphs/core/journal/contract.js';
import type { Journal } from '../../subgraphs/core/journal/served.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { Faults } from '../../subgraphs/core/table.js';
import { readArguments } from '../../subgraphs/data/arguments.js';
import type { Command, Outcome } from '../../subgraphs/data/command.js';
import type { Desk } from '../../subgraphs/data/desk.js';
import type { Journals, Verdict } from '../../subgraphs/data/opened.js';
import { Output } from '../../subgraphs/data/output.js';
import { progressOn } from '../../subgraphs/data/progress.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';

export const NOW = '2026-03-01T00:00:00.000Z';

export const catalogue = catalogueOf(null, new Faults());

export function vintage(rest: Partial<Vintage> = {}): Vintage {
  return {
    ...{ indicator: 'DOCTORS', area: 'CITY-01', period: '2023-S1', value: 14.5, numerator: null, denominator: null },
    ...{ status: 'A', reason: null, note: null, document: null, place: null, publishedAt: null, released: null },
    ...{ position: 1, recordedAt: '2023-07-05T02:00:00.000Z' },
    ...rest,
  };
}

export function quarantined(rest: Partial<Quarantined> = {}): Quarantined {
  const {
    position: _position,
    recordedAt: _recordedAt,
    released: _released,
    ...figure
  } = vintage({
    value: 6700,
    document: 'bieu-01.xlsx',
    place: 'Sheet1!C7',
  });
  return {
    ...{ number: 17, figure, reason: 'RANGE', detail: '6,700 is above the maximum 100', receivedAt: NOW },
    ...{ lastGoodAt: null, decision: null, decidedAt: null, decidedBy: null, decidedWhy: null },
    ...rest,
  };
}

/** What a department's journal holds in these tests. */
export interface Kept {
  readonly vintages?: readonly Vintage[];
  readonly checked?: readonly (Coverage & { readonly at: string })[];
  readonly quarantined?: readonly Quarantined[];
  readonly journal?: Pick<Journal, 'ages' | 'refresh'>;
}

/** All slices that an owner declares, confirmed at an instant. */
export function allChecked(owner: OwnerName, at: string): (Coverage & { readonly at: string })[] {
  return catalogue
    .seriesOf(owner)
    .map(({ code, frequency }) => ({ indicator: code, frequency, firstYear: 2020, lastPeriod: '2025', at }));
}

/** A desk over journals that are lists, with what was said on both streams and decided. */
export class TestDesk {
  readonly stdout = new PassThrough();
  readonly said: string[] = [];
  readonly verdicts: (Verdict & { readonly owner: OwnerName })[] = [];
  readonly restored: { readonly owner: OwnerName; readonly lines: readonly BackupLine[] }[] = [];
  readonly elsewhere: OwnerName[] = [];

  constructor(private readonly kept: Partial<Record<OwnerName, Kept>>) {}

  /** Runs a command line of one command. */
  run(command: Command, ...args: string[]): Promise<Outcome | null> {
    const asked = readArguments([...command.name.split(' '), ...args], [command]);
    if (asked.help) throw new Error('Help was asked for.');
    return command.run(asked.given, this.#desk());
  }

  #desk(): Desk {
    const write = (text: string) => void this.said.push(text);
    return {
      env: {},
      now: () => new Date(NOW),
      output: new Output(this.stdout),
      note: (line) => write(`${line}\n`),
      progress: progressOn({ write }),
      log: makeLogger('silent'),
      report: () => undefined,
      open: async (only) => this.#journals(only?.owner ?? null),
    };
  }

  #journals(only: OwnerName | null): Journals {
    const keptOf = (owner: OwnerName) => this.kept[owner] ?? {};
    const opened = (owner: OwnerName) => ({
      ...{ owner, identity: `https://${owner}.example.vn`, sample: false },
      store: storeOf(keptOf(owner)),
    });
    return {
      departments: DEPARTMENTS_AT_WORK.filter(({ owner }) => (only ? owner === only : owner in this.kept)),
      elsewhere: this.elsewhere,
      catalogue,
      maxAgeMs: () => 900_000,
      store: async ({ owner }) => opened(owner),
      decide: async ({ owner }, verdict) => {
        this.verdicts.push({ owner, ...verdict });
        return quarantined({ number: verdict.number, decision: verdict.decision, decidedBy: verdict.by });
      },
      backup: async function* ({ owner }, asOf) {
        yield { kind: 'journal', owner, asOf };
        yield { kind: 'source', identity: 'sandbox', sample: true };
        for (const entry of keptOf(owner).vintages ?? []) yield { kind: 'vintage', position: entry.position };
        yield { kind: 'end' };
      },
      journal: async ({ owner }) => {
        const { journal } = keptOf(owner);
        if (!journal) throw new Error(`${owner} has no journal in this test.`);
        return { ...opened(owner), journal, close: async () => {} };
      },
      restore: async (owner, lines) => {
        const taken: BackupLine[] = [];
        for await (const line of lines) taken.push(line);
        this.restored.push({ owner, lines: taken });
        return { vintage: taken.filter(({ kind }) => kind === 'vintage').length };
      },
      isEmpty: async (owner) => !keptOf(owner).vintages,
      close: async () => {},
    };
  }
}

function storeOf(kept: Kept): JournalStore {
  const vintages = kept.vintages ?? [];
  const held = kept.quarantined ?? [];
  const first = vintages[0]?.recordedAt ?? null;
  const head = { position: vintages.length, firstRecordedAt: first, recordedAt: vintages.at(-1)?.recordedAt ?? null };
  const standing: Standing = { head, vintages, checked: kept.checked ?? [], quarantined: held, suppressed: [] };
  const recorded = withBefore(vintages);
  const store: Partial<JournalStore> = {
    load: async () => standing,
    suppressed: async () => [],
    size: async () => ({ vintages: vintages.length, bytes: 3_100_000 }),
    countOpen: async () => held.filter(({ decision }) => decision === null).length,
    quarantined: async ({ all = false, first: most = 100 } = {}) =>
      held.filter(({ decision }) => all || decision === null).slice(0, most),
    changes: async ({ after, since, first: most, indicators, areas }) =>
      recorded
        .filter(({ after: v }) => (after === null ? v.recordedAt >= since : v.position > after))
        .filter(
          ({ after: v }) => (!indicators || indicators.includes(v.indicator)) && (!areas || areas.includes(v.area)),
        )
        .slice(0, most),
  };
  return store as JournalStore;
}

/** Each vintage beside the one that it replaced. */
function withBefore(vintages: readonly Vintage[]): { before: Vintage | null; after: Vintage }[] {
  const last = new Map<string, Vintage>();
  return vintages.map((after) => {
    const cell = `${after.indicator} ${after.area} ${after.period}`;
    const before = last.get(cell) ?? null;
    last.set(cell, after);
    return { before, after };
  });
}
