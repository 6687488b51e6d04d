import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Catalogue } from '../catalogue.js';
import { definitionTexts } from '../definitions.js';
import type { DepartmentSource } from '../department.js';
import type { SourceFigure } from '../figure.js';
import type { Logger } from '../log.js';
import { hanoiDay, lastDay, lastEnded, period } from '../period.js';
import { publishedTest } from '../sample/published.js';
import type { FileTexts } from '../table-files.js';
import { blocksOf, coverageOf } from './asked.js';
import type { Coverage, JournalStore, NewVintage, Receipt, Writing } from './contract.js';
import { firstYearOf } from './needs.js';
import { preliminaryFigures } from './preliminary.js';

export interface SeedOptions {
  readonly store: JournalStore;
  readonly owner: OwnerName;
  readonly catalogue: Catalogue;
  /** The owner's own files of definitions, by name. */
  readonly files: FileTexts;
  readonly source: Pick<DepartmentSource, 'figures'>;
  /** The first instant of recording, ISO 8601 in UTC with milliseconds. */
  readonly begins: string;
  readonly now: () => Date;
  /** Ends the question to the source. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

type Backdated = NewVintage & { readonly recordedAt: string };

const DAY_MS = 86_400_000;
/** Days after a period's end on which a figure without a date of publication counts as recorded. */
const REPORTING_DAYS = 24;
/** Days after which a preliminary figure is replaced. */
const PRELIMINARY_DAYS = 45;

/**
 * Fills the empty journal of a sample as if it had been kept since `begins`: the definitions, and what the source has now,
 * each figure recorded when it was published, some of them preliminary at first. All in one transaction: whoever closes
 * the journal meanwhile finds nothing to close, or all of it. In a journal that is closed up to an instant the records
 * begin after it. Null, without asking the source, when something is recorded already (definitions apart). Throws
 * SourceError, JournalError.
 */
export async function seedSample(options: SeedOptions): Promise<Receipt | null> {
  const { store, source, owner, log, signal, now } = options;
  if (!isEmpty(await store.load())) return null;
  const at = now();
  const slices = declaredSlices(options, hanoiDay(at));
  const figures = await source.figures(blocksOf(slices), { signal, log, requestId: `seed-${owner}` });
  return store.write(async (writing) => {
    // Another process may have been faster.
    if (!isEmpty(await writing.since(0))) return null;
    const floor = floorOf(writing, options);
    if (writing.head.position === 0) await writing.define(definitionTexts(options), floor);
    await writing.append(backdated(figures, options, floor, at));
    const counts = { taken: figures.length, withdrawn: 0, unchanged: 0, refused: 0 };
    return writing.receipt({ at: at.toISOString(), slices, ...counts });
  });
}

function isEmpty(standing: { readonly vintages: readonly unknown[]; readonly checked: readonly unknown[] }): boolean {
  return standing.vintages.length === 0 && standing.checked.length === 0;
}

/** All indicators of the owner at their own frequency, from the earliest baseline on. */
function declaredSlices({ catalogue, owner }: SeedOptions, today: string): Coverage[] {
  const firstYear = firstYearOf(catalogue);
  return catalogue
    .seriesOf(owner)
    .map(({ code, frequency }) => coverageOf({ indicator: code, frequency }, firstYear, lastEnded(frequency, today)));
}

/** Nothing can be recorded before what is recorded, or where the journal is closed. */
function floorOf({ earliest }: Writing, { begins }: SeedOptions): string {
  return earliest !== null && earliest > begins ? earliest : begins;
}

/** The figures with the instants of their recording, ascending; a preliminary one before the figure that replaced it. */
function backdated(
  figures: readonly SourceFigure[],
  { catalogue }: SeedOptions,
  floor: string,
  now: Date,
): Backdated[] {
  const preliminary = preliminaryFigures(figures, catalogue, publishedTest());
  const latest = now.toISOString();
  const vintages = figures.flatMap((figure): Backdated[] => {
    const recordedAt = clamp(publicationOf(figure), floor, latest);
    const final = { ...figure, released: null };
    const first = preliminary.get(figure);
    const replacedAt = new Date(Date.parse(recordedAt) + PRELIMINARY_DAYS * DAY_MS).toISOString();
    if (!first || replacedAt > latest) return [{ ...final, recordedAt }];
    return [
      { ...first, released: null, recordedAt },
      { ...final, recordedAt: replacedAt },
    ];
  });
  // Sorting keeps the order of what was recorded at one instant.
  return vintages.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0));
}

/** When a figure became known: at two in the morning of Greenwich, so at nine in Hanoi, where the source gives no date. */
function publicationOf(figure: SourceFigure): string {
  if (figure.publishedAt !== null) return new Date(figure.publishedAt).toISOString();
  const ended = Date.parse(`${lastDay(period(figure.period))}T02:00:00Z`);
  return new Date(ended + REPORTING_DAYS * DAY_MS).toISOString();
}

function clamp(at: string, earliest: string, latest: string): string {
  const late = at > latest ? latest : at;
  return late < earliest ? earliest : late;
}
