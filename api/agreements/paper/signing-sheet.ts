import type { AgreementText } from '../text-schema.ts';
import { body, textRows } from './body.ts';
import { glyphsOf, type Setting } from './lines.ts';
import { platformField, type PaperOptions, type PaperSigner } from './options.ts';
import type { Row } from './pages.ts';
import { qrRings } from './qr.ts';
import { frame, moved, sheet, type Drawing } from './sheet.ts';
import type { Typefaces } from './typefaces.ts';
import { capacityWords, roleWords } from './words.ts';

const field = { width: 168, height: 92 };
const seal = { width: 72, height: 72 };
const qrSide = 84;
const gutter = 20;
const small: Setting = { size: 9.5, leading: 16, colour: 'muted' };
const medium: Setting = { size: 10.5, leading: 19, colour: 'ink' };

/** 签署页: a place for everybody who signs, and at its foot where the file is checked and the platform's own place. */
export function signingRows(text: AgreementText, options: PaperOptions, typefaces: Typefaces): Row[] {
  const opening = glyphsOf([{ text: `（以下无正文，为《${text.title}》签署页）` }], typefaces);
  const head = textRows(opening, { setting: body, hang: 0, before: 0 });
  const signers = options.signers.map((signer) => signerRow(signer, typefaces));
  return [
    ...head.map((row, index) => ({ ...row, startsSheet: index === 0, staysWithNext: true })),
    ...signers.map((row, index) => ({
      ...row,
      before: index === 0 ? 12 : 0,
      staysWithNext: index === signers.length - 1,
    })),
    checkRow(text.number, options, typefaces),
  ];
}

function signerRow(signer: PaperSigner, typefaces: Typefaces): Row {
  const measure = sheet.measure - field.width - gutter;
  const capacity = signer.capacity === null ? '' : `（${capacityWords[signer.capacity]}）`;
  const label = signer.label === null ? [] : [{ text: `${signer.label}：`, strong: true }];
  const stack = [
    ...textRows(glyphsOf([...label, { text: signer.organisation, strong: true }], typefaces), {
      setting: body,
      hang: 0,
      before: 0,
      measure,
    }),
    ...textRows(glyphsOf([{ text: `${roleWords[signer.role]}：${signer.name}${capacity}` }], typefaces), {
      setting: medium,
      hang: 0,
      before: 6,
      measure,
    }),
    ...textRows(glyphsOf([{ text: dateOf(signer) }], typefaces), {
      setting: medium,
      hang: 0,
      before: 0,
      measure,
    }),
  ];
  const { drawings, height } = stacked(stack, { x: 0, y: 10 });
  const x = sheet.measure - field.width;
  return {
    height: signer.field === null ? height + 14 : Math.max(height + 14, field.height + 24),
    before: 0,
    staysWithNext: false,
    drawings: [
      { kind: 'area', x: 0, y: 0, width: sheet.measure, height: 0.6, colour: 'hairline' },
      ...drawings,
      ...(signer.field === null ? [] : [frame(x, 12, field)]),
    ],
    ...(signer.field !== null && { fields: [{ name: signer.field, x, y: 12, ...field }] }),
  };
}

/** An approver and a witness say their word by a code; the file has no signature of theirs. */
function dateOf({ role }: PaperSigner): string {
  if (role === 'signer') return '签署日期：以数字签名的时间戳为准';
  return `${role === 'approver' ? '审批' : '见证'}日期：以签署过程记录为准`;
}

/** The QR code with its address, and the platform's place; a draft has nothing to check yet. */
function checkRow(number: string, options: PaperOptions, typefaces: Typefaces): Row {
  const isFinal = options.stage === 'final';
  const x = sheet.measure - seal.width;
  const lines = isFinal
    ? ['核验原件：扫描二维码，或打开下列网址', options.verifyUrl, `编号 ${number}。打印件和截图不是原件。`]
    : ['草稿不可签署，也不能核验。', '定稿后在此处印核验二维码。'];
  const rows = lines.flatMap((line) =>
    textRows(glyphsOf([{ text: line }], typefaces), {
      setting: small,
      hang: 0,
      before: 0,
      measure: x - qrSide - 2 * gutter,
    }),
  );
  const { drawings } = stacked(rows, { x: qrSide + gutter, y: 14 });
  const caption = textRows(glyphsOf([{ text: '平台封存' }], typefaces), {
    setting: small,
    hang: 0,
    before: 0,
  });
  return {
    height: qrSide + 26,
    before: 16,
    staysWithNext: false,
    isLast: true,
    drawings: [
      { kind: 'area', x: 0, y: 0, width: sheet.measure, height: 0.6, colour: 'hairline' },
      isFinal
        ? qrRings(options.verifyUrl, { x: 0, y: 14 }, qrSide)
        : frame(0, 14, { width: qrSide, height: qrSide }),
      ...drawings,
      frame(x, 14, seal),
      ...stacked(caption, { x: x + 17, y: seal.height + 16 }).drawings,
    ],
    fields: [{ name: platformField, x, y: 14, ...seal }],
  };
}

/** Rows under one another, as one drawing. */
function stacked(rows: Row[], from: { x: number; y: number }): { drawings: Drawing[]; height: number } {
  let y = from.y;
  const drawings = rows.flatMap((row) => {
    const top = y + row.before;
    y = top + row.height;
    return row.drawings.map((drawing) => moved(drawing, { x: from.x, y: top }));
  });
  return { drawings, height: y };
}
