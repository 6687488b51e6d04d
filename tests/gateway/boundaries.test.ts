import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigFault, readConfig } from '../../gateway/config.js';
import { addBoundaries, NO_BOUNDARIES, readBoundaries } from '../../gateway/pages/boundaries.js';
import { tempFolder } from '../support/temp.js';

let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  folder = await tempFolder('boundaries');
});
afterAll(() => folder.remove());

/** A square of a tenth of a degree, the way round that GeoJSON has it. */
function square(west: number, south: number): number[][][] {
  const [east, north] = [west + 0.1, south + 0.1];
  return [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ];
}

function collection(properties: Record<string, unknown>, id?: string) {
  const geometry = { type: 'Polygon', coordinates: square(105.8, 21) };
  return { type: 'FeatureCollection', features: [{ type: 'Feature', ...(id && { id }), properties, geometry }] };
}

const topology = {
  type: 'Topology',
  arcs: square(105.8, 21),
  objects: { districts: { type: 'GeometryCollection', geometries: [{ type: 'Polygon', id: '001', arcs: [[0]] }] } },
};

function written(name: string, content: unknown): string {
  const path = join(folder.path, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function served(env: Record<string, string>) {
  const faults: string[] = [];
  const boundaries = readBoundaries(env, faults);
  expect(faults).toEqual([]);
  const app = fastify();
  addBoundaries(app, boundaries);
  return app;
}

function faultOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigFault) return error.message;
    throw error;
  }
  return '';
}

describe('files of boundaries', () => {
  test.each([
    ['GeoJSON with the code in a property', collection({ code: '001' })],
    ['GeoJSON with the code as the id of the feature', collection({}, '001')],
    ['TopoJSON', topology],
  ])('are served with the ids of the areas: %s', async (name, content) => {
    const app = served({ BOUNDARIES_DISTRICTS: written(`${name}.json`, content) });
    const { features } = (await app.inject('/boundaries/districts')).json();
    expect(features.map(({ id }: { id: string }) => id)).toEqual(['DISTRICT-001']);
    expect((await app.inject('/boundaries')).json()).toEqual({ districts: true, communes: false });
    expect((await app.inject('/boundaries/communes')).statusCode).toBe(404);
  });

  test('of communes get the area that stands, not an earlier bearer of its code', async () => {
    const app = served({ BOUNDARIES_COMMUNES: written('communes.json', collection({ code: '00004' })) });
    expect((await app.inject('/boundaries/communes')).json().features[0].id).toBe('COMMUNE-00004-2025-07-01');
  });

  test('find the code in the property that is set', async () => {
    const path = written('other.json', collection({ ma: '001' }));
    const app = served({ BOUNDARIES_DISTRICTS: path, BOUNDARIES_CODE: 'ma' });
    expect((await app.inject('/boundaries/districts')).json().features).toHaveLength(1);
  });

  test('are turned so that the area lies inside of the ring, whichever way the file has it', async () => {
    const file = collection({ code: '001' });
    const one = await served({ BOUNDARIES_DISTRICTS: written('one.json', file) }).inject('/boundaries/districts');
    for (const { geometry } of file.features)
      geometry.coordinates = geometry.coordinates.map((ring) => ring.toReversed());
    const other = await served({ BOUNDARIES_DISTRICTS: written('two.json', file) }).inject('/boundaries/districts');
    expect(new Set(one.json().features[0].geometry.coordinates[0].map(String))).toEqual(
      new Set(other.json().features[0].geometry.coordinates[0].map(String)),
    );
    const turn = ([a, b, c]: number[][]) =>
      Math.sign(
        ((b?.[0] ?? 0) - (a?.[0] ?? 0)) * ((c?.[1] ?? 0) - (a?.[1] ?? 0)) -
          ((c?.[0] ?? 0) - (a?.[0] ?? 0)) * ((b?.[1] ?? 0) - (a?.[1] ?? 0)),
      );
    expect(turn(one.json().features[0].geometry.coordinates[0])).toBe(-1);
    expect(turn(other.json().features[0].geometry.coordinates[0])).toBe(-1);
  });

  test('are not sent again to a browser that has them', async () => {
    const app = served({ BOUNDARIES_DISTRICTS: written('kept.json', collection({ code: '001' })) });
    const { headers } = await app.inject('/boundaries/districts');
    const again = { url: '/boundaries/districts', headers: { 'if-none-match': String(headers.etag) } };
    expect((await app.inject(again)).statusCode).toBe(304);
    const other = { ...again, headers: { 'if-none-match': '"of another file"' } };
    expect((await app.inject(other)).statusCode).toBe(200);
  });

  test.each([
    ['cannot be read', join('no', 'such', 'file'), 'cannot be read (ENOENT)'],
    ['is no JSON', 'not JSON at all', 'is no JSON'],
    ['is other JSON', { type: 'Point' }, 'neither a GeoJSON collection of polygons nor TopoJSON'],
    ['has no feature', { type: 'FeatureCollection', features: [] }, 'holds no polygon'],
    ['has the code of no area', collection({ code: '999' }), '1 of its 1 features match no area of the districts'],
    ['has no code', collection({ name: 'Ba Đình' }), 'no code at all'],
    ['has two layers', { ...topology, objects: { ...topology.objects, more: {} } }, 'has 2 layers of TopoJSON'],
  ])('refuse the start and name the setting where the file %s', (name, content, sentence) => {
    const isPath = name === 'cannot be read';
    const path = isPath ? String(content) : written(`${name}.json`, content);
    const fault = faultOf({ BOUNDARIES_DISTRICTS: path });
    expect(fault).toContain('BOUNDARIES_DISTRICTS: ');
    expect(fault).toContain(sentence);
  });

  test('are none without the settings', () => {
    expect(readConfig({}).boundaries).toEqual(NO_BOUNDARIES);
  });
});
