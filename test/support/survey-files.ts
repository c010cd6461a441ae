import fc from 'fast-check';
import type { EastNorth, GaussKrueger, LonLat } from '../../api/imports/crs.ts';
import { toLonLat } from '../../api/imports/crs.ts';
import { encodeText } from '../../api/imports/text.ts';

/** 3° zone 40, with the prefix and without: EPSG:4528 and 4549. */
export const zone40: GaussKrueger = { kind: 'gauss-krueger', degrees: 3, zone: 40, prefixed: true };
export const zone40Plain: GaussKrueger = { ...zone40, prefixed: false };

/** A place in the middle of Jinhua, 金华开发区. */
export const somewhere: EastNorth = { eastM: 40_465_800, northM: 3_218_000 };
export const jinhuaExtent = [119.2, 28.5, 120.8, 29.7] as const;

export type Offset = readonly [eastM: number, northM: number];

/** A closed ring around `somewhere`, from offsets in metres. */
export function ringAt(offsets: readonly Offset[], origin: EastNorth = somewhere): EastNorth[] {
  const ring = offsets.map(([east, north]) => ({
    eastM: origin.eastM + east,
    northM: origin.northM + north,
  }));
  return [...ring, ring[0] ?? origin];
}

export function square(sizeM: number, [east, north]: Offset = [0, 0]): EastNorth[] {
  return ringAt([
    [east, north],
    [east + sizeM, north],
    [east + sizeM, north + sizeM],
    [east, north + sizeM],
  ]);
}

export type TxtPlot = {
  code: string;
  name?: string;
  hectares?: string;
  figure?: string;
  rings: EastNorth[][];
};

export type TxtStyle = {
  attributes?: Record<string, string>;
  brackets?: '[]' | '【】';
  lineEnd?: string;
  indent?: string;
  labelPrefix?: string;
  closed?: boolean;
  countClosing?: boolean;
  restartNumbers?: boolean;
  sameRingNumber?: boolean;
  eastFirst?: boolean;
  dropPrefix?: boolean;
  comma?: string;
  extraHeaderFields?: string[];
  blocks?: string[];
  terminator?: string;
};

const usualAttributes = {
  格式版本号: '1.01版本',
  数据产生单位: '测绘院',
  数据产生日期: '2020-02-20',
  坐标系: '2000国家大地坐标系',
  几度分带: '3',
  投影类型: '高斯克吕格',
  计量单位: '米',
  带号: '40',
  精度: '0.001',
  转换参数: ',,,,,,',
};

/** A 国土 TXT in any of the styles met in the wild. Rings are given closed, as in `ringAt`. */
export function txt(plots: readonly TxtPlot[], style: TxtStyle = {}): string {
  const { brackets = '[]', lineEnd = '\r\n', indent = '', attributes = {}, blocks = [] } = style;
  const section = (name: string) => `${brackets[0]}${name}${brackets[1]}`;
  const keys = Object.entries({ ...usualAttributes, ...attributes }).map(([key, value]) => `${key}=${value}`);
  const lines = [
    ...blocks,
    section('属性描述'),
    ...keys,
    section('地块坐标'),
    ...plots.flatMap((plot) => plotLines(plot, style)),
  ];
  return lines.map((line) => indent + line).join(lineEnd) + lineEnd;
}

function plotLines(plot: TxtPlot, style: TxtStyle): string[] {
  const { closed = true, countClosing = true, comma = ',', extraHeaderFields = [], terminator = '@' } = style;
  const points: string[] = [];
  let number = 0;
  for (const [ringIndex, ring] of plot.rings.entries()) {
    if (style.restartNumbers === true) number = 0;
    const first = number + 1;
    for (const [index, point] of ring.entries()) {
      const closing = index === ring.length - 1;
      if (closing && !closed) continue;
      if (!closing) number += 1;
      const label = `${style.labelPrefix ?? 'J'}${closing ? first : number}`;
      points.push(
        [label, style.sameRingNumber === true ? 1 : ringIndex + 1, ...columns(point, style)].join(comma),
      );
    }
  }
  const count = closed && !countClosing ? points.length - plot.rings.length : points.length;
  const header = [
    count,
    plot.hectares ?? '',
    plot.code,
    plot.name ?? plot.code,
    plot.figure ?? '面',
    '',
    '工业用地',
    '1001',
  ];
  return [[...header, ...extraHeaderFields, terminator].join(comma), ...points];
}

function columns({ eastM, northM }: EastNorth, style: TxtStyle): string[] {
  const east = (style.dropPrefix === true ? eastM % 1_000_000 : eastM).toFixed(3);
  const north = northM.toFixed(3);
  return style.eastFirst === true ? [east, north] : [north, east];
}

export function gbk(text: string): Uint8Array {
  return encodeText(text, 'gbk');
}

export function utf8(text: string, bom = false): Uint8Array {
  return encodeText(bom ? `\ufeff${text}` : text, 'utf-8');
}

export function lonLatRing(ring: readonly EastNorth[]): LonLat[] {
  return ring.map((point) => toLonLat(zone40, point));
}

/** Star-shaped rings in whole millimetres around a random centre of Jinhua: always simple, of any size and direction. */
export function starRing(radiusM: { min: number; max: number }): fc.Arbitrary<EastNorth[]> {
  const centre = fc.record({
    eastM: fc.integer({ min: 40_440_000_000, max: 40_560_000_000 }),
    northM: fc.integer({ min: 3_200_000_000, max: 3_270_000_000 }),
  });
  const corners = fc.array(fc.double({ min: radiusM.min, max: radiusM.max, noNaN: true }), {
    minLength: 5,
    maxLength: 40,
  });
  return fc.tuple(centre, corners, fc.boolean()).map(([{ eastM, northM }, radii, clockwise]) => {
    const points = radii.map((radius, index) => {
      const angle = ((clockwise ? -1 : 1) * (2 * Math.PI * index)) / radii.length;
      return {
        eastM: Math.round(eastM + radius * 1000 * Math.cos(angle)) / 1000,
        northM: Math.round(northM + radius * 1000 * Math.sin(angle)) / 1000,
      };
    });
    return [...points, ...points.slice(0, 1)];
  });
}
