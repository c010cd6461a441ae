import type { ReservedField } from '../../signatures/fields.ts';
import type { AgreementText } from '../text-schema.ts';
import { bodyRows } from './body.ts';
import { framed } from './head-and-foot.ts';
import type { PaperOptions } from './options.ts';
import { onSheets } from './pages.ts';
import { planRows } from './plan.ts';
import type { Drawing, Sheet } from './sheet.ts';
import { signingRows } from './signing-sheet.ts';
import { openTypefaces, type Typefaces } from './typefaces.ts';
import { checkDrawable } from './undrawable.ts';
import { writePdf } from './write.ts';

/**
 * Draws an agreement as a PDF: its clauses, a plan of each parcel, and the signing sheet with the fields that signatures
 * will stand in (none in a draft). The same text and options give the same bytes.
 *
 * Throws `Undrawable` where a character is not in the font.
 */
export async function drawPaper(
  text: AgreementText,
  options: PaperOptions,
): Promise<{ bytes: Uint8Array; fields: ReservedField[] }> {
  const typefaces = openTypefaces();
  const sheets = layOut(text, options, typefaces);
  const about = { title: `${text.title} ${text.number}`, subject: `SHA-256 ${options.contentSha256}` };
  return await writePdf(sheets, about, typefaces);
}

/** Everything has its place, nothing is written yet. */
export function layOut(text: AgreementText, options: PaperOptions, typefaces: Typefaces): Sheet[] {
  checkDrawable(text, typefaces.bold);
  checkDrawable(options, typefaces.bold, 'options');
  const rows = [
    ...bodyRows(text, typefaces),
    ...text.parcels.flatMap((parcel, index) =>
      planRows(parcel, { index, note: options.publishedSketchNote }, typefaces),
    ),
    ...signingRows(text, options, typefaces),
  ];
  const sheets = framed(onSheets(rows), { text, options }, typefaces);
  return sheets.map(({ drawings, fields }) =>
    options.stage === 'draft' ? { drawings, fields: [] } : { drawings: drawings.filter(isPrinted), fields },
  );
}

/** The tint under what was filled in is for those who check a draft; the line under it stays. */
function isPrinted(drawing: Drawing): boolean {
  return drawing.kind !== 'area' || drawing.colour !== 'brandTint';
}
