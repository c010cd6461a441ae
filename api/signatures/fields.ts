import { type PDFDocument, PDFName, PDFString, type PDFRef } from 'pdf-lib';

/** 签署区: where a mark will stand. Points of PDF from the lower left corner of the page, which counts from 0. */
export type ReservedField = { name: string; page: number; rect: Rectangle };

export type Rectangle = { left: number; bottom: number; width: number; height: number };

/** Print, and stay where and as large as you are (ISO 32000-1, table 165). */
const annotationFlags = 4 + 128;
/** Signatures exist; write only at the end of the file (ISO 32000-1, table 219). */
const signatureFlags = 1 + 2;

/**
 * Reserves a signature field for each that will sign, the platform included: all before the first signature, so that
 * signing adds to the file and never changes what others signed. Throws on a page that is not there.
 */
export function reserveFields(document: PDFDocument, fields: ReservedField[]): void {
  const references = fields.map((field) => reserveField(document, field));
  const form = document.context.obj({ Fields: references, SigFlags: signatureFlags });
  document.catalog.set(PDFName.of('AcroForm'), document.context.register(form));
}

function reserveField(document: PDFDocument, { name, page, rect }: ReservedField): PDFRef {
  const target = document.getPage(page);
  const widget = document.context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    F: annotationFlags,
    Rect: [rect.left, rect.bottom, rect.left + rect.width, rect.bottom + rect.height],
  });
  widget.set(PDFName.of('T'), PDFString.of(name));
  widget.set(PDFName.of('P'), target.ref);
  const reference = document.context.register(widget);
  target.node.addAnnot(reference);
  return reference;
}
