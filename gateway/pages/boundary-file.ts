import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { geoArea } from 'd3-geo';
import { feature } from 'topojson-client';
import { z } from 'zod';
import { AREAS } from '../../schema/areas/areas.js';

/** The levels that can have a file of their true boundaries. */
export const BOUNDARY_LEVELS = ['districts', 'communes'] as const;
export type BoundaryLevel = (typeof BOUNDARY_LEVELS)[number];

/** Boundaries as the pages take them: GeoJSON whose features have the graph's ids of areas. */
export interface BoundaryFile {
  readonly bytes: Buffer;
  /** Changes with what is in it. */
  readonly etag: string;
}

/** A file of boundaries that cannot be used; the sentence says what is wrong with it. */
export class BoundaryFault extends Error {
  override readonly name = 'BoundaryFault';
}

const LEVELS = { districts: 'DISTRICT', communes: 'COMMUNE' } as const;

/**
 * Reads a file of boundaries, GeoJSON or TopoJSON, and finds the area of each feature by its code. Areas without a feature
 * are allowed, for the page says them. Throws BoundaryFault when the file cannot be read, is neither, or has a feature that
 * is no area of the level.
 */
export function readBoundaryFile(path: string, level: BoundaryLevel, property: string): BoundaryFile {
  const ids = new Map(
    AREAS.filter((area) => area.level === LEVELS[level] && area.tile !== null).map(({ code, id }) => [code, id]),
  );
  const features = polygonsOf(jsonOf(path), path);
  const strange = features.filter((one) => !ids.has(codeOf(one, property)));
  if (features.length === 0 || strange.length > 0) throw noAreas(path, level, property, features, strange);
  const usable = {
    type: 'FeatureCollection',
    features: features.map((one) => ({
      type: 'Feature',
      id: ids.get(codeOf(one, property)) ?? '',
      properties: {},
      geometry: drawable(one.geometry),
    })),
  };
  const bytes = Buffer.from(JSON.stringify(usable));
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"` };
}

type Position = number[];
type Topology = Parameters<typeof feature>[0];
type Geometry = z.infer<typeof geometry>;
type Shape = z.infer<typeof collection>['features'][number];

/** The code stands in a property, or is the feature's own id. */
function codeOf({ id, properties }: Shape, property: string): string {
  return String(properties?.[property] ?? id ?? '');
}

function noAreas(
  path: string,
  level: BoundaryLevel,
  property: string,
  all: readonly Shape[],
  strange: readonly Shape[],
) {
  if (all.length === 0) return new BoundaryFault(`${path} holds no polygon.`);
  const some = strange.slice(0, 3).map((one) => codeOf(one, property) || 'no code at all');
  return new BoundaryFault(
    `${path}: ${strange.length} of its ${all.length} features match no area of the ${level} by the property "${property}" ` +
      `(${some.join(', ')}); set BOUNDARIES_CODE to the property that holds the official code.`,
  );
}

function jsonOf(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new BoundaryFault(`${path} cannot be read (${code}).`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BoundaryFault(`${path} is no JSON, so neither GeoJSON nor TopoJSON.`, { cause: error });
  }
}

const position = z.array(z.number()).min(2);
const rings = z.array(z.array(position).min(4)).min(1);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) }),
]);
const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.union([z.string(), z.number()]).optional(),
      properties: z.record(z.string(), z.unknown()).nullable(),
      geometry,
    }),
  ),
});
const topology = z.looseObject({ type: z.literal('Topology'), objects: z.record(z.string(), z.unknown()) });

function polygonsOf(json: unknown, path: string): Shape[] {
  const packed = topology.safeParse(json);
  const plain = collection.safeParse(packed.success ? unpacked(json as Topology, path) : json);
  if (plain.success) return plain.data.features;
  const [issue] = plain.error.issues;
  throw new BoundaryFault(
    `${path} is neither a GeoJSON collection of polygons nor TopoJSON of one: ${issue?.path.join('.')}: ${issue?.message}.`,
  );
}

/** The only layer of a TopoJSON file, as GeoJSON. */
function unpacked(file: Topology, path: string): unknown {
  const [layer, ...others] = Object.values(file.objects);
  if (!layer || others.length > 0) {
    throw new BoundaryFault(`${path} has ${others.length + (layer ? 1 : 0)} layers of TopoJSON; it has to have one.`);
  }
  try {
    return feature(file, layer);
  } catch (error) {
    throw new BoundaryFault(`${path} is TopoJSON whose arcs cannot be put together.`, { cause: error });
  }
}

/** Six decimals of a degree are ten centimetres. */
const DECIMALS = 6;

/** A polygon as the drawing takes it: rounded, and its rings the way round that has the area inside. */
function drawable(shape: Geometry): Geometry {
  if (shape.type === 'Polygon') return { type: 'Polygon', coordinates: turned(shape.coordinates) };
  return { type: 'MultiPolygon', coordinates: shape.coordinates.map(turned) };
}

function turned(polygon: readonly Position[][]): Position[][] {
  const rounded = polygon.map((ring) => ring.map(([x = 0, y = 0]) => [x, y].map((at) => Number(at.toFixed(DECIMALS)))));
  // Files go either way round; on a sphere the wrong one is all of the world but the area.
  return rounded.map((ring, index) => {
    const coversMost = geoArea({ type: 'Polygon', coordinates: [ring] }) > 2 * Math.PI;
    const isHole = index > 0;
    return coversMost === isHole ? ring : ring.toReversed();
  });
}
