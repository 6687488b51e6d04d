import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { describe, expect, test } from 'vitest';
import { Picking, Requirements } from '../../gateway/executor/picking.js';

const facts = { isOfType: (a: string, b: string) => a === b } as ConstructorParameters<typeof Picking>[0];
const field = (name: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode =>
  selections.length === 0 ? { kind: 'Field', name } : { kind: 'Field', name, selections };
const on = (typeCondition: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  ...{ typeCondition, selections },
});

function picked(picking: Picking, requirements: Requirements, from: object, ...selections: QueryPlanSelectionNode[]) {
  return picking.of(from as Record<string, unknown>, requirements.of(selections));
}

describe('what is required of an object', () => {
  const series = { a: 1, b: 2 };
  const indicator = { code: 'DOCTORS', series };

  test('is one object for all that require the same of it', () => {
    const [picking, requirements] = [new Picking(facts), new Requirements()];
    const first = picked(picking, requirements, indicator, field('series', field('a')));
    const programme = { indicators: [indicator] };
    const second = picked(picking, requirements, programme, field('indicators', field('series', field('a'))));
    expect(first).toEqual({ series: { a: 1 } });
    expect((second.indicators as (typeof first)[])[0]?.series).toBe(first.series);
    const other = picked(picking, requirements, indicator, field('series', field('b')));
    expect(other).toEqual({ series: { b: 2 } });
  });

  test('is one object for all that require the same of it in whatever order, for its type or for any', () => {
    const [picking, requirements] = [new Picking(facts), new Requirements()];
    const typed = { __typename: 'Indicator', ...indicator };
    const wanted = [field('series', field('b'), field('a')), field('code')];
    const within = picked(picking, requirements, { of: [typed] }, field('of', ...wanted)) as { of: object[] };
    const other = [on('Indicator', field('code'), field('series', field('a'), field('b'))), on('Area', field('id'))];
    const alone = picking.of(typed, requirements.ofType(facts, 'Indicator', other));
    expect(alone).toEqual(indicator);
    expect(within.of[0]).toBe(alone);
  });

  test('is all of it where the same field is required twice, however deep they differ', () => {
    const wanted = [on('T', field('a', field('b', field('x')))), on('T', field('a', field('b', field('y'))))];
    const b = { x: 1, y: 2 };
    for (const from of [
      { __typename: 'T', a: { b } },
      { __typename: 'T', a: [{ b: [b, b] }] },
    ]) {
      const { __typename: _, ...all } = from;
      expect(picked(new Picking(facts), new Requirements(), from, ...wanted)).toEqual(all);
    }
    expect(b).toEqual({ x: 1, y: 2 });
  });

  test('is picked anew when the answer has grown', () => {
    const [picking, requirements] = [new Picking(facts), new Requirements()];
    const growing: Record<string, unknown> = {};
    const wanted = field('series', field('a'));
    expect(picked(picking, requirements, { series: growing }, wanted)).toEqual({ series: { a: null } });
    growing.a = 1;
    picking.forget();
    expect(picked(picking, requirements, { series: growing }, wanted)).toEqual({ series: { a: 1 } });
  });

  test('is not mixed with what is required of it elsewhere where a field is required twice', () => {
    const [picking, requirements] = [new Picking(facts), new Requirements()];
    const typed = { __typename: 'Indicator', series };
    const twice = [on('Indicator', field('series', field('a'))), on('Indicator', field('series', field('b')))];
    expect(picked(picking, requirements, typed, ...twice)).toEqual({ series: { a: 1, b: 2 } });
    expect(picked(picking, requirements, typed, field('series', field('a')))).toEqual({ series: { a: 1 } });
    expect(picked(picking, requirements, typed, ...twice)).toEqual({ series: { a: 1, b: 2 } });
  });

  test('counts for the types it is required of, item by item', () => {
    const list = { items: [[{ __typename: 'A', x: 1 }], null, [{ __typename: 'B', x: 2 }]] };
    const into = picked(new Picking(facts), new Requirements(), list, field('items', on('A', field('x'))));
    expect(into).toEqual({ items: [[{ x: 1 }], null, [{}]] });
  });

  test('is null where it is missing, also under a name that every object has', () => {
    expect(picked(new Picking(facts), new Requirements(), {}, field('constructor'))).toEqual({ constructor: null });
  });
});
