import type { Breakdown, Catalogue, CatalogueIndicator, IndicatorBreakdown } from './catalogue.js';
import { readRowsIfAny } from './cells.js';
import { partsOfCode } from './disclosure/quantity.js';
import type { Faults } from './table.js';
import type { TableFiles } from './table-files.js';

const [CODE_LISTS, BROKEN_DOWN] = ['breakdowns.csv', 'broken-down.csv'] as const;

/** The files of a catalogue that say how figures are broken down; without them none is. */
export const BREAKDOWN_FILES = [CODE_LISTS, BROKEN_DOWN] as const;

const SPLITS = ['BOTH', 'NUMERATOR'] as const;
/** Codes stand in those of figures, between colons. */
const CODE = /^[A-Z][A-Z0-9_]*$/;

/** The indicators with the breakdowns that broken-down.csv gives them, by the code lists of breakdowns.csv. */
export function withBreakdowns(
  indicators: readonly CatalogueIndicator[],
  files: TableFiles,
  faults: Faults,
): CatalogueIndicator[] {
  const lists = readCodeLists(files, faults);
  const columns = ['indicator', 'breakdown', 'splits'] as const;
  const rows = readRowsIfAny(files, BROKEN_DOWN, columns, ['indicator', 'breakdown'], faults).flatMap((cells) => {
    const indicator = cells.known('indicator', 'an indicator of the catalogue', (code) =>
      indicators.find((one) => one.code === code),
    );
    const breakdown = cells.known('breakdown', 'a breakdown of breakdowns.csv', (code) => lists.get(code));
    const splits = cells.oneOf('splits', SPLITS);
    if (indicator && indicator.kind !== 'COUNT' && indicator.kind !== 'RATE') {
      cells.fault('indicator', `${indicator.code} is of kind ${indicator.kind}; only counts and rates have parts`);
    }
    if (indicator?.kind === 'COUNT' && splits === 'NUMERATOR') {
      cells.fault('splits', `${indicator.code} is a count, which is divided as a whole: write BOTH`);
    }
    return indicator && breakdown && splits ? [{ indicator, breakdown: { ...breakdown, splits } }] : [];
  });
  return indicators.map((indicator) => ({
    ...indicator,
    breakdowns: rows.filter((row) => row.indicator === indicator).map(({ breakdown }) => breakdown),
  }));
}

function readCodeLists(files: TableFiles, faults: Faults): ReadonlyMap<string, Breakdown> {
  const columns = ['breakdown', 'breakdown_vi', 'breakdown_en', 'item', 'name_vi', 'name_en'] as const;
  const lists = new Map<string, Breakdown>();
  for (const cells of readRowsIfAny(files, CODE_LISTS, columns, ['breakdown', 'item'], faults)) {
    const [code, itemCode] = [cells.text('breakdown'), cells.text('item')];
    for (const [column, text] of [['breakdown', code] as const, ['item', itemCode] as const]) {
      if (text && !CODE.test(text)) cells.fault(column, `"${text}" is no code (capital letters, digits and _)`);
    }
    const name = cells.both('breakdown_vi', 'breakdown_en');
    const item = { code: itemCode, name: cells.both('name_vi', 'name_en') };
    const before = lists.get(code);
    if (before && (before.name.vi !== name.vi || before.name.en !== name.en)) {
      cells.fault('breakdown_vi', `${code} was named otherwise above`);
    }
    lists.set(code, { code, name: before?.name ?? name, items: [...(before?.items ?? []), item] });
  }
  return lists;
}

/** An indicator for each item of each breakdown of one: counted as the indicator is, without targets. */
export function itemsOf(indicator: CatalogueIndicator): CatalogueIndicator[] {
  return indicator.breakdowns.flatMap((breakdown) =>
    breakdown.items.map((item) => ({
      ...indicator,
      number: null,
      code: codeOfItem(indicator.code, breakdown, item.code),
      name: {
        vi: `${indicator.name.vi} (${item.name.vi})`,
        en: `${indicator.name.en} (${item.name.en})`,
      },
      rule: null,
      targets: [],
      areaTargets: [],
      plannedDenominator: null,
      hard: false,
      breakdowns: [],
      itemOf: { indicator: indicator.code, breakdown, item },
    })),
  );
}

/**
 * True of an item's code where the catalogue has the indicator but does not break it down so: what a mapping says of it is
 * left out, as what it says of another owner's indicator is.
 */
export function isUnusedItem(catalogue: Pick<Catalogue, 'get'>, code: string): boolean {
  const { indicator, item } = partsOfCode(code);
  const known = item === '' ? undefined : catalogue.get(indicator);
  return known?.breakdowns.every((breakdown) => breakdown.code !== item.split(':')[0]) ?? false;
}

/** The code of an item's figures: HEALTH_INSURANCE:SEX:F. */
export function codeOfItem(indicator: string, { code }: Pick<IndicatorBreakdown, 'code'>, item: string): string {
  return `${indicator}:${code}:${item}`;
}
