import { formatArea } from '../units/rules.ts';
import type { LonLat } from './crs.ts';
import type { Contact } from './crossings.ts';
import type { Ring, RingFault } from './rings.ts';
import type { Finding } from './schema.ts';
import type { SurveyPoint, SurveyShape } from './survey.ts';
import { surveyLimits, vertexCount } from './survey.ts';

export function labelOf(shape: SurveyShape): string {
  return shape.code ?? shape.name ?? '（未编号）';
}

export function limitFindings(shape: SurveyShape): Finding[] {
  const vertices = vertexCount(shape);
  if (vertices > surveyLimits.verticesPerParcel)
    return [tooMany(shape, 'too-many-vertices', `${vertices} 个界址点`)];
  if (shape.rings.length > surveyLimits.ringsPerParcel) {
    return [tooMany(shape, 'too-many-rings', `${shape.rings.length} 圈界线`)];
  }
  if (shape.rings.length > 0) return [];
  return [
    {
      rule: 'geometry-empty',
      severity: 'error',
      message: `地块 ${labelOf(shape)} 没有界址点。`,
      ...shape.place,
      remedy: '请补上界址点，或删除该地块。',
    },
  ];
}

function tooMany(shape: SurveyShape, rule: string, count: string): Finding {
  const { verticesPerParcel, ringsPerParcel } = surveyLimits;
  return {
    rule,
    severity: 'error',
    values: {
      ...told(shape),
      limit: rule === 'too-many-rings' ? ringsPerParcel : verticesPerParcel,
    },
    message: `地块 ${labelOf(shape)} 有 ${count}，超过上限（${verticesPerParcel} 点、${ringsPerParcel} 圈）。`,
    ...shape.place,
    remedy: '请抽稀界址点或拆分地块后重新提交。',
  };
}

export function outsideExtent(
  shape: SurveyShape,
  point: SurveyPoint | undefined,
  [lon, lat]: LonLat,
): Finding {
  return {
    rule: 'outside-extent',
    severity: 'error',
    values: { ...told(shape), lon, lat },
    message: `地块 ${labelOf(shape)} 的一个界址点落在本市范围之外：东经 ${lon.toFixed(6)}°，北纬 ${lat.toFixed(6)}°。`,
    ...placeOf(shape, point),
    remedy: '请检查投影带（带号、中央经线）、坐标列次序和该点的数值。',
  };
}

export function repeatedPoints(shape: SurveyShape, points: SurveyPoint[], repeated: number[]): Finding {
  return {
    rule: 'repeated-points',
    severity: 'notice',
    values: { ...told(shape), count: repeated.length },
    message: `地块 ${labelOf(shape)} 有 ${repeated.length} 个与前一点重合的界址点，已合并。`,
    ...placeOf(shape, points[repeated[0] ?? 0]),
    remedy: '无需处理；如点号要与界址点成果表一致，请在来源文件中删除重复点。',
  };
}

export function faultFinding(shape: SurveyShape, rings: readonly Ring[], fault: RingFault): Finding {
  const label = labelOf(shape);
  if (fault.kind === 'contact') return contactFinding(shape, rings, fault.contact);
  if (fault.kind === 'cut-in-two') {
    return {
      rule: 'interior-cut',
      severity: 'error',
      values: { ...told(shape), ...degreesAt(fault.contact) },
      message: `地块 ${label} 的两圈界线在不止一处相接，面被切成互不相连的部分（${gridText(fault.contact)}）。`,
      ...placeOf(shape, sourcePoint({ shape, rings }, fault.contact.a)),
      remedy: '请把被切开的部分改为各自独立的界线圈。',
    };
  }
  const place = placeOf(shape, shape.rings[fault.ring]?.[0]);
  const ring = `第 ${fault.ring + 1} 圈`;
  const values = { ...told(shape), ring: fault.ring + 1 };
  if (fault.kind === 'same-as-other') {
    const message = `地块 ${label} 的${ring}与第 ${fault.other + 1} 圈完全重复。`;
    return {
      rule: 'ring-repeated',
      severity: 'error',
      values: { ...values, other: fault.other + 1 },
      message,
      ...place,
      remedy: '请删除其中一圈。',
    };
  }
  if (fault.kind === 'too-few-points') {
    const message = `地块 ${label} 的${ring}不足三个不同的界址点。`;
    return {
      rule: 'ring-too-short',
      severity: 'error',
      values,
      message,
      ...place,
      remedy: '请补全该圈，或删除它。',
    };
  }
  const message = `地块 ${label} 的${ring}面积为零，各点在一条直线上。`;
  return {
    rule: 'ring-zero-area',
    severity: 'error',
    values,
    message,
    ...place,
    remedy: '请核对该圈的界址点。',
  };
}

const contactWords: Record<Contact['kind'], string> = {
  cross: '相交',
  overlap: '重叠',
  'touch-side': '相接（点落在边上）',
  'touch-vertex': '重复经过同一点',
};

function contactFinding(shape: SurveyShape, rings: readonly Ring[], contact: Contact): Finding {
  const { a, b } = contact;
  const where = a.ring === b.ring ? '界线自身' : `第 ${a.ring + 1} 圈与第 ${b.ring + 1} 圈`;
  const [first, second] = [a, b]
    .map((side) => sourcePoint({ shape, rings }, side))
    .toSorted((one, other) => (one?.line ?? 0) - (other?.line ?? 0));
  const lines =
    first?.line === undefined || second?.line === undefined
      ? ''
      : `，涉及第 ${first.line} 行和第 ${second.line} 行起的边`;
  return {
    rule: a.ring === b.ring ? 'self-intersection' : 'rings-intersect',
    severity: 'error',
    values: { ...told(shape), ring: a.ring + 1, other: b.ring + 1, ...degreesAt(contact) },
    message: `地块 ${labelOf(shape)} 的${where}${contactWords[contact.kind]}：${gridText(contact)}${lines}。`,
    ...placeOf(shape, first),
    remedy: '请检查界址点的次序和坐标；公共点应在两圈中各作为一个界址点。',
  };
}

/** The vertex of the file at which a side begins. */
function sourcePoint(
  { shape, rings }: { shape: SurveyShape; rings: readonly Ring[] },
  side: { ring: number; index: number },
): SurveyPoint | undefined {
  return shape.rings[side.ring]?.[rings[side.ring]?.source[side.index] ?? 0];
}

/** What the sentence calls the shape, unless it has neither code nor name. */
function told({ code, name }: SurveyShape): { shape?: string } {
  const shape = code ?? name;
  return shape === null ? {} : { shape };
}

function degreesAt({ at }: Contact): { lon: number; lat: number } {
  return { lon: at.x / 1e9, lat: at.y / 1e9 };
}

function gridText({ at }: Contact): string {
  return `东经 ${(at.x / 1e9).toFixed(7)}°，北纬 ${(at.y / 1e9).toFixed(7)}°`;
}

function placeOf(shape: SurveyShape, point: SurveyPoint | undefined): { line?: number; row?: number } {
  return point?.line === undefined ? shape.place : { ...shape.place, line: point.line };
}

/** Ratios of stated to computed area that betray a unit: the stated number was meant in the unit named. */
const unitMistakes = [
  { ratio: 15, meant: '亩' },
  { ratio: 10_000, meant: '平方米' },
  { ratio: 1 / 15, meant: '公顷，而被当作亩' },
  { ratio: 2000 / 3, meant: '平方米，而被当作亩' },
  { ratio: 3 / 2000, meant: '亩，而被当作平方米' },
  { ratio: 1 / 10_000, meant: '公顷，而被当作平方米' },
] as const;

/** The drawn area against the stated one, as the health check has it: over 1 % apart is worth a look, several times apart is another unit or figure. */
export function areaFindings(shape: SurveyShape, areaM2: number): Finding[] {
  const stated = shape.statedAreaM2;
  if (stated === null) return [];
  const ratio = stated / areaM2;
  if (Math.abs(1 / ratio - 1) <= 0.01) return [];
  const mistake = unitMistakes.find((candidate) => Math.abs(ratio / candidate.ratio - 1) <= 0.02);
  const numbers = `写明面积 ${inBothUnits(stated)}，按坐标计算为 ${inBothUnits(areaM2)}`;
  if (mistake !== undefined || ratio > 5 || ratio < 0.2) {
    const cause = mistake === undefined ? '相差数倍' : `写明的数字看来单位是${mistake.meant}`;
    return [
      {
        rule: 'area-unit',
        severity: 'error',
        values: { ...told(shape), declaredM2: stated, measuredM2: areaM2 },
        message: `地块 ${labelOf(shape)} ${numbers}：${cause}。`,
        ...shape.place,
        remedy: '请更正面积的数字或单位（TXT 地块行以公顷计，1 公顷 = 15 亩），或核对坐标。',
      },
    ];
  }
  return [
    {
      rule: 'area-differs',
      severity: 'warning',
      values: {
        ...told(shape),
        statedM2: stated,
        measuredM2: areaM2,
        percent: Math.abs(1 / ratio - 1) * 100,
      },
      message: `地块 ${labelOf(shape)} ${numbers}，相差 ${(Math.abs(1 / ratio - 1) * 100).toFixed(1)} %。`,
      ...shape.place,
      remedy: '请核对界址点是否完整、内圈是否遗漏；出让面积以公告为准。',
    },
  ];
}

function inBothUnits(areaM2: number): string {
  const sqm = formatArea(areaM2, 'm²', { locale: 'zh-CN' });
  const mu = formatArea(areaM2, 'mu', { locale: 'zh-CN' });
  return `${sqm.value} ${sqm.unit}（${mu.value} ${mu.unit}）`;
}
