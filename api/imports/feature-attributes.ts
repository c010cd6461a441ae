import { areaUnitOf, halfWidth, parseAreaSqm } from '../units/rules.ts';
import { normalCode } from './survey.ts';
import { visibleText } from './text.ts';

/** What a shapefile's table or a GeoJSON feature says of a parcel besides its shape. */
export type FeatureAttributes = { code: string | null; name: string | null; statedAreaM2: number | null };

/**
 * Column names for 地块编号 and 地块名称, best first. DBF names have ten bytes, hence the pinyin initials that survey
 * offices use.
 */
const codeNames = [
  '地块编号',
  '宗地编号',
  '地块代码',
  '编号',
  'DKBH',
  'ZDBH',
  'ZDDM',
  'DKDM',
  'PARCELCODE',
  'PARCEL_NO',
  'CODE',
  'BH',
];
const nameNames = ['地块名称', '宗地名称', '名称', 'DKMC', 'ZDMC', 'MC', 'NAME'];

/** An area counts only where its column names the unit, such as 面积_亩, `面积(公顷)` or MJ_M2. */
const areaColumn = /^(?:.*面积|.*MJ|.*AREA)[_(]?(.+?)\)?$/i;

export function readAttributes(columns: readonly string[], values: readonly string[]): FeatureAttributes {
  const valueOf = (names: readonly string[]) => {
    const column = names
      .map((name) => columns.findIndex((candidate) => isNamed(halfWidth(candidate).toUpperCase(), name)))
      .find((index) => index >= 0);
    return column === undefined ? '' : visibleText(values[column] ?? '');
  };
  const name = valueOf(nameNames);
  return {
    code: normalCode(valueOf(codeNames)),
    name: name === '' ? null : name,
    statedAreaM2: statedArea(columns, values),
  };
}

/** A DBF column name has ten bytes: in UTF-8 that is three characters of 地块编号. */
function isNamed(column: string, name: string): boolean {
  return column === name || (/^\p{Script=Han}{3,}$/u.test(column) && name.startsWith(column));
}

function statedArea(columns: readonly string[], values: readonly string[]): number | null {
  for (const [index, column] of columns.entries()) {
    const unit = areaUnitOf(areaColumn.exec(halfWidth(column))?.[1] ?? '');
    if (unit === undefined) continue;
    const area = parseAreaSqm(values[index] ?? '', unit);
    if (area.ok && area.value > 0) return area.value;
  }
  return null;
}
