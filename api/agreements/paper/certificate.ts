import { baseline, textRows } from './body.ts';
import type {
  CertificateEntry,
  CertificateGroup,
  CertificateSection,
  CertificateSheet,
} from './certificate-sheet.ts';
import { drawAt } from './head-and-foot.ts';
import { drawLine, glyphsOf, widthOfLine, type Setting } from './lines.ts';
import { onSheets, type Row } from './pages.ts';
import { qrRings } from './qr.ts';
import { moved, sheet, type Drawing, type Sheet } from './sheet.ts';
import { openTypefaces, type Typeface, type Typefaces } from './typefaces.ts';
import { isDrawable } from './undrawable.ts';
import { testLine } from './words.ts';
import { writePdf } from './write.ts';

const title: Setting = { size: 20, leading: 30, colour: 'ink' };
const subtitle: Setting = { size: 10.5, leading: 18, colour: 'muted' };
const heading: Setting = { size: 12, leading: 22, colour: 'brand' };
const name: Setting = { size: 10.5, leading: 18, colour: 'ink' };
const value: Setting = { size: 9.5, leading: 16, colour: 'ink' };
const aside: Setting = { size: 9, leading: 15, colour: 'muted' };
const hang = 118;
const qrSide = 84;
const gutter = 20;

/** Draws the sheet as a PDF without fields: it is signed by nobody. The same words give the same bytes. */
export async function drawCertificate(certificate: CertificateSheet): Promise<Uint8Array> {
  const typefaces = openTypefaces();
  const shown = drawable(certificate, typefaces.bold);
  const rows = [
    ...headRows(shown, typefaces),
    ...shown.sections.flatMap((section) => sectionRows(section, typefaces)),
    verifyRow(shown.verify, typefaces),
  ];
  const sheets = framed(onSheets(rows), shown, typefaces);
  const about = { title: `${shown.title.zh} ${shown.number}`, subject: shown.title.en };
  return (await writePdf(sheets, about, typefaces)).bytes;
}

/** 〓 stands where the font has no character, as printers set it: a name is never a reason to give no sheet. */
function drawable(words: CertificateSheet, typeface: Typeface): CertificateSheet {
  const shown = (text: string) =>
    [...text].map((char) => (isDrawable(char, typeface) ? char : '〓')).join('');
  return JSON.parse(JSON.stringify(words), (_, part: unknown) =>
    typeof part === 'string' ? shown(part) : part,
  ) as CertificateSheet;
}

function headRows({ title: words }: CertificateSheet, typefaces: Typefaces): Row[] {
  return [
    { ...inMiddle(words.zh, title, typefaces), before: 4 },
    { ...inMiddle(words.en, subtitle, typefaces), before: 0 },
  ];
}

function inMiddle(text: string, setting: Setting, typefaces: Typefaces): Row {
  const line = glyphsOf([{ text, strong: setting === title }], typefaces);
  const x = (sheet.measure - widthOfLine(line) * setting.size) / 2;
  return {
    height: setting.leading,
    before: 0,
    staysWithNext: true,
    drawings: drawLine(line, setting, { x, y: baseline(setting) }),
  };
}

function sectionRows({ heading: words, groups }: CertificateSection, typefaces: Typefaces): Row[] {
  const head = glyphsOf([{ text: words.zh, strong: true }, { text: `　${words.en}` }], typefaces);
  const line: Drawing = {
    kind: 'area',
    x: 0,
    y: heading.leading,
    width: sheet.measure,
    height: 0.6,
    colour: 'hairline',
  };
  return [
    {
      height: heading.leading + 2,
      before: 14,
      staysWithNext: true,
      drawings: [...drawLine(head, heading, { x: 0, y: baseline(heading) }), line],
    },
    ...groups.flatMap((group) => groupRows(group, typefaces)),
  ];
}

function groupRows({ name: words, entries, isWhole = false }: CertificateGroup, typefaces: Typefaces): Row[] {
  const head = glyphsOf([{ text: words ?? '', strong: true }], typefaces);
  const rows = [
    ...(words === null ? [] : textRows(head, { setting: name, hang: 0, before: 8 })),
    ...entries.flatMap((entry) => entryRows(entry, typefaces)),
  ];
  if (!isWhole) return rows;
  return rows.map((row, index) => ({ ...row, staysWithNext: index < rows.length - 1 }));
}

function entryRows({ label, lines, tone }: CertificateEntry, typefaces: Typefaces): Row[] {
  const setting = tone === 'aside' ? aside : value;
  const rows = lines.flatMap((text, index) =>
    textRows(glyphsOf([{ text, strong: tone === 'caution' && index === 0 }], typefaces), {
      setting,
      hang,
      before: index === 0 ? 2 : 0,
    }),
  );
  const [first] = rows;
  const said = glyphsOf([{ text: label }], typefaces);
  first?.drawings.unshift(...drawLine(said, aside, { x: 0, y: baseline(setting) }));
  return rows.map((row, index) => ({ ...row, staysWithNext: index < rows.length - 1 }));
}

function verifyRow({ url, lines }: CertificateSheet['verify'], typefaces: Typefaces): Row {
  let y = 16;
  const words = [...lines, url].flatMap((text) =>
    textRows(glyphsOf([{ text }], typefaces), {
      setting: aside,
      hang: 0,
      before: 0,
      measure: sheet.measure - qrSide - gutter,
    }).flatMap(({ drawings, height }) => {
      const placed = drawings.map((drawing) => moved(drawing, { x: qrSide + gutter, y }));
      y += height;
      return placed;
    }),
  );
  return {
    height: Math.max(qrSide + 16, y),
    before: 14,
    staysWithNext: false,
    drawings: [
      { kind: 'area', x: 0, y: 0, width: sheet.measure, height: 0.6, colour: 'hairline' },
      qrRings(url, { x: 0, y: 16 }, qrSide),
      ...words,
    ],
  };
}

function framed(sheets: Sheet[], { number, title: words, isTest }: CertificateSheet, typefaces: Typefaces) {
  return sheets.map(({ drawings }, index): Sheet => {
    const page = `第 ${index + 1} 页　共 ${sheets.length} 页`;
    return {
      fields: [],
      drawings: [
        ...drawAt(`编号 ${number}`, { edge: 'left', y: 69, size: 10 }, typefaces),
        ...(isTest ? drawAt(testLine, { edge: 'right', y: 69, size: 10 }, typefaces) : []),
        ...drawings,
        ...drawAt(words.zh, { edge: 'left', y: 806, size: 9 }, typefaces),
        ...drawAt(page, { edge: 'right', y: 806, size: 9 }, typefaces),
      ],
    };
  });
}
