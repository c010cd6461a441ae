import sharp, { type Sharp } from 'sharp';
import { attachmentBytes, mostPixels, type AttachmentMediaType, type AttachmentRefusal } from './terms.ts';

const formats = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
} as const satisfies Partial<Record<AttachmentMediaType, string>>;

export type ImageMediaType = keyof typeof formats;

// Only what is asked for: libvips reads many more formats, and each is a way in.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * An image drawn anew: upright as it was meant to be seen, and without anything else that the file held, such as the place where it was
 * taken (EXIF). Of an animation the first picture.
 */
export async function redrawImage(
  bytes: Uint8Array,
  mediaType: ImageMediaType,
): Promise<{ bytes: Uint8Array } | { refusal: AttachmentRefusal }> {
  try {
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' });
    const { width, height, format } = await image.metadata();
    if (format !== formats[mediaType]) return { refusal: 'unreadable' };
    if (width * height > mostPixels) return { refusal: 'too-many-pixels' };
    const upright = image.rotate();
    const drawn = await write(upright, mediaType).toBuffer();
    return drawn.length > attachmentBytes ? { refusal: 'too-large-inside' } : { bytes: drawn };
  } catch (error) {
    const isTooLarge = error instanceof Error && error.message.includes('pixel limit');
    return { refusal: isTooLarge ? 'too-many-pixels' : 'unreadable' };
  }
}

function write(image: Sharp, mediaType: ImageMediaType): Sharp {
  if (mediaType === 'image/jpeg') return image.jpeg({ quality: 88 });
  return mediaType === 'image/png' ? image.png({ compressionLevel: 9 }) : image.webp({ quality: 88 });
}
