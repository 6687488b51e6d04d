import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Catalogue, CatalogueIndicator } from '../catalogue.js';
import { type CellName, type CountedCell, partsOfCode } from '../disclosure/quantity.js';
import { type Suppressed, suppressionsOf } from '../disclosure/suppressions.js';
import { parsePeriod } from '../period.js';
import type { Suppression, Vintage, Writing } from './contract.js';
import { JournalError } from './journal-error.js';
import type { Memory } from './memory.js';

/** How small counts are found: a change of it, and everything recorded is screened again. */
const METHOD = 2;

interface Screened {
  readonly owner: OwnerName;
  readonly catalogue: Catalogue;
}

/** Indicators of an owner that have a threshold. */
function guarded({ owner, catalogue }: Screened): CatalogueIndicator[] {
  return catalogue.ofOwner(owner).filter(({ threshold }) => threshold !== null);
}

/** The rule by which an owner's figures are screened: the method and the thresholds. */
function ruleOf(screened: Screened): string {
  return [`method ${METHOD}`, ...guarded(screened).map(({ code, threshold }) => `${code} ${threshold}`)].join(', ');
}

/**
 * Screens everything that was ever recorded, unless that was done by the same rule; what is found is written down. After
 * that, `screenNews` is enough: each state is screened when it arises.
 */
export async function screenAll(writing: Writing, memory: Memory, screened: Screened): Promise<Suppression[]> {
  const rule = ruleOf(screened);
  if (writing.screenedBy === rule) return [];
  const indicators = guarded(screened);
  const cells = await writing.counted(indicators.map(({ code }) => code));
  const byIndicator = new Map<string, CountedCell[]>(indicators.map(({ code }) => [code, []]));
  for (const cell of cells) byIndicator.get(partsOfCode(cell.indicator).indicator)?.push(cell);
  const found = indicators.flatMap((indicator) =>
    suppressionsOf(indicator, byIndicator.get(indicator.code) ?? [], (cell) => withheld(memory, cell)),
  );
  const suppressions = await writing.suppress(found);
  await writing.screened(rule);
  return suppressions;
}

/**
 * Screens the indicators that vintages are about, as they stand with these; what is found is written down. Where something is
 * withheld, everything that was ever recorded counts: that a withheld figure changed, and another did not, is known. Throws a
 * JournalError where the journal is screened by another rule than ours: what we let pass would be shown there.
 */
export async function screenNews(
  writing: Writing,
  memory: Memory,
  vintages: readonly Vintage[],
  screened: Screened,
): Promise<Suppression[]> {
  if (vintages.length > 0 && writing.screenedBy !== ruleOf(screened)) {
    throw new JournalError(
      screened.owner,
      'another program withholds small counts by other thresholds since then: start this one again with its catalogue',
    );
  }
  const codes = new Set(vintages.map(({ indicator }) => partsOfCode(indicator).indicator));
  const found: Suppressed[] = [];
  for (const code of codes) {
    const indicator = screened.catalogue.get(code);
    if (!indicator) continue;
    const isWithheld = (cell: CellName) => withheld(memory, cell);
    const now = suppressionsOf(indicator, standing(memory, code), isWithheld);
    const hasWithheld = now.length > 0 || [...standing(memory, code)].some((cell) => isWithheld(cell));
    found.push(...(hasWithheld ? suppressionsOf(indicator, await writing.counted([code]), isWithheld) : now));
  }
  return writing.suppress(found);
}

function* standing(memory: Memory, code: string): Iterable<CountedCell> {
  for (const slice of memory.slicesOf(code)) yield* slice.vintages();
}

function withheld(memory: Memory, { indicator, area, period }: CellName) {
  const frequency = parsePeriod(period)?.frequency;
  return frequency && memory.slice({ indicator, frequency }).withheld(area, period);
}
