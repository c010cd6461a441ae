import type { Feature } from 'geojson';
import type { PublicGeometry } from '../../../api/parcels/schema.ts';
import type { LonLat, LonLatBounds } from '../mercator.ts';
import { boundsOf, outerRings } from '../outline.ts';
import type { Points, Shapes } from '../sources.ts';
import { pointFeature } from '../sources.ts';

/**
 * How a parcel is drawn for staff. `published` what the public sees, `draft` what it does not, `error` what its health
 * check refuses, `chosen` picked in the table; `before` and `after` of a change; `around` parcels beside the one at hand.
 */
export type StaffLook = 'published' | 'draft' | 'error' | 'chosen' | 'before' | 'after' | 'around';

export type StaffShape = {
  code: string;
  geometry: PublicGeometry;
  look: StaffLook;
  /** Written on it where there is room; empty: nothing. */
  label: string;
};

/** A numbered corner (界址点): `wrong` where a finding names it, `moved` where it stands now. */
export type StaffPoint = { position: LonLat; label: string; look: 'wrong' | 'moved' };

export function staffShapes(shapes: readonly StaffShape[]): Shapes {
  return {
    type: 'FeatureCollection',
    features: shapes.map(({ code, look, geometry }) => ({
      type: 'Feature',
      properties: { code, look },
      geometry,
    })),
  };
}

/** One point a parcel: a dot from afar, its label from near; the middle, but for the labels that were moved. */
export function staffLabels(
  shapes: readonly StaffShape[],
  moved: ReadonlyMap<number, LonLat | null>,
): Points {
  return {
    type: 'FeatureCollection',
    features: shapes.flatMap(
      ({ code, look, label, geometry }, index): Feature<Points['features'][number]['geometry']>[] => {
        const bounds = boundsOfShape(geometry);
        if (bounds === null) return [];
        const place = moved.get(index);
        const shown = place === null ? '' : label;
        return [pointFeature(place ?? middleOf(bounds), { code, look, label: shown })];
      },
    ),
  };
}

export function staffPoints(points: readonly StaffPoint[]): Points {
  return {
    type: 'FeatureCollection',
    features: points.map(({ position, label, look }) => pointFeature(position, { label, look })),
  };
}

/** null for a shape without a single point. */
export function boundsOfShape(geometry: PublicGeometry): LonLatBounds | null {
  const rings = outerRings(geometry);
  return rings.some((ring) => ring.length > 0) ? boundsOf(rings) : null;
}

function middleOf([west, south, east, north]: LonLatBounds): LonLat {
  return [(west + east) / 2, (south + north) / 2];
}
