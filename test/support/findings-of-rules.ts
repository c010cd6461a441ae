import { protectedUnlooked } from '../../api/checks/probe-limit.ts';
import { checks } from '../../api/checks/rule-list.ts';
import type { CheckSubject, ShapedSubject, SpatialFacts } from '../../api/checks/subject.ts';
import { cityOutlines } from '../../api/checks/outlines.ts';
import type { City } from '../../api/city/pack.ts';
import { toEastNorth, type GaussKrueger } from '../../api/imports/crs.ts';
import { planeAreaM2 } from '../../api/imports/geometry.ts';
import type { Finding, ParcelDraft } from '../../api/imports/schema.ts';
import { shiftFinding } from '../../api/imports/shift.ts';
import { resolveDraft } from '../../api/parcels/resolve.ts';
import { cleanParcels } from './clean-parcels.ts';
import { mutants } from './parcel-mutants.ts';

const today = '2026-11-22';

/** Findings of real rules over parcels with every defect there is a rule for. */
export function findingsOfEveryRule(city: City): Finding[] {
  const clean = cleanParcels(city, { count: 42, seed: 20261122, today });
  const [sound, live, drafted] = [clean[0], clean[40], clean[41]];
  if (!sound || !live || !drafted) throw new Error('more parcels were made');
  const seeded = mutants.flatMap(({ seed }, index) => {
    const parcel = clean[index];
    return parcel === undefined ? [] : [seed(parcel, { live, drafted })];
  });
  const found = [...seeded, ...defects(sound)].flatMap((content) => {
    const subject = subjectOf(content, city);
    return places.flatMap((spatial) => {
      const shaped = shapedSubject(subject, { city, spatial });
      return checks.flatMap((check) => {
        if (check.of === 'content') return check.find(subject);
        return shaped === null ? [] : check.find(shaped);
      });
    });
  });
  return [...found, protectedUnlooked];
}

const nowhere: SpatialFacts = {
  invalidReason: null,
  narrowAreaM2: 0,
  overlaps: [],
  protectedAreaM2: 0,
  evaluations: [],
};

const places: SpatialFacts[] = [
  nowhere,
  { ...nowhere, invalidReason: 'Self-intersection' },
  {
    ...nowhere,
    narrowAreaM2: 300,
    protectedAreaM2: 1_234.5,
    overlaps: [
      { code: 'JK-01', standing: 'public', areaM2: 2_080, widthM: 9.4 },
      { code: 'JK-03', standing: 'approved', areaM2: 12, widthM: 1.5 },
      { code: null, standing: 'approved', areaM2: 12, widthM: 1.5 },
      { code: 'JK-02', standing: 'draft', areaM2: 12, widthM: 1.5 },
      { code: null, standing: 'draft', areaM2: 12, widthM: 1.5 },
    ],
    evaluations: [
      { kind: 'flood', validUntil: '2026-11-01', reportNumber: null },
      { kind: 'energy', validUntil: '2026-12-24', reportNumber: '12' },
    ],
  },
];

/** What the mutants leave out: names that fit nothing, fields that are not filled in, and what draws near. */
function defects(sound: ParcelDraft): ParcelDraft[] {
  const [admission] = sound.admissions;
  if (admission === undefined) throw new Error('a clean parcel admits something');
  const { provenance } = sound;
  const suspension = {
    kind: 'suspended',
    at: '2026-11-20T09:00:00+08:00',
    amountYuan: null,
    document: null,
  } as const;
  const source = { source: '勘测定界报告', sourceNumber: null, verifiedBy: null, verifiedOn: null };
  return [
    { ...sound, fields: {}, geometry: undefined },
    { ...sound, fields: { ...sound.fields, supplyMode: '抽签', park: '某园', offeredAreaM2: undefined } },
    { ...sound, fields: { ...sound.fields, park: 'park-pa-medicine', district: '330781' } },
    { ...sound, fields: { ...sound.fields, landAreaM2: 100, offeredAreaM2: 1_000 } },
    { ...sound, fields: { ...sound.fields, startPriceYuan: 50_000_000, ceilingPriceYuan: 40_000_000 } },
    {
      ...sound,
      fields: {
        ...sound.fields,
        listingStartsAt: '2027-02-01T09:00:00+08:00',
        listingEndsAt: '2027-01-01T09:00:00+08:00',
      },
    },
    { ...sound, fields: { ...sound.fields, boundsText: '实行零地价' } },
    { ...sound, events: [suspension, suspension] },
    { ...sound, admissions: [admission, admission, { ...admission, industry: '9999' }] },
    {
      ...sound,
      limits: { ...sound.limits, unheard_of: { lower: 1, lowerOp: '>=', upper: null, upperOp: null } },
    },
    {
      ...sound,
      limits: { ...sound.limits, far: { lower: null, lowerOp: null, upper: 1, upperOp: '<=' } },
      admissions: [
        {
          ...admission,
          indicators: {
            ...admission.indicators,
            far: { lower: 2, lowerOp: '>=', upper: null, upperOp: null },
          },
        },
      ],
    },
    {
      ...sound,
      provenance: {
        ...provenance,
        'fields.startPriceYuan': { ...source, validUntil: '2026-11-30' },
        'limits.far': { ...source, source: null, validUntil: '2026-11-01' },
      },
    },
  ];
}

function subjectOf(content: ParcelDraft, { pack, ...city }: City): CheckSubject {
  const { districts, parks } = cityOutlines({ pack, ...city });
  const names = new Map(
    ['36', '361', '38', '33', '27', '39', '13'].map((code) => [code, { name: `行业${code}`, nameEn: code }]),
  );
  return {
    content,
    resolution: resolveDraft(content, { pack, industryNames: names }).findings,
    districtCode: content.fields.district ?? null,
    pack,
    districts,
    references: parks,
    phones: [],
    industryNames: new Map(
      [...names].map(([code, { name, nameEn }]) => [code, { 'zh-CN': name, en: nameEn }]),
    ),
    today,
  };
}

function shapedSubject(
  subject: CheckSubject,
  { city, spatial }: { city: City; spatial: SpatialFacts },
): ShapedSubject | null {
  const { geometry, code } = subject.content;
  if (geometry === undefined) return null;
  const plane: GaussKrueger = { kind: 'gauss-krueger', ...city.pack.crs, prefixed: false };
  const { multiPolygon } = geometry;
  return {
    ...subject,
    geometry,
    planePolygons: multiPolygon.coordinates.map((polygon) =>
      polygon.map((ring) => ring.map((position) => toEastNorth(plane, position))),
    ),
    areaM2: planeAreaM2(multiPolygon, plane),
    shift: shiftFinding(code, multiPolygon, subject.references),
    spatial,
  };
}
