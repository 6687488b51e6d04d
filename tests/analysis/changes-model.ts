import { buildSchema, type GraphQLSchema, graphql } from 'graphql';
import { readProjectFile } from '../../schema/files.js';
import { OWNERS, type OwnerName, subgraph } from '../../schema/subgraphs.js';
import { type ChangesArguments, recordedChanges } from '../../subgraphs/core/changes.js';
import { BadUserInput } from '../../subgraphs/core/errors.js';
import type { ObservationStatus } from '../../subgraphs/core/figure.js';
import type { GraphClient } from '../../subgraphs/core/graph-client.js';
import type { ChangesAsked, RecordedChange, Vintage } from '../../subgraphs/core/journal/contract.js';
import { type Frequency, parsePeriod } from '../../subgraphs/core/period.js';

/** A cell and what is recorded of it. */
export interface Recorded {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly value: number | null;
  readonly numerator?: number | null;
  readonly denominator?: number | null;
  readonly status?: ObservationStatus;
  readonly document?: string;
}

/** What one owner records at one instant: figures, and then (the programme alone) targets that change. */
export interface Commit {
  readonly owner: OwnerName;
  /** Milliseconds after BEGIN. */
  readonly at: number;
  readonly figures: readonly Recorded[];
  readonly targets?: Readonly<Record<string, number>>;
}

export interface ModelIndicator {
  readonly owner: OwnerName;
  readonly frequency: Frequency;
  /** False for what is followed beside the targets. */
  readonly judged: boolean;
  /** Unknown to the catalogue before its first target; undefined: it was always there. */
  readonly isNew?: boolean;
}

/** Five milliseconds before a half-year ends in Hanoi. */
const BEGIN = Date.parse('2023-12-31T16:59:59.995Z');

export function instant(at: number): string {
  return new Date(BEGIN + at).toISOString();
}

/** A change as the model tells of it, without its cursor. */
export interface Expected {
  readonly owner: OwnerName;
  readonly at: string;
  readonly kind: string;
  readonly indicator: string;
  readonly area: string | null;
  readonly period: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** A recorded change in the order of the journals; `after` null for a definition. */
interface Row {
  readonly owner: OwnerName;
  readonly position: number;
  readonly at: number;
  readonly indicator: string;
  readonly before: Vintage | null;
  readonly after: Vintage | null;
}

/** Journals of five owners in memory, and the graph over them at its edge: the client's schema, answered from the model. */
export class World {
  /** Milliseconds after BEGIN; what is recorded later is not there yet. */
  now = Number.MAX_SAFE_INTEGER;
  /** Owners that answer nothing. */
  silent: ReadonlySet<OwnerName> = new Set();
  /** Whether owners tell also of figures that have not changed, as one of another release may. */
  tellsAll = false;
  /** How many questions the graph was asked. */
  asked = 0;
  readonly rows: readonly Row[];
  readonly #schema: GraphQLSchema = apiSchema();

  constructor(
    readonly indicators: Readonly<Record<string, ModelIndicator>>,
    readonly commits: readonly Commit[],
  ) {
    this.rows = rowsOf(commits);
  }

  readonly graph: GraphClient = {
    ask: async (source, variableValues) => {
      this.asked++;
      const answer = await graphql({ schema: this.#schema, source, variableValues, rootValue: this.#root() });
      return JSON.parse(JSON.stringify({ data: answer.data ?? null, errors: answer.errors ?? [] }));
    },
  };

  #root() {
    return {
      departments: () => OWNERS.map((owner) => this.#department(owner)),
      indicators: ({ codes, asOf }: { codes: string[]; asOf: string }) =>
        codes.map((code) => this.#indicator(code, asOf)),
    };
  }

  #department(owner: OwnerName) {
    const codes = Object.keys(this.indicators).filter((code) => this.indicators[code]?.owner === owner);
    return {
      code: owner,
      indicators: codes.map((code) => ({ code })),
      source: {
        __typename: `${subgraph(owner).typePrefix}Source`,
        changes: (args: ChangesArguments) => this.#changes(owner, args),
      },
    };
  }

  #changes(owner: OwnerName, args: ChangesArguments) {
    this.#hear(owner);
    const known = this.rows.filter((row) => row.owner === owner && row.at <= this.now);
    const store = {
      head: async () => ({ position: known.at(-1)?.position ?? 0, firstRecordedAt: null, recordedAt: null }),
      definitions: async () => [],
      suppressed: async () => [],
      changes: async (asked: ChangesAsked): Promise<RecordedChange[]> =>
        known
          .filter((row) => (asked.after === null ? instant(row.at) >= asked.since : row.position > asked.after))
          .flatMap(({ before, after }) => (after ? [{ before, after }] : []))
          .filter(({ after }) => !asked.indicators || asked.indicators.includes(after.indicator))
          .filter(({ after }) => !asked.areas || asked.areas.includes(after.area))
          .filter(({ before, after }) => before || (asked.firstsOf?.includes(after.area) ?? true))
          .filter(({ before, after }) => this.tellsAll || !before || figureText(before) !== figureText(after))
          .slice(0, asked.first),
    };
    const definitionsOf = (_: unknown, { after, since }: Pick<ChangesAsked, 'after' | 'since'>) => {
      const found = known.filter(
        (row) => !row.after && (after === null ? instant(row.at) >= since : row.position > after),
      );
      return [...new Set(found.map(({ position }) => position))].map((position) => {
        const alike = found.filter((row) => row.position === position);
        return {
          position,
          recordedAt: instant(alike[0]?.at ?? 0),
          indicators: alike.map(({ indicator }) => indicator),
        };
      });
    };
    return recordedChanges(store, owner === 'programme' ? definitionsOf : null, args);
  }

  #indicator(code: string, asOf: string) {
    const at = Date.parse(asOf) - BEGIN;
    const { owner, frequency, judged, isNew } = this.indicators[code] as ModelIndicator;
    const isKnown = !isNew || this.#targetAt(code, at) !== null;
    if (!isKnown) throw new BadUserInput('codes', code, 'no such indicator');
    const assessment = ({ period }: { period: string }) => {
      if (!judged) return null;
      this.#hear(owner);
      const state = this.stateAt(code, period, at);
      if (state === null) throw failing('NOT_YET_RECORDED', owner);
      return { state };
    };
    return { code, rule: judged ? 'AT_LEAST' : null, frequency, owner: { code: owner }, assessment };
  }

  #hear(owner: OwnerName): void {
    if (this.silent.has(owner)) throw failing('JOURNAL_UNREACHABLE', owner);
  }

  #targetAt(code: string, at: number): number | null {
    return this.commits.findLast((one) => one.at <= at && one.targets?.[code] !== undefined)?.targets?.[code] ?? null;
  }

  /** The model's judgement: by the sum of all figures up to the period, so that each of them counts. */
  stateAt(code: string, period: string, at: number): string | null {
    const { owner, frequency, isNew } = this.indicators[code] as ModelIndicator;
    if (!this.rows.some((row) => row.owner === owner && row.at <= at)) return null;
    const target = this.#targetAt(code, at) ?? (isNew ? null : 10);
    if (target === null) return null;
    const end = parsePeriod(period)?.lastMonth ?? 0;
    const latest = new Map<string, Vintage>();
    for (const { after, at: recorded } of this.rows) {
      if (!after || after.indicator !== code || after.area !== 'CITY-01' || recorded > at) continue;
      const about = parsePeriod(after.period);
      if (about?.frequency === frequency && about.lastMonth <= end) latest.set(after.period, after);
    }
    const values = [...latest.values()].flatMap(({ value }) => value ?? []);
    if (values.length === 0) return 'NO_DATA';
    return values.reduce((sum, value) => sum + value, 0) >= target ? 'MET' : 'BEHIND';
  }
}

function figureText({ value, numerator, denominator, status }: Vintage): string {
  return JSON.stringify([value, numerator, denominator, status]);
}

function failing(code: string, department: OwnerName) {
  return Object.assign(new Error(code), { extensions: { code, department } });
}

let api: GraphQLSchema | undefined;

/** What clients see, so that every question is checked against it. */
function apiSchema(): GraphQLSchema {
  api ??= buildSchema(readProjectFile('schema', 'api.graphql'));
  return api;
}

function rowsOf(commits: readonly Commit[]): Row[] {
  const heads = new Map<OwnerName, number>();
  const cells = new Map<string, Vintage>();
  return commits.flatMap(({ owner, at, figures, targets }) => {
    const draw = () => {
      heads.set(owner, (heads.get(owner) ?? 0) + 2);
      return heads.get(owner) as number;
    };
    const rows = figures.map((figure): Row => {
      const key = `${figure.indicator} ${figure.area} ${figure.period}`;
      const before = cells.get(key) ?? null;
      const after = vintage(figure, draw(), instant(at));
      cells.set(key, after);
      return { owner, position: after.position, at, indicator: figure.indicator, before, after };
    });
    const changed = Object.keys(targets ?? {}).sort();
    const position = changed.length > 0 ? draw() : 0;
    const nothing = { before: null, after: null };
    return [...rows, ...changed.map((indicator): Row => ({ owner, position, at, indicator, ...nothing }))];
  });
}

function vintage(figure: Recorded, position: number, recordedAt: string): Vintage {
  const none = { numerator: null, denominator: null, note: null, document: null, place: null, publishedAt: null };
  const reason = figure.value === null ? 'WITHDRAWN' : null;
  const status = figure.value === null ? 'O' : 'A';
  return { ...none, status, reason, ...figure, position, recordedAt, released: null };
}
