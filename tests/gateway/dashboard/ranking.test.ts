import { describe, expect, test } from 'vitest';
import { rankingOf } from '../../../gateway/dashboard/indicator/ranking.js';
import { pictureOf } from '../../../gateway/dashboard/map/picture.js';

type Areas = Parameters<typeof rankingOf>[0];
type Row = NonNullable<NonNullable<Areas['series']>['observations']>[number];

function row(code: string, value: number | null, more: Partial<Row> = {}): Row {
  const rest = { numerator: null, denominator: null, sample: null, movedBy: null, class: null };
  const area = { id: code, code, name: code };
  return { area, period: '2024', value, status: value === null ? 'O' : 'A', reason: null, ...rest, ...more } as Row;
}

const rank = (rows: readonly Row[], direction: 'INCREASE' | 'DECREASE') =>
  rankingOf({ assessments: [], series: { observations: [...rows] } } as Areas, { direction, decimals: 1 });

describe('the ranking of areas', () => {
  test('has the best first: the highest where more is better, the lowest where less is', () => {
    const rows = [row('a', 1), row('b', 3), row('c', 2)];
    const codes = (direction: 'INCREASE' | 'DECREASE') =>
      rank(rows, direction)?.ranked.map(({ figure }) => figure.area.code);
    expect(codes('INCREASE')).toEqual(['b', 'c', 'a']);
    expect(codes('DECREASE')).toEqual(['a', 'c', 'b']);
  });

  test('gives areas with the same printed value the same place', () => {
    const places = rank([row('a', 5.01), row('b', 5.04), row('c', 4)], 'INCREASE')?.ranked.map(({ place }) => place);
    expect(places).toEqual([1, 1, 3]);
  });

  test('gives no place to what is missing, withheld, or known by its class alone', () => {
    const low = row('low', 7, { status: 'U', class: { from: 5, to: 10 } });
    const ranking = rank([row('a', 1), row('gone', null), row('secret', null, { status: 'Q' }), low], 'INCREASE');
    expect(ranking?.ranked.map(({ figure }) => figure.area.code)).toEqual(['a']);
    expect(ranking?.classed.map(({ area }) => area.code)).toEqual(['low']);
    expect(ranking?.missing.map(({ area }) => area.code)).toEqual(['gone', 'secret']);
  });

  test('says the one reason for which no area has a figure', () => {
    const reason = 'This indicator has figures of the whole city alone.';
    expect(rank([row('a', null, { reason }), row('b', null, { reason })], 'INCREASE')?.reason).toBe(reason);
    expect(rank([row('a', null, { reason }), row('b', 2)], 'INCREASE')?.reason).toBeNull();
  });

  test('is none when the owner did not answer', () => {
    expect(rankingOf({ assessments: null, series: null } as Areas, { direction: 'INCREASE', decimals: 1 })).toBeNull();
  });
});

describe('the picture of the map', () => {
  type Figures = Parameters<typeof pictureOf>[0];
  const picture = (rows: readonly Row[]) => pictureOf(rows as unknown as Figures, 1, 'QUANTILES');

  test('puts an area into the class of the value that is printed on it', () => {
    const { drawn, classes } = picture([row('a', 1), row('b', 1.96), row('c', 2.04), row('d', 3)]);
    expect(drawn[1]?.index).toBe(drawn[2]?.index);
    const own = classes[drawn[1]?.index ?? -1];
    expect(own?.from).toBeLessThanOrEqual(2);
    expect(own?.to).toBeGreaterThan(2);
  });

  test('tells missing, withheld and of low reliability apart, and gives them no colour of a value', () => {
    const low = row('low', 2, { status: 'U', class: { from: 1, to: 3 } });
    const { drawn } = picture([row('a', 1), row('gone', null), row('secret', null, { status: 'Q' }), low]);
    expect(drawn.map(({ kind }) => kind)).toEqual(['CLASS', 'MISSING', 'WITHHELD', 'LOW']);
    expect(drawn.slice(1).map(({ colour }) => colour)).toEqual([null, null, null]);
  });

  test('of classes alone is coloured by them', () => {
    const of = (code: string, from: number, to: number) => row(code, from + 1, { status: 'U', class: { from, to } });
    const { classes, method, drawn } = picture([of('a', 10, 20), of('b', 0, 10), of('c', 10, 20)]);
    expect(classes).toEqual([
      { from: 0, to: 10 },
      { from: 10, to: 20 },
    ]);
    expect(method).toBeNull();
    expect(drawn.map(({ index }) => index)).toEqual([1, 0, 1]);
  });
});
