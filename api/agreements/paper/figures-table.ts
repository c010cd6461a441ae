import type { Block } from '../text-schema.ts';
import { drawLine, glyphsOf, linesOf, widthOfLine, type Glyph } from './lines.ts';
import type { Row } from './pages.ts';
import { sheet, type Drawing } from './sheet.ts';
import type { Typefaces } from './typefaces.ts';

type Figures = Extract<Block, { kind: 'figures' }>['rows'];

const setting = { size: 10.5, leading: 16, colour: 'ink' } as const;
const padding = 5;
/** What is promised, how much (to the right edge of its column), and the same in capitals: points from the margin. */
const columns = {
  name: { x: 8, width: 154 },
  figure: { x: 168, width: 112 },
  capitals: { x: 294, width: 166 },
} as const;

/** 控制性指标: a row for each, never divided between two sheets. */
export function figureRows(rows: Figures, typefaces: Typefaces): Row[] {
  return rows.map(({ name, figure, capitals }, index) => {
    const cells = [
      cell([{ text: name }], columns.name, typefaces),
      cell([{ text: figure, filled: true }], columns.figure, typefaces),
      cell([{ text: '大写：' }, { text: capitals, filled: true }], columns.capitals, typefaces),
    ] as const;
    const lines = Math.max(...cells.map(({ length }) => length));
    const height = lines * setting.leading + 2 * padding;
    return {
      height,
      before: index === 0 ? 5 : 0,
      // Two rows at least on either side of a turn.
      staysWithNext: rows.length > 1 && (index === 0 || index === rows.length - 2),
      drawings: [
        ...(index % 2 === 0 ? [area(0, height, 'stripe')] : []),
        ...(index === 0 ? [area(0, 0.5, 'hairline')] : []),
        area(height - 0.5, 0.5, 'hairline'),
        ...inColumn(cells[0], columns.name, 'left'),
        ...inColumn(cells[1], columns.figure, 'right'),
        ...inColumn(cells[2], columns.capitals, 'left'),
      ],
    };
  });
}

function cell(
  runs: { text: string; filled?: boolean }[],
  column: { width: number },
  typefaces: Typefaces,
): Glyph[][] {
  return linesOf(glyphsOf(runs, typefaces), { measure: column.width / setting.size, indent: 0 });
}

function inColumn(lines: Glyph[][], column: { x: number; width: number }, edge: 'left' | 'right'): Drawing[] {
  return lines.flatMap((line, index) => {
    const spare = edge === 'right' ? column.width - widthOfLine(line) * setting.size : 0;
    const y = padding + index * setting.leading + setting.leading / 2 + setting.size * 0.38;
    return drawLine(line, setting, { x: column.x + spare, y });
  });
}

function area(y: number, height: number, colour: 'stripe' | 'hairline'): Drawing {
  return { kind: 'area', x: 0, y, width: sheet.measure, height, colour };
}
