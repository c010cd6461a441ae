import type { GaussKrueger } from './crs.ts';
import { toEastNorth } from './crs.ts';
import type { MultiPolygon } from './schema.ts';
import { encodeText } from './text.ts';

export type TxtParcel = {
  code: string;
  name: string;
  areaM2: number;
  useName: string;
  useCode: string;
  multiPolygon: MultiPolygon;
};

export type TxtOptions = {
  crs: GaussKrueger;
  encoding: 'gbk' | 'utf-8';
  producer: string;
  /** Calendar day, `2026-03-02`. */
  producedOn: string;
};

const lineEnd = '\r\n';

/**
 * 国土坐标报盘 TXT as the land systems read it: X is the northing, three decimals of a metre, the zone number before the
 * easting where the system has it, every ring closed and numbered on, hectares with four decimals, CRLF.
 */
export function writeTxt(parcels: readonly TxtParcel[], options: TxtOptions): Uint8Array {
  const { crs, producer, producedOn, encoding } = options;
  const header = [
    '[属性描述]',
    '格式版本号=1.01版本',
    `数据产生单位=${plain(producer)}`,
    `数据产生日期=${producedOn}`,
    '坐标系=2000国家大地坐标系',
    `几度分带=${crs.degrees}`,
    '投影类型=高斯克吕格',
    '计量单位=米',
    `带号=${crs.zone}`,
    '精度=0.001',
    '转换参数=,,,,,,',
    '[地块坐标]',
  ];
  const lines = [...header, ...parcels.flatMap((parcel) => plotLines(parcel, crs))];
  return encodeText(lines.join(lineEnd) + lineEnd, encoding);
}

function plotLines(
  { code, name, areaM2, useName, useCode, multiPolygon }: TxtParcel,
  crs: GaussKrueger,
): string[] {
  const rings = multiPolygon.coordinates.flat();
  const points: string[] = [];
  let number = 1;
  for (const [index, ring] of rings.entries()) {
    const first = number;
    for (const [position, lonLat] of ring.entries()) {
      const closes = position === ring.length - 1;
      const { eastM, northM } = toEastNorth(crs, lonLat);
      points.push(`J${closes ? first : number},${index + 1},${northM.toFixed(3)},${eastM.toFixed(3)}`);
      if (!closes) number += 1;
    }
  }
  const hectares = (areaM2 / 10_000).toFixed(4);
  const fields = [
    points.length,
    hectares,
    plain(code),
    plain(name),
    '面',
    '',
    plain(useName),
    plain(useCode),
    '@',
  ];
  return [fields.join(','), ...points];
}

/** The format has no quoting: what would end a field or a line becomes a blank. */
function plain(text: string): string {
  return text.replace(/[\s,，@]+/g, ' ').trim();
}
