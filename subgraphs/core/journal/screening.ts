import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Catalogue, CatalogueIndicator } from '../catalogue.js';
import { type CellName, type CountedCell, partsOfCode } from '../disclosure/quantity.js';
import { suppressionsOf } from '../disclosure/suppressions.js';
import { parsePeriod } from '../period.js';
import type { Suppression, Vintage, Writing } from './contract.js';
import type { Memory } from './memory.js';

/** How small counts are found: a change of it, and everything recorded is screened again. */
const METHOD = 1;

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

/** Screens the indicators that vintages are about, as they stand with these; what is found is written down. */
export function screenNews(
  writing: Writing,
  memory: Memory,
  vintages: readonly Vintage[],
  { catalogue }: Pick<Screened, 'catalogue'>,
): Promise<Suppression[]> {
  const codes = new Set(vintages.map(({ indicator }) => partsOfCode(indicator).indicator));
  const found = [...codes].flatMap((code) => {
    const indicator = catalogue.get(code);
    return indicator ? suppressionsOf(indicator, standing(memory, code), (cell) => withheld(memory, cell)) : [];
  });
  return writing.suppress(found);
}

function* standing(memory: Memory, code: string): Iterable<CountedCell> {
  for (const slice of memory.slicesOf(code)) yield* slice.vintages();
}

function withheld(memory: Memory, { indicator, area, period }: CellName) {
  const frequency = parsePeriod(period)?.frequency;
  return frequency && memory.slice({ indicator, frequency }).withheld(area, period);
}
