import type { OwnerName } from '../../schema/subgraphs.js';
import type { Basis } from './basis.js';
import type { Catalogue } from './catalogue.js';
import type { Moments } from './definitions.js';
import type { Block, SourceFigure, Submission } from './figure.js';
import type { Logger } from './log.js';
import type { Period } from './period.js';
import type { EmbeddedServer } from './postgres/shared.js';
import type { Resolvers } from './subgraph-schema.js';

type SourceKind = 'DHIS2_WEB_API' | 'SQL_VIEWS' | 'WORKBOOKS' | 'REST_API' | 'FILES';

/** What goes with every call to a source. */
export interface Call {
  /** Aborted when the deadline passes or nobody waits any more: a source passes it to every request it makes. */
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** Epoch milliseconds after which nobody waits for the answer; absent where nobody said. */
  readonly deadline?: number;
  /** True within a question that analysis asks of the graph. */
  readonly inner?: boolean;
  /** Told what the answer rests on; absent where nobody keeps it. */
  readonly basis?: Basis | undefined;
  readonly log: Logger;
}

/** What a probe of a source found: for `npm run data -- probe` and for the state in the graph. */
export interface ProbeReport {
  /** One line: which system answered, in which version. */
  readonly system: string;
  /** Indicator codes that the mapping names and the source knows. */
  readonly mapped: readonly string[];
  /** Indicator codes of the catalogue that this owner serves and the mapping does not name. */
  readonly missing: readonly string[];
  /** What the mapping names and the source refuses or does not know, each with the reason. */
  readonly refused: readonly { readonly what: string; readonly why: string }[];
}

/**
 * A department's own system, spoken to in its own protocol. Every method throws a SourceError (errors.ts) when the
 * system does not answer, refuses or answers rubbish; nothing that the system said goes into the message.
 */
export interface DepartmentSource {
  /** All blocks of a request in ONE question to the source (pages and a token are part of it). */
  figures(blocks: readonly Block[], call: Call): Promise<SourceFigure[]>;
  /** Who has handed in its figures for a period, and when. */
  submissions(period: Period, call: Call): Promise<Submission[]>;
  /** Connects, and says what is mapped, missing and refused. */
  probe(call: Call): Promise<ProbeReport>;
  /** The cheapest question that shows whether the source answers. */
  ping(call: Call): Promise<void>;
  /** Requests that may still be sent within the minute, where the system itself grants so many; else the guard counts. */
  budgetLeft?(): number;
  close(): Promise<void>;
}

/** Which number of an indicator a profile field shows. */
export interface ProfileField {
  readonly indicator: string;
  readonly part: 'value' | 'numerator' | 'denominator';
}

/** What settings are judged beside. */
export interface SettingsContext {
  readonly catalogue: Catalogue;
}

/** What opening a source needs besides its settings. */
export interface SourceContext extends SettingsContext {
  readonly log: Logger;
}

/** What a department's folder exports: how it is named, set, opened and joined. `S` are its parsed settings. */
export interface Department<S = unknown> {
  readonly owner: OwnerName;
  readonly kind: SourceKind;
  /** Name of the system in the sample start, and by default. */
  readonly systemName: { readonly vi: string; readonly en: string };
  /** Days after a period's end until which a report is in time. */
  readonly dueDays: number;
  /** The field on Area, its type, and what each of its fields shows; null for an owner without one. */
  readonly profile: {
    readonly field: string;
    readonly type: string;
    readonly fields: Readonly<Record<string, ProfileField>>;
  } | null;
  /** The environment variables of this source. */
  readonly variables: readonly Variable[];
  /** Checks the variables (and the files they name) beside the catalogue in use; throws SettingsFault with every fault. */
  parse(values: Readonly<Record<string, string>>, context: SettingsContext): S;
  /** Which system the settings name, without secrets: the journal keeps the figures of each system apart. */
  identity(settings: S): string;
  open(settings: S, context: SourceContext): Promise<DepartmentSource>;
  /** Files that define what the owner answers besides figures, by name; they are kept in versions like the catalogue. */
  definitionFiles?(settings: S): Readonly<Record<string, string>>;
  /** Where those files are: what is written there is taken up without a new start. */
  definitionPaths?(settings: S): readonly string[];
  /** Resolvers of what an owner answers besides figures: the programme's catalogue and papers. */
  resolvers?(moments: Moments): Resolvers;
  /** Starts the department's system in miniature, on loopback, with the sample's figures. */
  startSandbox(options: SandboxOptions): Promise<Sandbox>;
}

/** One environment variable of a source. */
export interface Variable {
  readonly name: string;
  /** One sentence: what it is, and an example. */
  readonly about: string;
  /** Needed as soon as the source is a real one. */
  readonly required: boolean;
  /** Never printed or logged; may be given as NAME_FILE. */
  readonly secret: boolean;
}

export interface SandboxOptions {
  /** Port to listen on; 0 takes a free one. Ignored by a sandbox without a port (a folder of files). */
  readonly port: number;
  /** A folder for the sandbox's files, its own, that survives restarts. */
  readonly dataDir: string;
  /** Its owner column says whose figures the sandbox holds. */
  readonly catalogue: Catalogue;
  /**
   * The mapping whose codes the sandbox speaks, by default the project's own. With another one its `variables` name it too.
   * Ignored by a system without codes of its own (the programme's files).
   */
  readonly mapping?: string | undefined;
  /** The journals' own PostgreSQL, where a sandbox can have a database; null or none: it runs what it needs itself. */
  readonly server?: EmbeddedServer | null | undefined;
  readonly log: Logger;
}

/** A running sandbox. */
export interface Sandbox {
  /** What to set to use it: HEALTH_URL and so on. */
  readonly variables: Readonly<Record<string, string>>;
  /** Which questions it was asked since the start, for the tests that count: one line each, as METHOD path or SQL view. */
  readonly asked: string[];
  close(): Promise<void>;
}
