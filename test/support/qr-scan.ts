import jsqr from 'jsqr';
import type { Locator } from 'playwright-core';

/** What a camera reads in the code on a picture at its own size, or in what stands on the screen; null where it finds none. */
export async function scanQr(shown: Locator): Promise<string | null> {
  const screen = (await shown.screenshot()).toString('base64');
  const pixels = await shown.evaluate(async (element, png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const drawn = element instanceof HTMLImageElement ? element : await createImageBitmap(new Blob([bytes]));
    const canvas = document.createElement('canvas');
    canvas.width = 'naturalWidth' in drawn ? drawn.naturalWidth : drawn.width;
    canvas.height = 'naturalHeight' in drawn ? drawn.naturalHeight : drawn.height;
    const context = canvas.getContext('2d');
    context?.drawImage(drawn, 0, 0);
    const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    // As text, for a list of so many numbers takes half a minute to hand over.
    const text = Array.from(data, (byte) => String.fromCharCode(byte)).join('');
    return { width: canvas.width, height: canvas.height, text };
  }, screen);
  const bytes = Uint8ClampedArray.from(Buffer.from(pixels.text, 'latin1'));
  return jsqr(bytes, pixels.width, pixels.height)?.data ?? null;
}
