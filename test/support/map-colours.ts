import type { Page } from 'playwright-core';

/** Colours of the ground as palette and tile server have them, `r,g,b`. */
export const groundColours = { land: '247,245,240', vectorTile: '244,226,190' } as const;

/**
 * The colours in the middle of what is seen of the map, as a person sees them, with how much of it each covers (0 to 1).
 * WebGL keeps nothing to be read back, so it is read from a picture of the screen.
 */
export async function coloursOfMap(page: Page): Promise<Map<string, number>> {
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (box === null) throw new Error('the map has no canvas');
  const clip = {
    x: box.x + box.width / 4,
    y: box.y + box.height / 4,
    width: box.width / 2,
    height: box.height / 2,
  };
  const picture = (await page.screenshot({ clip })).toString('base64');
  const shares = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const data = context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
    const counts: Record<string, number> = {};
    for (let at = 0; at < data.length; at += 4) {
      const colour = data.slice(at, at + 3).join(',');
      counts[colour] = (counts[colour] ?? 0) + 1;
    }
    const pixels = image.width * image.height;
    return Object.entries(counts).map(([colour, count]): [string, number] => [colour, count / pixels]);
  }, picture);
  return new Map(shares);
}
