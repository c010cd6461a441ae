import type { LonLat, MapView, Padding, Pixel, PixelSize } from '../mercator.ts';
import { lonLatOf } from '../mercator.ts';

/** Five places are about a metre. */
const places = 5;

/** Degrees of longitude and latitude in CGCS2000 (EPSG:4490), each as text. */
export function degreesText([lon, lat]: LonLat): { lon: string; lat: string } {
  return { lon: lon.toFixed(places), lat: lat.toFixed(places) };
}

/** `119.64321,29.07890`: longitude first, as the search of every Chinese map service reads it. */
export function positionText(position: LonLat): string {
  const { lon, lat } = degreesText(position);
  return `${lon},${lat}`;
}

/** The pixel in the middle of what the page leaves free of the map. */
export function freeCentre({ width, height }: PixelSize, { top, right, bottom, left }: Padding): Pixel {
  return { x: (left + width - right) / 2, y: (top + height - bottom) / 2 };
}

export function freeCentrePosition(view: MapView, size: PixelSize, padding: Padding): LonLat {
  return lonLatOf(freeCentre(size, padding), view, size);
}
