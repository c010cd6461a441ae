import type { AgreementText } from '../text-schema.ts';
import { drawLine, glyphsOf, widthOfLine } from './lines.ts';
import type { PaperOptions } from './options.ts';
import { sheet, type Colour, type Drawing, type Sheet } from './sheet.ts';
import type { Typefaces } from './typefaces.ts';
import { draftWatermark, rehearsalLine, rehearsalWatermark, shortHash, testLine } from './words.ts';

const headY = 69;
const footY = 806;
const centre = { x: sheet.width / 2, y: sheet.height / 2 };

/** Number, test, hash, page and template on every sheet; under everything of a draft, 草稿, and of a rehearsal, 演练. */
export function framed(
  sheets: Sheet[],
  { text, options }: { text: AgreementText; options: PaperOptions },
  typefaces: Typefaces,
): Sheet[] {
  const draw = (words: string, place: Place) => drawAt(words, place, typefaces);
  const note = options.isRehearsal === true ? rehearsalLine : options.isTest ? testLine : null;
  const draft = options.stage === 'draft' ? draftWatermark : null;
  const mark = options.isRehearsal === true ? rehearsalWatermark : draft;
  return sheets.map(({ drawings, fields }, index) => ({
    fields,
    drawings: [
      ...(mark === null ? [] : [markOf(mark, typefaces)]),
      ...draw(`编号 ${text.number}`, { edge: 'left', y: headY, size: 10 }),
      ...(note === null ? [] : draw(note, { edge: 'right', y: headY, size: 10 })),
      ...drawings,
      ...draw(`文本摘要 ${shortHash(options.contentSha256)}`, { edge: 'left', y: footY, size: 9 }),
      ...draw(`第 ${index + 1} 页　共 ${sheets.length} 页`, { edge: 'middle', y: footY, size: 9 }),
      ...draw(`模板 ${text.template.title} v${text.template.version}`, { edge: 'right', y: footY, size: 9 }),
    ],
  }));
}

type Place = { edge: 'left' | 'middle' | 'right'; y: number; size: number };
const muted: Colour = 'muted';

/** Words at an edge of the measure, or in its middle. */
export function drawAt(words: string, { edge, y, size }: Place, typefaces: Typefaces): Drawing[] {
  const line = glyphsOf([{ text: words }], typefaces);
  const spare = sheet.measure - widthOfLine(line) * size;
  const x = sheet.left + spare * { left: 0, middle: 0.5, right: 1 }[edge];
  return drawLine(line, { size, colour: muted }, { x, y });
}

/** Two characters, rising to the right through the middle of the sheet. */
function markOf(mark: string, typefaces: Typefaces): Drawing {
  const [size, gap, turn] = [150, 30, 35];
  const width = typefaces.bold.widthOf('草') * size * mark.length + gap;
  const radians = (turn * Math.PI) / 180;
  // From the middle of the words to the left end of their baseline.
  const [along, up] = [-width / 2, -size * 0.38];
  return {
    kind: 'words',
    x: centre.x + along * Math.cos(radians) - up * Math.sin(radians),
    y: centre.y - (along * Math.sin(radians) + up * Math.cos(radians)),
    size,
    weight: 'bold',
    colour: 'watermark',
    turn,
    glyphs: [...mark].map((char) => ({ char, gap })),
  };
}
