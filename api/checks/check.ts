import { shanghaiDay } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import { findRegion } from '../city/rules.ts';
import type { Sql } from '../db/database.ts';
import { toEastNorth, type GaussKrueger } from '../imports/crs.ts';
import { planeAreaM2 } from '../imports/geometry.ts';
import type { Finding, MultiPolygon, ParcelDraft } from '../imports/schema.ts';
import { shiftFinding } from '../imports/shift.ts';
import { resolveDraft } from '../parcels/resolve.ts';
import { readSpatialFacts } from './check-store.ts';
import { cityOutlines } from './outlines.ts';
import { checks } from './rule-list.ts';
import { narrowM } from './shape-rules.ts';
import { readStandingFacts, type StandingFacts } from './standing-facts-store.ts';
import type { CheckSubject, ShapedSubject, SpatialFacts } from './subject.ts';

/** A parcel as it is to be, and the code of the department whose it is. */
export type CheckInput = { content: ParcelDraft; departmentCode: string | null };

export type CheckContext = { city: City; now: Date };

/** 体检结果. A rule that needs a shape does not run without one; one passed where it found nothing. */
export type ParcelCheck = {
  code: string;
  checkedAt: Date;
  rulesRun: number;
  rulesPassed: number;
  /** Errors first; with an error the parcel cannot be submitted or published. */
  findings: Finding[];
};

/** 体检 of one parcel, before it is submitted and again before it is published. Reads, never writes. */
export async function checkParcel(sql: Sql, input: CheckInput, context: CheckContext): Promise<ParcelCheck> {
  const [check] = await checkParcels(sql, [input], context);
  if (check === undefined) throw new Error('every parcel has an answer');
  return check;
}

/**
 * The same for a whole batch in a few statements, in the order of the inputs. Parcels are held against what is public and
 * against drafts, not against one another.
 */
export async function checkParcels(
  sql: Sql,
  inputs: CheckInput[],
  { city, now }: CheckContext,
): Promise<ParcelCheck[]> {
  if (inputs.length === 0) return [];
  const today = shanghaiDay(now);
  const plane: GaussKrueger = { kind: 'gauss-krueger', ...city.pack.crs, prefixed: false };
  const standing = await readStandingFacts(sql, askedOf(inputs), now);
  const shapes = inputs.flatMap(({ content, departmentCode }) =>
    content.geometry === undefined
      ? []
      : [
          {
            code: content.code,
            department: departmentCode,
            multiPolygon: content.geometry.multiPolygon,
            planeMultiPolygon: onPlane(content.geometry.multiPolygon, plane),
          },
        ],
  );
  const spatial = await readSpatialFacts(sql, shapes, { at: now, narrowM });
  const spatialByCode = new Map(shapes.map(({ code }, index) => [code, spatial[index]]));
  return inputs.map((input) => {
    const subject = subjectOf(input, { city, standing, today });
    const shaped = shapedSubject(subject, { plane, spatial: spatialByCode.get(input.content.code) });
    return { code: input.content.code, checkedAt: now, ...runChecks(subject, shaped) };
  });
}

function askedOf(inputs: CheckInput[]) {
  return {
    codes: inputs.map(({ content }) => content.code),
    industries: distinct(inputs.flatMap(({ content }) => content.admissions.map(({ industry }) => industry))),
    departments: distinct(inputs.flatMap(({ departmentCode }) => departmentCode ?? [])),
  };
}

function distinct(values: string[]): string[] {
  return [...new Set(values)];
}

type SubjectParts = { city: City; standing: StandingFacts; today: string };

function subjectOf(
  { content, departmentCode }: CheckInput,
  { city, standing, today }: SubjectParts,
): CheckSubject {
  const { pack } = city;
  const { districts, parks } = cityOutlines(city);
  const names = new Map(
    [...standing.industryNames].map(([code, name]) => [code, { name: name['zh-CN'], nameEn: name.en }]),
  );
  const { district } = content.fields;
  const before = standing.publicShapes.get(content.code);
  const ownPhone = pack.departments.find(({ code }) => code === departmentCode)?.phone;
  return {
    content,
    resolution: resolveDraft(content, { pack, industryNames: names }).findings,
    districtCode: district === undefined ? null : (findRegion(pack, 'district', district)?.code ?? null),
    pack,
    districts,
    references: before
      ? [...parks, { name: `${content.code} 的原有图形`, code: content.code, multiPolygon: before }]
      : parks,
    phones: standing.phones.get(departmentCode ?? '') ?? (ownPhone === undefined ? [] : [ownPhone]),
    industryNames: standing.industryNames,
    today,
  };
}

function shapedSubject(
  subject: CheckSubject,
  { plane, spatial }: { plane: GaussKrueger; spatial: SpatialFacts | undefined },
): ShapedSubject | null {
  const { geometry } = subject.content;
  if (geometry === undefined || spatial === undefined) return null;
  const planePolygons = geometry.multiPolygon.coordinates.map((polygon) =>
    polygon.map((ring) => ring.map((position) => toEastNorth(plane, position))),
  );
  const { multiPolygon } = geometry;
  const areaM2 = planeAreaM2(multiPolygon, plane);
  const shift = shiftFinding(subject.content.code, multiPolygon, subject.references);
  return { ...subject, geometry, planePolygons, areaM2, shift, spatial };
}

function onPlane({ coordinates }: MultiPolygon, plane: GaussKrueger) {
  const polygons = coordinates.map((polygon) =>
    polygon.map((ring) =>
      ring.map((position): [number, number] => {
        const { eastM, northM } = toEastNorth(plane, position);
        return [eastM, northM];
      }),
    ),
  );
  return { type: 'MultiPolygon' as const, coordinates: polygons };
}

const ranks = { error: 0, warning: 1, notice: 2 } as const;

function runChecks(subject: CheckSubject, shaped: ShapedSubject | null) {
  const findings: Finding[] = [];
  let rulesRun = 0;
  for (const check of checks) {
    if (check.of === 'content') findings.push(...check.find(subject));
    else if (shaped !== null) findings.push(...check.find(shaped));
    else continue;
    rulesRun += check.rules.length;
  }
  const failed = new Set(findings.map(({ rule }) => rule)).size;
  return {
    rulesRun,
    rulesPassed: rulesRun - failed,
    findings: findings.toSorted((one, other) => ranks[one.severity] - ranks[other.severity]),
  };
}
