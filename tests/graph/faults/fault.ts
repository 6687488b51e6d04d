import type { DepartmentName } from '../../../schema/subgraphs.js';
import type { SourceErrorCode } from '../../../subgraphs/core/errors.js';
import type { CheckReason } from '../../../subgraphs/core/journal/contract.js';

/** What can be wrong with a department's system. */
export const FAULTS = [
  'refused',
  'hangs',
  'slow drip',
  '500',
  '401 then token renewed',
  '401 for good',
  '429',
  'cut in mid-body',
  'wrong content type',
  'rubbish body',
  'endless body',
  'empty',
  'half of the pages',
  'database gone',
  'workbook locked',
  'spoilt',
  'a zip bomb',
  'wrong figures',
  'clock skew',
] as const;
type FaultName = (typeof FAULTS)[number];

/** A headline figure by its place. */
export interface Cell {
  readonly indicator: string;
  readonly period: string;
}

/** What the graph has to make of a fault. */
type Outcome =
  /** The source fails: the last good figures are served with this code. `silent`: nobody says so before the time is over. */
  | { readonly fails: SourceErrorCode; readonly silent?: true }
  /** What came is held back: these headline figures stay as they were, and nothing wrong is served. */
  | {
      readonly holds: CheckReason;
      /** Which headline figures; 'some' where the fault does not say. */
      readonly cells: ((cell: Cell) => boolean) | 'some';
      /** Wrong numbers that came, as they must stand nowhere in an answer. */
      readonly wrong?: readonly string[];
      /** A slice that was never recorded has nothing: null, and never 0. */
      readonly isEmpty?: true;
    }
  /** It is met so that nobody notices: the figures are fresh and right. */
  | 'answers';

/** A department's system that can be broken and mended. */
export interface Breakable {
  /** What to start the graph with. */
  readonly variables: Readonly<Record<string, string>>;
  /** What must stand in no answer: addresses, folders, tokens. */
  readonly secrets: readonly string[];
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** One case of the matrix. */
export interface Case<S extends Breakable> {
  readonly fault: FaultName;
  /** How the fault looks in this system. */
  readonly how: string;
  readonly outcome: Outcome;
  breaks(system: S): Promise<void> | void;
}

/** A fault that this system cannot have. */
export interface NotHere {
  readonly fault: FaultName;
  readonly why: string;
}

/** A slice that the main question does not need. */
export interface UnaskedSlice {
  readonly indicator: string;
  readonly frequency: 'A' | 'S' | 'Q' | 'M';
}

/** The faults of one department. */
export interface Matrix<S extends Breakable> {
  readonly department: DepartmentName;
  readonly rows: readonly (Case<S> | NotHere)[];
  /** Slices that the source has figures of; a fault that has been told leaves them as unknown as before. */
  readonly unasked: readonly UnaskedSlice[];
  /** Others, each for one question whose answer may still come. */
  readonly spare: readonly UnaskedSlice[];
  open(now: () => Date): Promise<S>;
}

export function isCase<S extends Breakable>(row: Case<S> | NotHere): row is Case<S> {
  return 'outcome' in row;
}

/** Longest wait of a question for a source, in milliseconds. */
export const SOURCE_DEADLINE_MS = 1000;
/** What the graph and each subgraph of its own are started with. */
export const TIMES = {
  SOURCE_DEADLINE_MS: String(SOURCE_DEADLINE_MS),
  SOURCE_PAUSE_MS: '100',
} as const;
/** Seconds within which figures are fresh. */
export const MAX_AGE = '60';

/** What upstreams say in these tests, as no client may ever read it. */
export const SECRET = 'internal-host-7.lan:8443 /srv/secret/dhis.conf stack at Object.<anonymous> (/srv/app.js:1:2)';

/** An instant that lies in the future of every clock here. */
export const IN_FUTURE = '2031-09-09T02:00:00.000Z';
