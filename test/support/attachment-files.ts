import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import sharp from 'sharp';

/** A sheet with nothing but a page. */
export async function plainPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage([200, 100]);
  return await document.save();
}

/** A sheet to which `change` has added something; its objects lie packed in a stream unless said otherwise. */
export async function changedPdf(
  change: (document: PDFDocument) => void | Promise<void>,
  { useObjectStreams = true } = {},
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage([200, 100]);
  await change(document);
  return await document.save({ useObjectStreams });
}

/** An action of the catalogue, as ISO 32000-1, 12.6.4 writes it. */
export function actsOnOpening(document: PDFDocument, action: Record<string, string>): void {
  const { context, catalog } = document;
  const entries = Object.entries(action).map(([key, value]) => [
    key,
    key === 'S' ? PDFName.of(value) : PDFString.of(value),
  ]);
  catalog.set(PDFName.of('OpenAction'), context.register(context.obj(Object.fromEntries(entries))));
}

type Format = 'jpeg' | 'png' | 'webp';

/** A picture, 40 pixels wide and 20 high, that says where it was taken. */
export async function picture(format: Format = 'jpeg'): Promise<Buffer> {
  return await sharp({ create: { width: 40, height: 20, channels: 3, background: '#2a9d8f' } })
    .withExif({
      IFD0: { Copyright: 'Zhang San' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '29/1 6/1 30/1', GPSLongitude: '119/1 38/1 0/1' },
    })
    .toFormat(format)
    .toBuffer();
}
