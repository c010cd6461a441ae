import type { Finding } from '../imports/schema.ts';
import { areaText, plain } from './figures.ts';
import { metresOutside } from './outlines.ts';
import type { Check, Overlap, ShapedSubject } from './subject.ts';

/**
 * The sketch's outlines are simplified to 280 m and lie 95 m off in the median (data/README.md): up to the first distance
 * they prove nothing, from the second on no inaccuracy of theirs explains it.
 */
const outlineToleranceM = 500;
const surelyOutsideM = 2_000;

/**
 * Two surveys of one boundary differ by some centimetres (界址点中误差 5 cm, TD/T 1001—2012): a common strip that is
 * narrower on average, or smaller, is no overlap.
 */
const boundaryToleranceM = 0.1;
const overlapToleranceM2 = 1;

/** 位置: whether the parcel lies where it is said to lie, and on nothing else. */
export const placeChecks: Check[] = [
  { rules: ['suspected-shift'], of: 'shape', find: shiftFindings },
  { rules: ['outside-district'], of: 'shape', find: districtFindings },
  { rules: ['overlap-live-parcel', 'overlap-approved', 'overlap-draft'], of: 'shape', find: overlapFindings },
  { rules: ['protected-area'], of: 'shape', find: protectedFindings },
];

function shiftFindings({ shift }: ShapedSubject): Finding[] {
  return shift ? [{ ...shift, path: 'geometry' }] : [];
}

function districtFindings(subject: ShapedSubject): Finding[] {
  const { districtCode, districts, geometry, pack, shift } = subject;
  const outline = districts.find(({ code }) => code === districtCode);
  // A shifted parcel lies in the wrong place altogether: one finding says so.
  if (outline === undefined || shift !== undefined) return [];
  const outsideM = Math.round(metresOutside(geometry.multiPolygon, outline));
  if (outsideM <= outlineToleranceM) return [];
  const name = pack.regions.find(({ code }) => code === districtCode)?.name['zh-CN'] ?? outline.code;
  return [
    {
      rule: 'outside-district',
      severity: outsideM > surelyOutsideM ? 'error' : 'warning',
      field: '县(市、区)',
      path: 'fields.district',
      values: { district: name, districtCode: outline.code, outsideM, limitM: outlineToleranceM },
      message: `地块最远处在${name}界外 ${plain(outsideM, 0)} m（按示意界线，容许 ${outlineToleranceM} m）。`,
      remedy: '核对县(市、区)和坐标；示意界线不是勘定界线，确在界内的请在送审说明中写明。',
    },
  ];
}

function overlapFindings({ spatial }: ShapedSubject): Finding[] {
  return spatial.overlaps
    .filter(({ areaM2, widthM }) => areaM2 > overlapToleranceM2 && widthM > boundaryToleranceM)
    .map(overlapFinding);
}

const overlapRules = {
  public: 'overlap-live-parcel',
  approved: 'overlap-approved',
  draft: 'overlap-draft',
} as const;
const standingWords = { public: '已公开', approved: '已批准、尚未公开', draft: '编制中' };

function overlapFinding({ code, standing, areaM2, widthM }: Overlap): Finding {
  const words = standingWords[standing];
  const other = code === null ? `另一部门${words}的地块` : `${words}的 ${code}`;
  // Of what another department still keeps to itself two figures: exact ones would tell its boundary from a few shapes.
  const [area, width] = code === null ? [twoFigures(areaM2), twoFigures(widthM)] : [areaM2, widthM];
  return {
    rule: overlapRules[standing],
    severity: standing === 'draft' ? 'warning' : 'error',
    path: 'geometry',
    values: { ...(code !== null && { code }), areaM2: area, widthM: width },
    message: `与${other}重叠 ${areaText(area)}，平均宽 ${plain(width, 1)} m。`,
    remedy:
      standing === 'public'
        ? `在图上把界址点吸附到 ${code ?? ''} 的边界；${code ?? ''} 已不再供应的，先申请撤下。`
        : '与编制该地块的人核对共同的边界。',
  };
}

/**
 * Yes or no and how much, to two figures: never where, which one, or of which kind. An exact area would tell a boundary from a
 * few shapes.
 */
function protectedFindings({ spatial }: ShapedSubject): Finding[] {
  if (spatial.protectedAreaM2 <= overlapToleranceM2) return [];
  const protectedAreaM2 = twoFigures(spatial.protectedAreaM2);
  return [
    {
      rule: 'protected-area',
      severity: 'error',
      path: 'geometry',
      values: { areaM2: protectedAreaM2 },
      message: `地块约有 ${areaText(protectedAreaM2)}落在保护范围内。`,
      remedy: '保护范围不公开：请向自然资源和规划局核对后调整界线。',
    },
  ];
}

function twoFigures(measure: number): number {
  return Number(measure.toPrecision(2));
}
