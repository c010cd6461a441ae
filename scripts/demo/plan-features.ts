import type { Ground } from './ground.ts';
import type { PlanShape } from './park-plan.ts';

/** Park plans as GeoJSON features, EPSG:4490: `kind` (park, block, green, water, street), `park`, `class`, names. */
export function planFeatures(park: string, shapes: PlanShape[], ground: Ground): object[] {
  return shapes.map(({ kind, class: streetClass, name, ring, line }) => ({
    type: 'Feature',
    properties: {
      kind,
      park,
      ...(streetClass === null ? {} : { class: streetClass }),
      ...(name === null ? {} : { nameZh: name[0], nameEn: name[1] }),
    },
    geometry:
      ring === null
        ? { type: 'LineString', coordinates: (line ?? []).map(ground.geographic) }
        : { type: 'Polygon', coordinates: [closed(ring.map(ground.geographic))] },
  }));
}

/** Closed and counter-clockwise (RFC 7946 §3.1.6). */
export function closed(ring: [lon: number, lat: number][]): [lon: number, lat: number][] {
  const [first] = ring;
  if (first === undefined) return [];
  const doubled = ring.reduce((sum, [lon, lat], index) => {
    const [nextLon, nextLat] = ring[(index + 1) % ring.length] ?? first;
    return sum + (lon - first[0]) * (nextLat - first[1]) - (nextLon - first[0]) * (lat - first[1]);
  }, 0);
  const outward = doubled < 0 ? ring.toReversed() : ring;
  return [...outward, outward[0] ?? first];
}
