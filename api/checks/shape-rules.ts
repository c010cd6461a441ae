import type { Finding } from '../imports/schema.ts';
import { areaText, plain, squareMetres } from './figures.ts';
import type { Check, ShapedSubject } from './subject.ts';

/** What is narrower cannot be built on and is mostly a slip of the hand: a spike, or a gap between two surveys. */
export const narrowM = 2;
/** A corner cut off, or a jagged survey line, has small narrow parts that mean nothing. */
const narrowToleratedM2 = 20;
/** Mean width (2 × area ÷ perimeter) below which a whole parcel is rather a strip of road or verge. */
const thinM = 10;
/** Part of the declared area by which the drawn one may differ. */
const areaTolerance = 0.005;

/** 图形: whether it is a polygon at all, one that can be built on, and as large as it is said to be. */
export const shapeChecks: Check[] = [
  { rules: ['invalid-geometry'], of: 'shape', find: invalidFindings },
  { rules: ['thin-geometry'], of: 'shape', find: thinFindings },
  { rules: ['narrow-parts'], of: 'shape', find: narrowFindings },
  { rules: ['area-differs'], of: 'shape', find: areaFindings },
];

function invalidFindings({ spatial: { invalidReason } }: ShapedSubject): Finding[] {
  if (invalidReason === null) return [];
  return [
    {
      rule: 'invalid-geometry',
      severity: 'error',
      path: 'geometry',
      values: { reason: invalidReason },
      message: `图形无效：${invalidReason}。`,
      remedy: '在图上移开自相交或重复的界址点，或重新导入坐标文件。',
    },
  ];
}

function thinFindings(subject: ShapedSubject): Finding[] {
  if (subject.spatial.invalidReason !== null) return [];
  const widthM = meanWidthM(subject);
  if (widthM >= thinM) return [];
  return [
    {
      rule: 'thin-geometry',
      severity: widthM < narrowM ? 'error' : 'warning',
      path: 'geometry',
      values: { widthM, limitM: thinM },
      message: `地块平均宽 ${plain(widthM)} m，窄于 ${thinM} m。`,
      remedy: '核对是否误把道路、绿带或缝隙当作地块；确为窄长地块的，请在送审说明中写明。',
    },
  ];
}

function narrowFindings(subject: ShapedSubject): Finding[] {
  const { narrowAreaM2, invalidReason } = subject.spatial;
  if (invalidReason !== null || meanWidthM(subject) < thinM || narrowAreaM2 <= narrowToleratedM2) return [];
  return [
    {
      rule: 'narrow-parts',
      severity: 'warning',
      path: 'geometry',
      values: { areaM2: narrowAreaM2, limitM: narrowM },
      message: `图形有窄于 ${narrowM} m 的尖刺或狭条，共 ${squareMetres(narrowAreaM2)}。`,
      remedy: '在图上移正该处界址点，或删除多余的点。',
    },
  ];
}

/** 2 × area ÷ perimeter, m: the width of a long rectangle, and half the side of a square. */
function meanWidthM({ areaM2, planePolygons }: ShapedSubject): number {
  let perimeterM = 0;
  for (const ring of planePolygons.flat())
    for (const [index, { eastM, northM }] of ring.entries()) {
      const next = ring[index + 1];
      if (next !== undefined) perimeterM += Math.hypot(next.eastM - eastM, next.northM - northM);
    }
  return perimeterM === 0 ? 0 : (2 * areaM2) / perimeterM;
}

/** The drawing shows the land or, where less is offered, the offered part: it has to fit one of the two. */
function areaFindings({ content, areaM2, spatial }: ShapedSubject): Finding[] {
  if (spatial.invalidReason !== null) return [];
  const declared = [
    { field: '出让面积', path: 'fields.offeredAreaM2', declaredM2: content.fields.offeredAreaM2 },
    { field: '土地面积', path: 'fields.landAreaM2', declaredM2: content.fields.landAreaM2 },
  ].flatMap(({ declaredM2, ...stated }) =>
    declaredM2 === undefined ? [] : [{ ...stated, declaredM2, share: areaM2 / declaredM2 - 1 }],
  );
  const nearest = declared.toSorted((one, other) => Math.abs(one.share) - Math.abs(other.share))[0];
  if (nearest === undefined || Math.abs(nearest.share) <= areaTolerance) return [];
  const { field, path, declaredM2, share } = nearest;
  const percent = Math.abs(share) * 100;
  return [
    {
      rule: 'area-differs',
      severity: 'error',
      field,
      path,
      values: { percent, limitPercent: areaTolerance * 100, declaredM2, measuredM2: areaM2 },
      message:
        `${field}与界址面积相差 ${plain(percent)} %，限值 ${areaTolerance * 100} %：` +
        `申报 ${areaText(declaredM2)}，界址 ${areaText(areaM2)}。`,
      remedy: '核对界址点和面积；只出让一部分的，请分别填写土地面积和出让面积。',
    },
  ];
}
