import fontkit from '@pdf-lib/fontkit';
import {
  closePath,
  lineTo,
  moveTo,
  PDFDocument,
  type PDFFont,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  rectangle,
  setFillingRgbColor,
  setLineWidth,
  setStrokingRgbColor,
  setTextMatrix,
  stroke,
} from 'pdf-lib';
import { type ReservedField, reserveFields } from '../../signatures/fields.ts';
import { colours, sheet, type Area, type Drawing, type Rings, type Sheet, type Words } from './sheet.ts';
import { noFeatures, type Typefaces, type Weight } from './typefaces.ts';

type Fonts = Record<Weight, PDFFont>;

/**
 * The sheets as a PDF that signatures are later added to. The same sheets give the same bytes: no clock, no chance.
 * Fonts are cut down before they are embedded: cutting while embedding leaves glyphs blank (pdf-lib#1232).
 */
export async function writePdf(
  sheets: Sheet[],
  about: { title: string; subject: string },
  typefaces: Typefaces,
): Promise<{ bytes: Uint8Array; fields: ReservedField[] }> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(fontkit);
  document.setTitle(about.title, { showInWindowTitleBar: true });
  document.setSubject(about.subject);
  document.setProducer('招图');
  document.setLanguage('zh-CN');
  const fonts: Fonts = {
    regular: await embed(document, 'regular', { sheets, typefaces }),
    bold: await embed(document, 'bold', { sheets, typefaces }),
  };
  for (const { drawings } of sheets) {
    const page = document.addPage([sheet.width, sheet.height]);
    for (const [weight, font] of Object.entries(fonts))
      page.node.setFontDictionary(PDFName.of(weight), font.ref);
    for (const drawing of drawings) draw(page, drawing, fonts);
  }
  const fields = sheets.flatMap((each, page) =>
    each.fields.map(({ name, x, y, width, height }) => ({
      name,
      page,
      rect: { left: x, bottom: sheet.height - y - height, width, height },
    })),
  );
  if (fields.length > 0) reserveFields(document, fields);
  return { bytes: await document.save({ useObjectStreams: false }), fields };
}

function embed(
  document: PDFDocument,
  weight: Weight,
  { sheets, typefaces }: { sheets: Sheet[]; typefaces: Typefaces },
): Promise<PDFFont> {
  const used = new Set<string>();
  for (const drawing of sheets.flatMap(({ drawings }) => drawings))
    if (drawing.kind === 'words' && drawing.weight === weight)
      for (const { char } of drawing.glyphs) used.add(char);
  const characters = [...used].sort().join('');
  return typefaces[weight]
    .cutDownTo(characters)
    .then((font) => document.embedFont(font, { subset: false, features: noFeatures }));
}

function draw(page: PDFPage, drawing: Drawing, fonts: Fonts): void {
  if (drawing.kind === 'words') page.pushOperators(...wordOperators(drawing, fonts[drawing.weight], page));
  else if (drawing.kind === 'area') page.pushOperators(...areaOperators(drawing));
  else page.pushOperators(...ringOperators(drawing));
}

/** One array of characters and distances, so that text taken from the page is whole (ISO 32000-1, 9.4.3). */
function wordOperators(words: Words, font: PDFFont, page: PDFPage): PDFOperator[] {
  const array = page.doc.context.obj([]);
  for (const { char, gap } of words.glyphs) {
    array.push(font.encodeText(char));
    if (gap !== 0) array.push(PDFNumber.of(rounded((-gap * 1000) / words.size)));
  }
  const radians = (words.turn * Math.PI) / 180;
  const [cosine, sine] = [rounded(Math.cos(radians)), rounded(Math.sin(radians))];
  return [
    PDFOperator.of(PDFOperatorNames.BeginText),
    setFillingRgbColor(...colours[words.colour]),
    PDFOperator.of(PDFOperatorNames.SetFontAndSize, [PDFName.of(words.weight), PDFNumber.of(words.size)]),
    setTextMatrix(cosine, sine, -sine, cosine, rounded(words.x), rounded(sheet.height - words.y)),
    PDFOperator.of(PDFOperatorNames.ShowTextAdjusted, [array]),
    PDFOperator.of(PDFOperatorNames.EndText),
  ];
}

function areaOperators({ x, y, width, height, colour }: Area): PDFOperator[] {
  const bottom = rounded(sheet.height - y - height);
  return [
    setFillingRgbColor(...colours[colour]),
    rectangle(rounded(x), bottom, rounded(width), rounded(height)),
    PDFOperator.of(PDFOperatorNames.FillEvenOdd),
  ];
}

function ringOperators({ rings, fill, line }: Rings): PDFOperator[] {
  const path = rings.flatMap((ring) => [
    ...ring.map(({ x, y }, index) => (index === 0 ? moveTo : lineTo)(rounded(x), rounded(sheet.height - y))),
    closePath(),
  ]);
  return [
    pushGraphicsState(),
    ...(fill === null
      ? []
      : [setFillingRgbColor(...colours[fill]), ...path, PDFOperator.of(PDFOperatorNames.FillEvenOdd)]),
    ...(line === null
      ? []
      : [setStrokingRgbColor(...colours[line.colour]), setLineWidth(line.width), ...path, stroke()]),
    popGraphicsState(),
  ];
}

/** A ten-thousandth of a point is beyond every printer. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
