import type { Region } from '../../api/city/schema.ts';
import type { ParcelInput } from './inputs.ts';
import type { ParkFrame } from './park-frame.ts';
import { chanceFrom } from './park-plots.ts';

type Line = ParkFrame['us'][number]['line'];

/** The lines of the park's grid around a parcel; null where it does not reach that side of its block. */
type Sides = { east: Line | null; south: Line | null; west: Line | null; north: Line | null };

function sidesOf(
  { block: [column, row], span: [west, south, east, north] }: ParcelInput,
  frame: ParkFrame,
): Sides {
  return {
    east: east === 1 ? (frame.us[column + 1]?.line ?? null) : null,
    south: south === 0 ? (frame.vs[row]?.line ?? null) : null,
    west: west === 0 ? (frame.us[column]?.line ?? null) : null,
    north: north === 1 ? (frame.vs[row + 1]?.line ?? null) : null,
  };
}

/** 四至 */
export function boundsText(input: ParcelInput, frame: ParkFrame): string {
  const { east, south, west, north } = sidesOf(input, frame);
  const word = (line: Line | null): string => line?.[0] ?? '规划工业用地';
  return `东至${word(east)}，南至${word(south)}，西至${word(west)}，北至${word(north)}`;
}

/** The side with the greater street, if the parcel reaches one; a river names no crossing. */
function streetAmong(sides: { line: Line | null; zh: string; en: string }[]) {
  const streets = sides.filter(({ line }) => line !== null && line[2] !== 'river');
  return streets.find(({ line }) => line?.[2] === 'main') ?? streets[0];
}

/** 坐落 by the street crossing at one of its corners. `zh` and `en` of a side say where the parcel lies from it. */
export function locationText(input: ParcelInput, frame: ParkFrame, town: Region): { zh: string; en: string } {
  const { east, south, west, north } = sidesOf(input, frame);
  const along = streetAmong([
    { line: south, zh: '北', en: 'north' },
    { line: north, zh: '南', en: 'south' },
  ]);
  const across = streetAmong([
    { line: west, zh: '东', en: 'east' },
    { line: east, zh: '西', en: 'west' },
  ]);
  if (!along?.line || !across?.line) throw new Error(`${input.code} lies at no street crossing`);
  return {
    zh: `${town.name['zh-CN']}，${along.line[0]}与${across.line[0]}交叉口${across.zh}${along.zh}侧`,
    en: `${town.name.en}, ${along.en}-${across.en} of ${along.line[1]} and ${across.line[1]}`,
  };
}

/**
 * 不动产单元号, 28 characters (GB/T 37346-2019): district, 地籍区, 地籍子区, GB for state-owned construction land by the
 * surface, a number of five, and W with eight zeros for land without a building. The numbers are invented.
 */
export function unitNumber(code: string, district: string, cadastralZone: string): string {
  const number = String(10_000 + Math.floor(chanceFrom(code)() * 80_000));
  return `${district}${cadastralZone}GB${number}W00000000`;
}
