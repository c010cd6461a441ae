import type { LonLat, LonLatBounds, Pixel, PixelSize } from './mercator.ts';
import { pixelOf, viewOfBounds } from './mercator.ts';
import { unitedBounds, boundsOf } from './outline.ts';
import type { Sketch } from './sketch.ts';

/** A still picture of the city, for devices that draw no map: outlines as path data and a way to place things on it. */
export type Locator = { counties: { code: string; path: string }[]; pixelOf: (position: LonLat) => Pixel };

const padding = { top: 8, right: 8, bottom: 8, left: 8 };

export function locatorOf(sketch: Sketch, extent: LonLatBounds, size: PixelSize): Locator {
  const counties = sketch.features.flatMap(({ properties, geometry }) => {
    if (properties.kind !== 'county' || geometry.type !== 'Polygon') return [];
    return [{ code: properties.code ?? '', rings: geometry.coordinates }];
  });
  const bounds = unitedBounds(counties.map(({ rings }) => boundsOf(rings))) ?? extent;
  const view = viewOfBounds(bounds, { size, padding }, 22);
  const place = (position: LonLat) => pixelOf(position, view, size);
  return {
    counties: counties.map(({ code, rings }) => ({
      code,
      path: rings.map((ring) => ringPath(ring.map(place))).join(''),
    })),
    pixelOf: place,
  };
}

function ringPath(points: Pixel[]): string {
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
}
