import { OWNERS } from '../../schema/subgraphs.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { partsOfCode } from '../../subgraphs/core/disclosure/quantity.js';
import { suppressionsOf } from '../../subgraphs/core/disclosure/suppressions.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { countName, knowledgeOf, smallCounts } from '../core/disclosure/attacker.js';
import { solver } from '../core/disclosure/linear-program.js';
import { type Bench, measured, timed } from './measure.js';

/** Attacks every small count of the sample by linear programming, and measures what screening all of it costs. */
export const disclosure: Bench = async () => {
  const catalogue = readCatalogue();
  const sample = sampleOf(catalogue);
  const solve = await solver();
  const [found, total] = [
    { cells: 0, withheld: 0, small: 0, narrowed: 0, bare: 0 },
    { screening: 0, attack: 0 },
  ];
  for (const owner of OWNERS) {
    const figures = sample(owner);
    for (const indicator of catalogue.ofOwner(owner)) {
      if (indicator.threshold === null) continue;
      const { threshold } = indicator;
      const cells = figures.filter(({ indicator: code }) => partsOfCode(code).indicator === indicator.code);
      const small = smallCounts(indicator, cells);
      const narrowedBy = (companions: boolean) => {
        const withheld = suppressionsOf(indicator, cells, () => undefined, companions);
        const nothing = { value: null, numerator: null, denominator: null };
        const hidden = new Set(withheld.map((cell) => countName(indicator, { ...cell, ...nothing })));
        const known = solve(knowledgeOf(indicator, cells, hidden), [...small.keys()]);
        const isNarrow = ([name, whole]: [string, number]) => {
          const { least, most } = known.get(name) ?? { least: 0, most: 0 };
          return most - least < Math.min(threshold, whole);
        };
        return [...small].filter(isNarrow).length;
      };
      found.cells += cells.length;
      found.small += small.size;
      total.screening += await timed(() => {
        found.withheld += suppressionsOf(indicator, cells, () => undefined).length;
      });
      total.attack += await timed(() => {
        found.narrowed += narrowedBy(true);
      });
      found.bare += narrowedBy(false);
    }
  }
  return [
    measured('figures of indicators with a threshold', found.cells, ''),
    measured('of these withheld', found.withheld, ''),
    measured('screening all of them', total.screening, 'ms'),
    measured('small counts attacked by linear programming', found.small, ''),
    measured('a small count', total.attack / found.small, 'ms'),
    measured('small counts narrowed down to less than the threshold', found.narrowed, '', 0),
    measured('the same where only the small counts themselves are withheld', found.bare, ''),
  ];
};
