import { moved, sheet, type Drawing, type Reserved, type Sheet } from './sheet.ts';

/** What is never divided: a line, a row of a table, a plan. Drawn from its own upper left corner; heights in points. */
export type Row = {
  height: number;
  /** Distance to the row above; none at the top of a sheet. */
  before: number;
  drawings: Drawing[];
  /** On the same sheet as the next row. */
  staysWithNext: boolean;
  startsSheet?: boolean;
  /** Stands at the foot of its sheet. */
  isLast?: boolean;
  fields?: Reserved[];
};

/** Puts rows on sheets: those that stay together go together to the next one. */
export function onSheets(rows: Row[]): Sheet[] {
  const sheets: Sheet[] = [{ drawings: [], fields: [] }];
  let y: number = sheet.top;
  const turn = () => {
    sheets.push({ drawings: [], fields: [] });
    y = sheet.top;
  };
  for (const group of together(rows)) {
    if (group[0].startsSheet === true && y > sheet.top) turn();
    if (y > sheet.top && y + heightOf(group, y) > sheet.bottom) turn();
    for (const row of group) {
      if (y > sheet.top && y + row.before + row.height > sheet.bottom) turn();
      const top = topOf(row, y);
      place(row, top, sheets.at(-1));
      y = top + row.height;
    }
  }
  return sheets;
}

function topOf(row: Row, y: number): number {
  if (row.isLast === true) return sheet.bottom - row.height;
  return y > sheet.top ? y + row.before : y;
}

function heightOf(group: Row[], y: number): number {
  const sum = group.reduce((height, row) => height + row.before + row.height, 0);
  return y > sheet.top ? sum : sum - (group[0]?.before ?? 0);
}

function place(row: Row, y: number, onto: Sheet | undefined): void {
  const by = { x: sheet.left, y };
  onto?.drawings.push(...row.drawings.map((drawing) => moved(drawing, by)));
  onto?.fields.push(
    ...(row.fields ?? []).map((field) => ({ ...field, x: field.x + by.x, y: field.y + by.y })),
  );
}

function together(rows: Row[]): [Row, ...Row[]][] {
  const groups: [Row, ...Row[]][] = [];
  let isOpen = false;
  for (const row of rows) {
    if (isOpen && row.startsSheet !== true) groups.at(-1)?.push(row);
    else groups.push([row]);
    isOpen = row.staysWithNext;
  }
  return groups;
}
