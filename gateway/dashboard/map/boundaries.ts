import { useEffect, useState } from 'preact/hooks';

/** Boundaries as the gateway serves them: GeoJSON whose features have the ids of areas. */
interface Boundaries {
  readonly type: 'FeatureCollection';
  readonly features: readonly {
    readonly type: 'Feature';
    readonly id: string;
    readonly properties: object;
    readonly geometry:
      | { readonly type: 'Polygon'; readonly coordinates: number[][][] }
      | { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] };
  }[];
}

/** An area on the drawing: its outline, and a place in its middle. */
export interface Outline {
  readonly id: string;
  readonly path: string;
  readonly x: number;
  readonly y: number;
  /** In square pixels. */
  readonly size: number;
}

/** Draws outlines into a field of some size. */
export type Draw = (width: number, height: number) => readonly Outline[];

/** NONE where the deployment has no file of the level: then there are tiles alone. */
export type Found = { readonly kind: 'WAITING' | 'NONE' | 'FAILED' } | { readonly kind: 'READY'; readonly draw: Draw };

const FILES = { DISTRICT: 'districts', COMMUNE: 'communes' } as const;

/** The true boundaries of a level, if the deployment has them. */
export function useBoundaries(level: keyof typeof FILES): Found {
  const [found, setFound] = useState<Found>({ kind: 'WAITING' });
  useEffect(() => {
    const over = new AbortController();
    setFound({ kind: 'WAITING' });
    fetchBoundaries(FILES[level], over.signal).then(setFound, (error: unknown) => {
      if (!over.signal.aborted) setFound({ kind: 'FAILED' });
      // What went wrong with the network stands in the browser's own list; anything else is a fault of ours.
      if (!over.signal.aborted && !(error instanceof TypeError)) throw error;
    });
    return () => over.abort();
  }, [level]);
  return found;
}

async function fetchBoundaries(name: string, signal: AbortSignal): Promise<Found> {
  const has: Record<string, boolean> = await json('/boundaries', signal);
  if (!has[name]) return { kind: 'NONE' };
  const [boundaries, { geoMercator, geoPath }] = await Promise.all([
    json<Boundaries>(`/boundaries/${name}`, signal),
    import('d3-geo'),
  ]);
  const all = { type: 'FeatureCollection' as const, features: [...boundaries.features] };
  const draw: Draw = (width, height) => {
    const path = geoPath(geoMercator().fitSize([width, height], all)).digits(1);
    return boundaries.features.map((one) => {
      const [x, y] = path.centroid(one);
      return { id: one.id, path: path(one) ?? '', x, y, size: path.area(one) };
    });
  };
  return { kind: 'READY', draw };
}

async function json<Body>(path: string, signal: AbortSignal): Promise<Body> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new TypeError(`${path} answered ${response.status}.`);
  return response.json();
}
