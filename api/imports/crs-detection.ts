import type { SourceCrs } from './crs.ts';
import { crsName, isZone, zoneWidth } from './crs.ts';
import type { ToldCrs, ToldSystem } from './crs-names.ts';
import { describeSystem } from './crs-names.ts';
import { outOfRange, zoneMissing } from './crs-findings.ts';
import type { Finding } from './schema.ts';

/** Smallest and greatest value of one column of numbers. */
export type Range = { min: number; max: number };

export type ColumnOrder = 'east-first' | 'north-first';

export type CrsReading =
  { ok: true; crs: SourceCrs; order: ColumnOrder; findings: Finding[] } | { ok: false; findings: Finding[] };

/** What numbers alone can say. The ranges that occur in China do not overlap, so nothing here is a guess. */
type Numbers =
  | { kind: 'degrees'; order: ColumnOrder }
  | { kind: 'prefixed'; order: ColumnOrder; zone: number }
  | { kind: 'unprefixed'; order: ColumnOrder };

const northingM: Range = { min: 1_800_000, max: 6_000_000 };
/** A 3° zone is at most ±1.5° wide, a 6° zone ±3°: 167 km and 334 km from the meridian at the southern end. */
const eastingM = { 3: { min: 330_000, max: 670_000 }, 6: { min: 160_000, max: 840_000 } } as const;
const longitude: Range = { min: 73, max: 136 };
const latitude: Range = { min: 3, max: 54 };

function within(range: Range, limits: Range): boolean {
  return range.min >= limits.min && range.max <= limits.max;
}

/** The zone number before the easting; undefined unless one zone covers all of the range. */
function prefixOf(range: Range): number | undefined {
  const zone = Math.floor(range.min / 1_000_000);
  const degrees = zoneWidth(zone);
  if (degrees === undefined) return undefined;
  const offset = zone * 1_000_000;
  return within({ min: range.min - offset, max: range.max - offset }, eastingM[degrees]) ? zone : undefined;
}

function readEastFirst(
  east: Range,
  north: Range,
): Omit<Extract<Numbers, { kind: 'prefixed' }>, 'order'> | { kind: 'degrees' | 'unprefixed' } | undefined {
  if (within(east, longitude) && within(north, latitude)) return { kind: 'degrees' };
  if (!within(north, northingM)) return undefined;
  const zone = prefixOf(east);
  if (zone !== undefined) return { kind: 'prefixed', zone };
  return within(east, eastingM[6]) ? { kind: 'unprefixed' } : undefined;
}

/** What the numbers of the first and second column are, in either order; undefined when they are neither. */
export function readNumbers(first: Range, second: Range): Numbers | undefined {
  const eastFirst = readEastFirst(first, second);
  if (eastFirst !== undefined) return { ...eastFirst, order: 'east-first' };
  const northFirst = readEastFirst(second, first);
  return northFirst === undefined ? undefined : { ...northFirst, order: 'north-first' };
}

export type CrsQuestion = {
  first: Range;
  second: Range;
  /** The order that the format prescribes: TXT north first, shapefile and GeoJSON east first. */
  usualOrder: ColumnOrder;
  told: ToldCrs[];
  /** What to suggest where only a person can tell, e.g. `EPSG:4549`. */
  suggestion: string;
};

/**
 * The system and column order of one file, from its numbers and from what it was told; refuses where the two contradict
 * each other and where neither decides.
 */
export function readCrs(question: CrsQuestion): CrsReading {
  const numbers = readNumbers(question.first, question.second);
  if (numbers === undefined) return { ok: false, findings: [outOfRange(question.first, question.second)] };
  const contradictions = question.told.flatMap((told) => contradiction(told, numbers));
  if (contradictions.length > 0) return { ok: false, findings: contradictions };
  const crs = decide(numbers, question.told);
  if (crs === undefined) return { ok: false, findings: [zoneMissing(question)] };
  if (isOutsideZone(question, numbers, crs))
    return { ok: false, findings: [outOfRange(question.first, question.second)] };
  const disagreement = disagreementOf(question.told);
  if (disagreement !== undefined) return { ok: false, findings: [disagreement] };
  return { ok: true, crs, order: numbers.order, findings: notes(question, numbers, crs) };
}

function decide(numbers: Numbers, told: ToldCrs[]): SourceCrs | undefined {
  if (numbers.kind === 'degrees') return { kind: 'geographic' };
  const planes = told.map(({ system }) => system).filter((system) => system.kind === 'gauss-krueger');
  const prefixed = numbers.kind === 'prefixed';
  const zone = prefixed ? numbers.zone : planes.find((plane) => plane.zone !== undefined)?.zone;
  if (zone === undefined) return undefined;
  const degrees = prefixed
    ? zoneWidth(zone)
    : (planes.find((plane) => plane.degrees !== undefined)?.degrees ?? zoneWidth(zone));
  if (degrees === undefined || !isZone(degrees, zone)) return undefined;
  return { kind: 'gauss-krueger', degrees, zone, prefixed };
}

/** Without a prefix the width of the zone is known only now, and with it how far from the meridian a point may lie. */
function isOutsideZone({ first, second }: CrsQuestion, { order }: Numbers, crs: SourceCrs): boolean {
  if (crs.kind === 'geographic' || crs.prefixed) return false;
  return !within(order === 'east-first' ? first : second, eastingM[crs.degrees]);
}

function contradiction({ from, text, system, line }: ToldCrs, numbers: Numbers): Finding[] {
  const reasons = contradictionReason(system, numbers);
  if (reasons === undefined) return [];
  return [
    {
      rule: 'crs-contradiction',
      severity: 'error',
      values: { written: text },
      message: `${from}写的是「${text}」，即${describeSystem(system)}，但坐标数值${reasons}。`,
      ...(line === undefined ? {} : { line }),
      remedy: '请更正坐标系说明，或重新导出坐标，使两者一致。',
    },
  ];
}

function contradictionReason(system: ToldSystem, numbers: Numbers): string | undefined {
  if (system.kind === 'geographic') return numbers.kind === 'degrees' ? undefined : '是以米为单位的平面坐标';
  if (numbers.kind === 'degrees') return '是以度为单位的经纬度';
  if (numbers.kind === 'unprefixed') return system.prefixed === true ? '的横坐标不带带号' : undefined;
  if (system.prefixed === false) return `的横坐标带有带号 ${numbers.zone}`;
  if (system.zone !== undefined && system.zone !== numbers.zone) return `的横坐标带号是 ${numbers.zone}`;
  const width = zoneWidth(numbers.zone);
  return system.degrees !== undefined && system.degrees !== width
    ? `的横坐标带号 ${numbers.zone} 属于 ${width}° 分带`
    : undefined;
}

/** Two sources that each fit the numbers may still name different zones where the easting has no prefix. */
function disagreementOf(told: ToldCrs[]): Finding | undefined {
  const planes = told.filter(({ system }) => system.kind === 'gauss-krueger' && system.zone !== undefined);
  const [first, ...others] = planes;
  const other = others.find(({ system }) => {
    if (system.kind !== 'gauss-krueger' || first?.system.kind !== 'gauss-krueger') return false;
    const widthDiffers =
      system.degrees !== undefined &&
      first.system.degrees !== undefined &&
      system.degrees !== first.system.degrees;
    return system.zone !== first.system.zone || widthDiffers;
  });
  if (first === undefined || other === undefined) return undefined;
  const line = first.line ?? other.line;
  return {
    rule: 'crs-contradiction',
    severity: 'error',
    values: { written: first.text, other: other.text },
    ...(line === undefined ? {} : { line }),
    message: `${first.from}写的是「${first.text}」，${other.from}写的是「${other.text}」，两者不是同一个投影带。`,
    remedy: '请更正其中一处，使坐标系说明一致。',
  };
}

function notes(question: CrsQuestion, numbers: Numbers, crs: SourceCrs): Finding[] {
  const findings: Finding[] = [];
  if (numbers.order !== question.usualOrder) {
    const swapped = numbers.order === 'east-first' ? '东坐标（经度）在前' : '北坐标（纬度）在前';
    findings.push({
      rule: 'crs-columns-swapped',
      severity: 'warning',
      message: `坐标列的次序与该格式的规定相反：${swapped}。已按数值范围识别并对调。`,
      remedy: '请核对地图上的位置；如来源软件可改，请按规定次序重新导出。',
    });
  }
  if (question.told.every(({ namesDatum }) => namesDatum === false)) {
    findings.push({
      rule: 'crs-assumed-cgcs2000',
      severity: 'warning',
      values: { system: crsName(crs) },
      message: `文件没有写明坐标系，已按数值识别为 2000 国家大地坐标系 ${describeSystem(crs)}。`,
      remedy: `请确认数据不是 1980 西安、1954 北京或加偏坐标；确认后可在导入时注明坐标系 ${crsName(crs)}。`,
    });
  }
  return findings;
}
