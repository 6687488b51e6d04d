import highs from 'highs';
import type { Interval, Knowledge } from './attacker.js';

/** The package's types are those of its CommonJS build; what is loaded is the module, whose default is the function itself. */
const load: typeof highs.default = Object(highs);

/** Finds by linear programming what can be known of counts: no deduction from the same knowledge narrows them further. */
export async function solver() {
  const solving = await load();
  return ({ unknowns, equations }: Knowledge, names: readonly string[]): Map<string, Interval> => {
    const numbers = new Map([...unknowns.keys()].map((name, i) => [name, `x${i}`]));
    const lines = equations.map(({ terms, sum }, i) => {
      const list = [...terms].map(
        ([name, factor]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${numbers.get(name)}`,
      );
      return ` c${i}: ${list.join(' ')} = ${sum}`;
    });
    const bounds = [...unknowns].map(
      ([name, { most }]) => ` 0 <= ${numbers.get(name)} <= ${Number.isFinite(most) ? most : 'inf'}`,
    );
    const rest = `Subject To\n${[...lines, ` any: ${[...numbers.values()][0]} >= 0`].join('\n')}\nBounds\n${bounds.join('\n')}\nEnd`;
    const best = (way: 'Minimize' | 'Maximize', name: string): number => {
      const { Status, ObjectiveValue } = solving.solve(`${way}\n obj: ${numbers.get(name)}\n${rest}`);
      if (Status === 'Unbounded' || Status === 'Primal infeasible or unbounded') return Number.POSITIVE_INFINITY;
      if (Status !== 'Optimal') throw new Error(`The linear program of ${name} is ${Status}.`);
      return ObjectiveValue;
    };
    const known = names.filter((name) => numbers.has(name));
    return new Map(
      known.map((name) => [
        name,
        { least: Math.ceil(best('Minimize', name) - 1e-6), most: Math.floor(best('Maximize', name) + 1e-6) },
      ]),
    );
  };
}
