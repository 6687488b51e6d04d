import DataLoader from 'dataloader';
import { CITY } from '../../schema/areas/areas.js';
import type { Moment } from './definitions.js';
import type { Call } from './department.js';
import { BadUserInput } from './errors.js';
import type { JournalStore, SliceKey } from './journal/contract.js';
import type { InMemory, Journal, ServedSlice, SliceRequest } from './journal/served.js';
import { type ShownVintage, shownVintages } from './journal/shown.js';

/** Instants that one question may look at: each costs a reading of the database and the memory of its figures. */
const MOST_INSTANTS = 8;
/** The same for questions that analysis asks of the graph: a change is judged before and after. */
const MOST_INSTANTS_WITHIN = 40;

/** A slice as of a moment. */
export interface SliceQuestion extends SliceRequest {
  readonly moment: Moment;
  /** True when only figures of the city are needed: of the past, the others are not read then. */
  readonly cityOnly: boolean;
}

/** The recorded vintages of one cell up to a moment. */
export interface CellQuestion extends SliceKey {
  readonly area: string;
  readonly period: string;
  readonly moment: Moment;
}

/**
 * What one request of the gateway asks of an owner's journal. All that its parts ask in one turn of the event loop, or wait for
 * their turn to ask, goes together, so that whatever has to be asked of the source is one question to it; and a slice that was
 * read once stays the same for the whole request.
 */
export class FigureLoader {
  readonly #slices: DataLoader<SliceQuestion, ServedSlice, string>;
  readonly #vintages: DataLoader<CellQuestion, readonly ShownVintage[]>;
  /** What was in memory when this request first asked, so that all that it is told belongs together. */
  #memory: InMemory | null = null;
  /** Slices of now by name, so that each stays the same; null where it has to be waited for. */
  readonly #seen = new Map<string, ServedSlice | null>();
  /** The instants that this request has asked about. */
  readonly #instants = new Set<string>();

  /** `isAsking` tells whether parts of the request wait that may ask. */
  constructor(
    private readonly journal: Pick<Journal, 'inMemory' | 'read' | 'readAt'>,
    store: Pick<JournalStore, 'vintagesOf' | 'suppressed'>,
    private readonly call: Call,
    private readonly isAsking: () => boolean,
  ) {
    this.#slices = new DataLoader(
      async (questions) => {
        return inOrder(questions, await inTurn(questions, call, (group) => slicesOf(journal, group, call)));
      },
      { cacheKeyFn: sliceName, batchScheduleFn: (run) => this.#whenAsked(run) },
    );
    this.#vintages = new DataLoader(
      async (cells) => {
        return inOrder(cells, await inTurn(cells, call, (group) => vintagesOf(store, group)));
      },
      { cache: false, batchScheduleFn: (run) => setImmediate(run) },
    );
  }

  /**
   * At once where it is fresh in memory. Rejects with a SourceError or a JournalError when nothing is known of the slice, with
   * BadUserInput for too many instants.
   */
  slice(question: SliceQuestion): ServedSlice | Promise<ServedSlice> {
    if (question.moment.asOf === null) return this.#current(question) ?? this.#slices.load(question);
    const refusal = this.#refusal(question.moment);
    return refusal === null ? this.#slices.load(question) : Promise.reject(refusal);
  }

  /** Null where it has to be waited for. */
  #current(question: SliceQuestion): ServedSlice | null {
    const name = sliceName(question);
    const seen = this.#seen.get(name);
    if (seen !== undefined) return seen;
    this.#memory ??= this.journal.inMemory(this.call);
    const slice = this.#memory.slice(question);
    this.#seen.set(name, slice);
    return slice;
  }

  #whenAsked(run: () => void): void {
    setImmediate(() => (this.isAsking() ? this.#whenAsked(run) : run()));
  }

  /** Ascending by time of recording. Throws a JournalError. */
  vintages(cell: CellQuestion): Promise<readonly ShownVintage[]> {
    return this.#vintages.load(cell);
  }

  /** Counts the instant; why it is one too many, null where it is not. */
  #refusal({ asOf }: Moment): BadUserInput | null {
    if (asOf === null || this.#instants.has(asOf)) return null;
    const most = this.call.inner ? MOST_INSTANTS_WITHIN : MOST_INSTANTS;
    if (this.#instants.size >= most) {
      return new BadUserInput(
        'asOf',
        asOf,
        `one question may look at ${most} instants at most; ask the others on their own`,
      );
    }
    this.#instants.add(asOf);
    return null;
  }
}

/**
 * Answers of the groups: what is known now from memory, then one instant of the past after the other, for each is read whole
 * from the database. Nothing more is read once nobody waits.
 */
async function inTurn<T extends { readonly moment: Moment }, A>(
  questions: readonly T[],
  { signal }: Call,
  answer: (group: readonly T[]) => Promise<ReadonlyMap<T, A | Error>>,
): Promise<ReadonlyMap<T, A | Error>[]> {
  const answers: ReadonlyMap<T, A | Error>[] = [];
  for (const group of groups(questions)) {
    if (!signal.aborted) answers.push(await answer(group));
    else answers.push(new Map(group.map((question) => [question, asError(signal.reason)])));
  }
  return answers;
}

function sliceName(question: SliceQuestion): string {
  const { indicator, frequency, firstYear, maxAgeMs } = question;
  return `${indicator} ${frequency} ${firstYear} ${maxAgeMs} ${groupName(question)}`;
}

/** Whatever is known now is in memory, of all areas. */
function groupName({ moment: { asOf }, cityOnly }: Pick<SliceQuestion, 'moment'> & { cityOnly?: boolean }): string {
  return asOf === null ? '' : `${asOf} ${cityOnly === true}`;
}

/** Questions by their moment: each group is one question to the journal. */
function groups<T extends { readonly moment: Moment }>(questions: readonly T[]): T[][] {
  const found = new Map<string, T[]>();
  for (const question of questions) {
    const name = groupName(question);
    const group = found.get(name);
    if (group) group.push(question);
    else found.set(name, [question]);
  }
  return [...found.values()];
}

function inOrder<T, A>(questions: readonly T[], answers: readonly ReadonlyMap<T, A | Error>[]): (A | Error)[] {
  return questions.map((question) => {
    for (const group of answers) {
      const answer = group.get(question);
      if (answer !== undefined) return answer;
    }
    return new Error('The journal gave no answer to a question.');
  });
}

async function slicesOf(
  journal: Pick<Journal, 'read' | 'readAt'>,
  group: readonly SliceQuestion[],
  call: Call,
): Promise<Map<SliceQuestion, ServedSlice | Error>> {
  const position = group[0]?.moment.position ?? null;
  const areas = group[0]?.cityOnly ? [CITY.id] : null;
  const answers = await (position === null
    ? journal.read(group, call)
    : orErrors(journal.readAt(group, position, areas), group));
  return new Map(group.map((question, i) => [question, answers[i] as ServedSlice | Error]));
}

async function vintagesOf(
  store: Pick<JournalStore, 'vintagesOf' | 'suppressed'>,
  group: readonly CellQuestion[],
): Promise<Map<CellQuestion, readonly ShownVintage[] | Error>> {
  const keys = [...new Map(group.map((cell) => [`${cell.indicator} ${cell.frequency}`, cell])).values()];
  const areas = [...new Set(group.map((cell) => cell.area))];
  const name = (v: { indicator: string; area: string; period: string }) => `${v.indicator} ${v.area} ${v.period}`;
  const byCell = new Map<string, ShownVintage[]>();
  try {
    for (const vintage of await shownVintages(store, keys, areas, group[0]?.moment.position ?? null)) {
      const list = byCell.get(name(vintage));
      if (list) list.push(vintage);
      else byCell.set(name(vintage), [vintage]);
    }
  } catch (error) {
    return new Map(group.map((cell) => [cell, asError(error)]));
  }
  return new Map(group.map((cell) => [cell, byCell.get(name(cell)) ?? []]));
}

/** A failure of the whole group is the failure of each: the other groups of the batch are not touched by it. */
async function orErrors<A>(answers: Promise<readonly A[]>, group: readonly unknown[]): Promise<readonly (A | Error)[]> {
  try {
    return await answers;
  } catch (error) {
    return group.map(() => asError(error));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
