import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineEnds } from '../api/agreements/paper/line-rules.ts';
import { glyphsOf, linesOf, widthOfLine } from '../api/agreements/paper/lines.ts';
import { bodyRows } from '../api/agreements/paper/body.ts';
import { onSheets, type Row } from '../api/agreements/paper/pages.ts';
import { sheet } from '../api/agreements/paper/sheet.ts';
import { openTypefaces } from '../api/agreements/paper/typefaces.ts';
import { letterOfIntent } from './support/agreement-texts.ts';

const typefaces = openTypefaces();

function linesIn(text: string, measure: number): string[] {
  return linesOf(glyphsOf([{ text }], typefaces), { measure, indent: 2 }).map((line) =>
    line.map(({ char }) => char).join(''),
  );
}

/** Words as agreements have them, none longer than a line of 16 characters. */
const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[甲乙方地块投资意向出让公告测绘成果]{1,6}$/) },
  { weight: 3, arbitrary: fc.constantFrom('，', '。', '、', '；', '：', '）', '》', '”', '（', '《', '“') },
  { weight: 2, arbitrary: fc.stringMatching(/^[A-Za-z]{1,12} ?$/) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(999_999), fc.constantFrom(' 万元', ' 平方米', ' 亩', '%', ' 万元/亩·年'))
      .map((parts) => parts.join('')),
  },
);
const text = fc
  .array(word, { minLength: 1, maxLength: 60, size: 'max' })
  .map((words) => words.join(''))
  // No chain of punctuation that is longer than a line.
  .filter((joined) => joined.trim() !== '' && !/[，。、；：）》”（《“]{5}/.test(joined));

describe('a line of the paper', () => {
  it('never begins with 。，、）》 nor ends with （《“, and nothing of the text is lost', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 22, max: 40 }), (words, measure) => {
        const lines = linesIn(words, measure);
        expect(lines.join('')).toBe(words);
        for (const line of lines.slice(1)) expect(line).not.toMatch(/^[，。、；：）》”%·]/);
        for (const line of lines.slice(0, -1)) expect(line.trimEnd()).not.toMatch(/[（《“]$/);
      }),
    );
  });

  it('fits between the margins, the first one behind its indent', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 22, max: 40 }), (words, measure) => {
        const lines = linesOf(glyphsOf([{ text: words }], typefaces), { measure, indent: 2 });
        for (const [index, line] of lines.entries())
          expect(widthOfLine(line)).toBeLessThanOrEqual(measure - (index === 0 ? 2 : 0) + 1e-6);
      }),
    );
  });

  it('fits where a word alone is longer than a line', () => {
    const lines = linesOf(glyphsOf([{ text: 'A'.repeat(300) }], typefaces), { measure: 20, indent: 0 });
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map(widthOfLine))).toBeLessThanOrEqual(20);
  });

  it.each([
    ['82,400.00 平方米', '面积82,400.00 平方米（大写：捌万）'],
    ['≥ 350 万元/亩·年', '不低于≥ 350 万元/亩·年。'],
    ['第十二条', '依照第十二条办理'],
    ['Connor', '林O’Connor签'],
    ['JK-2026-014', '地块JK-2026-014位于'],
    ['——', '甲方——乙方'],
    ['（大写：', '面积（大写：捌万）'],
  ])('keeps %s whole', (whole, around) => {
    const characters = [...around];
    const ends = lineEnds(characters);
    const start = around.indexOf(whole);
    const inside = Array.from({ length: whole.length - 1 }, (_, step) => ends[start + step]);
    expect(inside).toEqual(inside.map(() => false));
  });

  it('may end behind a part of a web address', () => {
    const lines = linesIn('https://zhaotu.example/verify/TZ-2026-0031?code=7HKM', 16);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/[/?=]$/);
  });
});

describe('a sheet', () => {
  const rows = fc.array(
    fc.record({
      height: fc.integer({ min: 10, max: 120 }),
      before: fc.integer({ min: 0, max: 12 }),
      staysWithNext: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60, size: 'max' },
  );
  const withMarks = (given: Pick<Row, 'height' | 'before' | 'staysWithNext'>[]): Row[] =>
    given.map((row, index) => ({
      ...row,
      drawings: [{ kind: 'area', x: 0, y: 0, width: index, height: row.height, colour: 'ink' }],
    }));

  it('holds every row once and in order, none divided or beyond its foot', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const areas = onSheets(withMarks(given)).flatMap(({ drawings }) => drawings);
        const seen = areas.map((area) => (area.kind === 'area' ? area : undefined));
        expect(seen.map((area) => area?.width)).toEqual(given.map((_, index) => index));
        for (const area of seen)
          expect((area?.y ?? Infinity) + (area?.height ?? 0)).toBeLessThanOrEqual(sheet.bottom);
      }),
    );
  });

  it('keeps rows with those that they stay with, as long as a sheet can hold them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 40 }), (sizes) => {
        // A heading with the lines that stay with it, each group lower than a sheet.
        const given = sizes.flatMap((size, group) =>
          Array.from({ length: size }, (_, index) => ({
            group,
            height: 60,
            before: 4,
            staysWithNext: index < size - 1,
          })),
        );
        const sheets = onSheets(withMarks(given)).map(({ drawings }) =>
          drawings.map((area) => given[area.kind === 'area' ? area.width : -1]?.group),
        );
        for (const [index, groups] of sheets.slice(1).entries())
          expect(groups[0]).not.toBe(sheets[index]?.at(-1));
      }),
    );
  });

  it('never ends with a heading, nor with the first line of the paragraph under it', () => {
    const [preamble] = letterOfIntent.preamble;
    const clause = letterOfIntent.clauses[1];
    if (preamble === undefined || clause === undefined) throw new Error('the sample is empty');
    const clauses = Array.from({ length: 12 }, () => clause);
    for (let before = 0; before < 30; before += 1) {
      const text = { ...letterOfIntent, clauses, preamble: Array.from({ length: before }, () => preamble) };
      const headings = onSheets(bodyRows(text, typefaces)).flatMap(({ drawings }) => {
        const words = drawings.filter((drawing) => drawing.kind === 'words');
        return words
          .filter(({ weight, glyphs }) => weight === 'bold' && /^第.+条/.test(textOf(glyphs)))
          .map(({ y }) => new Set(words.filter((other) => other.y > y).map((other) => other.y)).size);
      });
      expect(headings).toHaveLength(12);
      expect(Math.min(...headings)).toBeGreaterThanOrEqual(2);
    }
  });
});

function textOf(glyphs: { char: string }[]): string {
  return glyphs.map(({ char }) => char).join('');
}
