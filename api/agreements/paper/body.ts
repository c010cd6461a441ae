import { partyRegistration } from '../credit-code-rules.ts';
import type { AgreementText, Block, Clause, Run, TextParty } from '../text-schema.ts';
import { figureRows } from './figures-table.ts';
import { drawLine, glyphsOf, linesOf, widthOfLine, type Glyph, type Setting } from './lines.ts';
import type { Row } from './pages.ts';
import { sheet } from './sheet.ts';
import type { Typefaces } from './typefaces.ts';
import { capacityWords, clauseNumber } from './words.ts';

/** 小四, as contracts are set. */
export const body: Setting = { size: 12, leading: 21, colour: 'ink' };
const title: Setting = { size: 20, leading: 30, colour: 'ink' };
const aside: Setting = { size: 10.5, leading: 18, colour: 'muted' };
/** 首行缩进两字. */
const indentCharacters = 2;

/** Title, parties, preamble and clauses, as rows that sheets are filled with. */
export function bodyRows(text: AgreementText, typefaces: Typefaces): Row[] {
  return [
    ...titleRows(text.title, typefaces),
    ...partyRows(text.parties, typefaces),
    ...blockRows(text.preamble, typefaces, 14),
    ...text.clauses.flatMap((clause, index) => clauseRows(clause, index, typefaces)),
  ];
}

/** In the middle; a long one in lines of about the same length. */
function titleRows(text: string, typefaces: Typefaces): Row[] {
  const glyphs = glyphsOf([{ text, strong: true }], typefaces);
  const longest = sheet.measure / title.size;
  const count = linesOf(glyphs, { measure: longest, indent: 0 }).length;
  const even = widthOfLine(glyphs) / count + 2;
  const lines = linesOf(glyphs, { measure: count > 1 ? Math.min(even, longest) : longest, indent: 0 });
  return lines.map((line, index) => ({
    height: title.leading,
    before: index === 0 ? 6 : 0,
    staysWithNext: true,
    drawings: drawLine(line, title, {
      x: (sheet.measure - widthOfLine(line) * title.size) / 2,
      y: baseline(title),
    }),
  }));
}

/** Who, with the credit code or the registration abroad, and below who signs for them. */
function partyRows(parties: TextParty[], typefaces: Typefaces): Row[] {
  const labels = parties.map(({ label }) => glyphsOf([{ text: `${label}：`, strong: true }], typefaces));
  const hang = Math.max(0, ...labels.map(widthOfLine)) * body.size + 6;
  return parties.flatMap((party, index) => {
    const { organisation, signatory, capacity } = party;
    const registration = partyRegistration(party);
    const coded =
      registration === null
        ? []
        : [{ text: `　${registration.label} ` }, { text: registration.code, filled: true }];
    const names = glyphsOf([{ text: organisation, filled: true }, ...coded], typefaces);
    const signs = glyphsOf(
      [{ text: `${capacityWords[capacity]}　` }, { text: signatory, filled: true }],
      typefaces,
    );
    const rows = [
      ...textRows(names, { setting: body, hang, before: index === 0 ? 18 : 6 }),
      ...textRows(signs, { setting: aside, hang, before: 0 }),
    ];
    const [first] = rows;
    first?.drawings.unshift(...drawLine(labels[index] ?? [], body, { x: 0, y: baseline(body) }));
    return rows.map((row, place) => ({ ...row, staysWithNext: place < rows.length - 1 }));
  });
}

function clauseRows({ heading, blocks }: Clause, index: number, typefaces: Typefaces): Row[] {
  const head = glyphsOf([{ text: `${clauseNumber(index)}　${heading}`, strong: true }], typefaces);
  const rows = textRows(head, { setting: body, hang: 0, before: 10 });
  return [...rows.map((row) => ({ ...row, staysWithNext: true })), ...blockRows(blocks, typefaces, 0)];
}

function blockRows(blocks: Block[], typefaces: Typefaces, before: number): Row[] {
  return blocks.flatMap((block, index) => {
    if (block.kind === 'figures') return figureRows(block.rows, typefaces);
    const rows = paragraphRows(block.runs, typefaces, index === 0 ? before : 0);
    const announcesFigures = blocks[index + 1]?.kind === 'figures';
    return rows.map((row, place) =>
      announcesFigures && place === rows.length - 1 ? { ...row, staysWithNext: true } : row,
    );
  });
}

function paragraphRows(runs: Run[], typefaces: Typefaces, before: number): Row[] {
  const glyphs = glyphsOf(runs, typefaces);
  return textRows(glyphs, { setting: body, hang: 0, before, indent: indentCharacters });
}

type Paragraph = { setting: Setting; hang: number; before: number; indent?: number; measure?: number };

/** A paragraph as rows: its first two lines stay together, and its last two. */
export function textRows(glyphs: Glyph[], { setting, hang, before, indent = 0, ...rest }: Paragraph): Row[] {
  const width = (rest.measure ?? sheet.measure) - hang;
  const lines = linesOf(glyphs, { measure: width / setting.size, indent });
  return lines.map((line, index) => {
    const inward = index === 0 ? indent * setting.size : 0;
    const isLast = index === lines.length - 1;
    return {
      height: setting.leading,
      before: index === 0 ? before : 0,
      staysWithNext: !isLast && (index === 0 || index === lines.length - 2),
      drawings: drawLine(line, setting, {
        x: hang + inward,
        y: baseline(setting),
        ...(isLast ? {} : { fillTo: width - inward }),
      }),
    };
  });
}

/** Where characters stand in a line: their square in the middle of it. */
export function baseline({ size, leading }: Setting): number {
  return leading / 2 + size * 0.38;
}
