import type { Page } from 'playwright-core';
import type { LonLat } from '../../web/map/mercator.ts';
import { pixelOf } from '../../web/map/mercator.ts';

/** Where in the window a point of the ground stands, on a map whose view is in the page's address. */
export async function placeOnMap(page: Page, position: LonLat): Promise<{ x: number; y: number }> {
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (box === null) throw new Error('the map has no canvas');
  const view = new URL(page.url()).searchParams.get('view')?.split(',').map(Number) ?? [];
  const [lon = NaN, lat = NaN, zoom = NaN] = view;
  const { x, y } = pixelOf(position, { lon, lat, zoom }, { width: box.width, height: box.height });
  return { x: box.x + x, y: box.y + y };
}
