import type { PublicGeometry } from '../../../api/parcels/schema.ts';

/**
 * The polygons of a GeoJSON file (RFC 7946: [lon, lat]) as one shape, or null where it holds none. Anything else, and
 * coordinates of another system, is the batch intake's to read.
 */
export function shapeOfFile(text: string): PublicGeometry | null {
  const coordinates = polygonsOf(parsed(text));
  const isOnEarth = coordinates.flat(2).every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  return coordinates.length === 0 || !isOnEarth ? null : { type: 'MultiPolygon', coordinates };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type Polygon = [number, number][][];

function polygonsOf(value: unknown): Polygon[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('features' in value && Array.isArray(value.features)) return value.features.flatMap(polygonsOf);
  if ('geometry' in value) return polygonsOf(value.geometry);
  if (!('type' in value) || !('coordinates' in value) || !Array.isArray(value.coordinates)) return [];
  if (value.type === 'Polygon') return [ringsOf(value.coordinates)].filter((rings) => rings.length > 0);
  if (value.type !== 'MultiPolygon') return [];
  return value.coordinates.map(ringsOf).filter((rings) => rings.length > 0);
}

function ringsOf(rings: unknown): Polygon {
  if (!Array.isArray(rings)) return [];
  const read = rings.map((ring: unknown) => (Array.isArray(ring) ? ring.filter(isPosition).map(lonLat) : []));
  return read.every((ring) => ring.length >= 4) ? read : [];
}

function isPosition(value: unknown): value is [number, number, ...number[]] {
  return Array.isArray(value) && value.length >= 2 && value.every((part) => Number.isFinite(part));
}

function lonLat([lon, lat]: [number, number, ...number[]]): [number, number] {
  return [lon, lat];
}
