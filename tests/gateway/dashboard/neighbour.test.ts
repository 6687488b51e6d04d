import { describe, expect, test } from 'vitest';
import { neighbourOf } from '../../../gateway/dashboard/map/neighbour.js';
import { AREAS } from '../../../schema/areas/areas.js';

const places = (level: 'DISTRICT' | 'COMMUNE') =>
  AREAS.flatMap(({ id, tile, level: own }) => (tile && own === level ? [{ id, x: tile.column, y: tile.row }] : []));
const KEYS = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown'];

describe('the arrow keys on the map', () => {
  test.each(['DISTRICT', 'COMMUNE'] as const)('reach every tile of a %s map from the first one', (level) => {
    const all = places(level);
    const reached = new Set([all[0]?.id ?? '']);
    for (const id of reached) {
      for (const key of KEYS) {
        const next = neighbourOf(all, id, key);
        if (next) reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual(all.map(({ id }) => id).sort());
  });

  test('go in the direction of the key', () => {
    const all = places('DISTRICT');
    const byId = new Map(all.map((place) => [place.id, place]));
    for (const { id, x, y } of all) {
      const [right, up] = [neighbourOf(all, id, 'ArrowRight'), neighbourOf(all, id, 'ArrowUp')];
      if (right) expect(byId.get(right)?.x).toBeGreaterThan(x);
      if (up) expect(byId.get(up)?.y).toBeLessThan(y);
    }
  });

  test('go to the nearest area, and stay where none lies ahead', () => {
    const row = [
      { id: 'far', x: 9, y: 0 },
      { id: 'near', x: 3, y: 1 },
      { id: 'here', x: 0, y: 0 },
    ];
    expect(neighbourOf(row, 'here', 'ArrowRight')).toBe('near');
    expect(neighbourOf(row, 'here', 'ArrowLeft')).toBeUndefined();
    expect(neighbourOf(row, 'here', 'a')).toBeUndefined();
  });

  test('Home and End go to the first area and the last', () => {
    const all = places('DISTRICT');
    expect(neighbourOf(all, all[5]?.id ?? '', 'Home')).toBe(all[0]?.id);
    expect(neighbourOf(all, all[5]?.id ?? '', 'End')).toBe(all.at(-1)?.id);
  });
});
