import type { Page } from 'playwright-core';
import type { PublicGeometry } from '../../api/parcels/schema.ts';
import { boundsOfShape } from '../../web/map/console/staff-shapes.ts';
import { pixelOf, viewOfBounds, type LonLat, type Pixel } from '../../web/map/mercator.ts';
import { mapIsIdle } from './browser.ts';

/** Where in the window a point of the ground stands, on the editor's map as it opened on a boundary. */
export async function openedOn(page: Page, boundary: PublicGeometry): Promise<(corner: LonLat) => Pixel> {
  await mapIsIdle(page);
  const box = await page.locator('#editor-map canvas').boundingBox();
  const bounds = boundsOfShape(boundary);
  if (box === null || bounds === null) throw new Error('no boundary is shown');
  const [across, upright] = [Math.min(48, box.width / 6), Math.min(56, box.height / 6)];
  const padding = { top: upright, right: across, bottom: upright, left: across };
  const view = viewOfBounds(bounds, { size: box, padding }, 16);
  return (corner) => {
    const { x, y } = pixelOf(corner, view, box);
    return { x: box.x + x, y: box.y + y };
  };
}

export async function drag(page: Page, from: Pixel, to: Pixel): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 20 });
  await page.mouse.up();
}
