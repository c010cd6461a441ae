import gcoord from 'gcoord';
import { shiftDay } from '../../api/calendar/rules.ts';
import { planeAreaM2 } from '../../api/imports/geometry.ts';
import type { Interval, MultiPolygon, ParcelDraft, ParcelFields } from '../../api/imports/schema.ts';

/** What stands around: a parcel that is public, and another's draft. */
export type Surroundings = { live: ParcelDraft; drafted: ParcelDraft };

export type Mutant = {
  defect: string;
  seed: (clean: ParcelDraft, around: Surroundings) => ParcelDraft;
  /** The rule that catches it, with what cannot be wrong without it. */
  caughtBy: string[];
  /** A department other than the parcel's own. */
  department?: string;
};

type Ring = [number, number][];

/** Metres to degrees, near enough at the city's latitude. */
const [lonPerM, latPerM] = [1 / 97_400, 1 / 110_850];

/** Another shape, with the areas that fit it. */
function reshaped(draft: ParcelDraft, polygons: Ring[]): ParcelDraft {
  if (draft.geometry === undefined) throw new Error(`${draft.code} has no shape`);
  const multiPolygon: MultiPolygon = { type: 'MultiPolygon', coordinates: polygons.map((ring) => [ring]) };
  const areaM2 = planeAreaM2(multiPolygon, { kind: 'gauss-krueger', degrees: 3, zone: 40, prefixed: false });
  const fields = { ...draft.fields, landAreaM2: areaM2, offeredAreaM2: areaM2 };
  return { ...draft, fields, geometry: { ...draft.geometry, multiPolygon, areaM2 } };
}

function ringOf(draft: ParcelDraft): Ring {
  const ring = draft.geometry?.multiPolygon.coordinates[0]?.[0];
  if (ring === undefined) throw new Error(`${draft.code} has no shape`);
  return ring;
}

/** The four corners: south-west, south-east, north-east, north-west. */
function cornersOf(
  draft: ParcelDraft,
): [Ring[0] & object, Ring[0] & object, Ring[0] & object, Ring[0] & object] {
  const [southWest, southEast, northEast, northWest] = ringOf(draft);
  if (!southWest || !southEast || !northEast || !northWest) throw new Error('four corners were expected');
  return [southWest, southEast, northEast, northWest];
}

function moved(ring: Ring, { eastM = 0, northM = 0 }): Ring {
  return ring.map(([lon, lat]) => [lon + eastM * lonPerM, lat + northM * latPerM]);
}

/** A rectangle from its south-west corner. */
function rectangle([west, south]: [number, number], widthM: number, heightM: number): Ring {
  const [east, north] = [west + widthM * lonPerM, south + heightM * latPerM];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/** In the same place as another parcel, which it then shares district, park and department with. */
function neighbourOf(draft: ParcelDraft, other: ParcelDraft, polygons: Ring[]): ParcelDraft {
  const { district, park, department } = other.fields;
  return reshaped({ ...draft, fields: { ...draft.fields, district, park, department } }, polygons);
}

/** The same parcel as a web map would draw it. */
function asDrawnOn(draft: ParcelDraft, crs: typeof gcoord.GCJ02 | typeof gcoord.BD09): ParcelDraft {
  const ring = ringOf(draft).map(([lon, lat]): [number, number] => {
    const [east, north] = gcoord.transform([lon, lat], gcoord.WGS84, crs);
    return [east, north];
  });
  return reshaped(draft, [ring]);
}

function withFields(fields: ParcelFields) {
  return (draft: ParcelDraft): ParcelDraft => ({ ...draft, fields: { ...draft.fields, ...fields } });
}

function withLimit(key: string, interval: Partial<Interval>) {
  const whole: Interval = { lower: null, lowerOp: null, upper: null, upperOp: null, ...interval };
  return (draft: ParcelDraft): ParcelDraft => ({ ...draft, limits: { ...draft.limits, [key]: whole } });
}

function withIndicator(key: string, interval: Partial<Interval> | undefined) {
  return (draft: ParcelDraft): ParcelDraft => {
    const [first, ...others] = draft.admissions;
    if (first === undefined) throw new Error('a clean parcel admits something');
    const { [key]: replaced, ...rest } = first.indicators;
    void replaced;
    const whole = { lower: null, lowerOp: null, upper: null, upperOp: null, ...interval } satisfies Interval;
    const indicators = interval === undefined ? rest : { ...rest, [key]: whole };
    return { ...draft, admissions: [{ ...first, indicators }, ...others] };
  };
}

const day = '2027-01-04';
/** A lawful sale, of which one date is then changed. */
const sale = {
  noticeAt: `${day}T09:00:00+08:00`,
  signupStartsAt: `${shiftDay(day, 5)}T09:00:00+08:00`,
  listingStartsAt: `${shiftDay(day, 20)}T09:00:00+08:00`,
  depositEndsAt: `${shiftDay(day, 28)}T16:00:00+08:00`,
  signupEndsAt: `${shiftDay(day, 28)}T16:00:00+08:00`,
  listingEndsAt: `${shiftDay(day, 30)}T10:00:00+08:00`,
  constructionStartDueOn: shiftDay(day, 200),
  completionDueOn: shiftDay(day, 900),
  fullProductionDueOn: shiftDay(day, 1200),
} satisfies ParcelFields;

const withSale = (fields: ParcelFields) => withFields({ ...sale, ...fields });

/** Forty clean parcels, each with one thing wrong. */
export const mutants: Mutant[] = [
  {
    defect: 'a boundary that crosses itself',
    seed: (draft) => {
      const [southWest, southEast, northEast, northWest] = cornersOf(draft);
      return reshaped(draft, [[southWest, northEast, southEast, northWest, southWest]]);
    },
    caughtBy: ['invalid-geometry'],
  },
  {
    defect: 'a spike',
    seed: (draft) => {
      const [southWest, southEast, northEast, northWest] = cornersOf(draft);
      const spike = moved([northEast, northEast], { eastM: 0 });
      const tip: [number, number] = [northEast[0] + 60 * lonPerM, northEast[1]];
      const foot: [number, number] = [northEast[0], northEast[1] - 1.5 * latPerM];
      return reshaped(draft, [[southWest, southEast, foot, tip, ...spike.slice(1), northWest, southWest]]);
    },
    caughtBy: ['narrow-parts'],
  },
  {
    defect: 'a sliver beside it',
    seed: (draft) => {
      const ring = ringOf(draft);
      return reshaped(draft, [
        ring,
        rectangle([cornersOf(draft)[1][0] + 60 * lonPerM, cornersOf(draft)[1][1]], 1, 80),
      ]);
    },
    caughtBy: ['narrow-parts'],
  },
  {
    defect: 'a verge for a parcel',
    seed: (draft) => reshaped(draft, [rectangle(cornersOf(draft)[0], 6, 150)]),
    caughtBy: ['thin-geometry'],
  },
  {
    defect: 'the gap between two surveys for a parcel',
    seed: (draft) => reshaped(draft, [rectangle(cornersOf(draft)[0], 0.6, 150)]),
    caughtBy: ['thin-geometry'],
  },
  {
    defect: 'an edge over a public parcel',
    seed: (draft, { live }) => neighbourOf(draft, live, [moved(ringOf(live), { eastM: 100 })]),
    caughtBy: ['overlap-live-parcel'],
  },
  {
    defect: 'a part of a public parcel',
    seed: (draft, { live }) =>
      neighbourOf(draft, live, [
        rectangle([cornersOf(live)[0][0] + 60 * lonPerM, cornersOf(live)[0][1] + 60 * latPerM], 50, 50),
      ]),
    caughtBy: ['overlap-live-parcel'],
  },
  {
    defect: 'an edge over a colleague’s draft',
    seed: (draft, { drafted }) => neighbourOf(draft, drafted, [moved(ringOf(drafted), { northM: 100 })]),
    caughtBy: ['overlap-draft'],
  },
  {
    defect: 'another district than it lies in',
    seed: (draft) => {
      const isPanan = draft.fields.district === '330727';
      return withFields(
        isPanan
          ? { district: '330781', park: 'park-lx-materials' }
          : { district: '330727', park: 'park-pa-medicine' },
      )(draft);
    },
    caughtBy: ['outside-district'],
  },
  {
    defect: 'coordinates that were slipped by thirty kilometres',
    seed: (draft) => {
      const isNorth = cornersOf(draft)[0][1] > 29.1;
      return reshaped(draft, [moved(ringOf(draft), { northM: isNorth ? -40_000 : 40_000 })]);
    },
    caughtBy: ['outside-district'],
  },
  { defect: 'protected land below it', seed: (draft) => draft, caughtBy: ['protected-area'] },
  {
    defect: 'areas that are 0.6 % larger than it is drawn',
    seed: (draft) => {
      const areaM2 = (draft.geometry?.areaM2 ?? 0) * 1.006;
      return withFields({ landAreaM2: areaM2, offeredAreaM2: areaM2 })(draft);
    },
    caughtBy: ['area-differs'],
  },
  {
    defect: 'a lacking indicator',
    seed: withIndicator('tax_per_mu', undefined),
    caughtBy: ['missing-indicator'],
  },
  {
    defect: 'an indicator without a number',
    seed: withIndicator('energy_value_added', {}),
    caughtBy: ['missing-indicator'],
  },
  {
    defect: 'no industry at all',
    seed: (draft) => ({ ...draft, admissions: [] }),
    caughtBy: ['no-admission'],
  },
  {
    defect: 'no floor area ratio',
    seed: (draft) => {
      const { far, ...limits } = draft.limits;
      void far;
      return { ...draft, limits };
    },
    caughtBy: ['missing-limit'],
  },
  { defect: 'an evaluation that has run out', seed: (draft) => draft, caughtBy: ['evaluation-expired'] },
  { defect: 'an evaluation that runs out soon', seed: (draft) => draft, caughtBy: ['evaluation-expires'] },
  {
    defect: 'a floor area ratio upside down',
    seed: withLimit('far', { lower: 2.5, lowerOp: '>=', upper: 1.5, upperOp: '<=' }),
    caughtBy: ['contradictory-interval'],
  },
  {
    defect: 'an indicator more than and at most the same number',
    seed: withIndicator('tax_per_mu', { lower: 30, lowerOp: '>', upper: 30, upperOp: '<=' }),
    caughtBy: ['contradictory-interval'],
  },
  {
    defect: 'a density of more than all of the land',
    seed: withLimit('building_density', { lower: 130, lowerOp: '>=' }),
    caughtBy: ['interval-out-of-range'],
  },
  {
    defect: 'an indicator below nothing',
    seed: withIndicator('emission_value_added', { lower: -5, lowerOp: '>=' }),
    caughtBy: ['interval-out-of-range'],
  },
  {
    defect: 'a floor area ratio that its height does not hold',
    seed: (draft) =>
      withLimit('height_production', { upper: 8, upperOp: '<=' })(
        withLimit('building_density', { upper: 20, upperOp: '<=' })(draft),
      ),
    caughtBy: ['far-unreachable'],
  },
  {
    defect: 'a listing that starts nineteen days after the notice',
    seed: withSale({ listingStartsAt: `${shiftDay(day, 19)}T09:00:00+08:00` }),
    caughtBy: ['notice-too-short'],
  },
  {
    defect: 'a listing of nine days',
    seed: withSale({ listingStartsAt: `${shiftDay(day, 21)}T09:00:00+08:00` }),
    caughtBy: ['listing-too-short'],
  },
  {
    defect: 'sign-up beyond the listing',
    seed: withSale({ signupEndsAt: `${shiftDay(day, 31)}T16:00:00+08:00` }),
    caughtBy: ['sale-date-order'],
  },
  {
    defect: 'a deposit that may come after the listing',
    seed: withSale({ depositEndsAt: `${shiftDay(day, 31)}T16:00:00+08:00` }),
    caughtBy: ['sale-date-order'],
  },
  {
    defect: 'sign-up before the notice',
    seed: withSale({ signupStartsAt: `${shiftDay(day, -1)}T09:00:00+08:00` }),
    caughtBy: ['sale-date-order'],
  },
  {
    defect: 'a listing without a notice',
    seed: (draft) => {
      const { noticeAt, ...fields } = withSale({})(draft).fields;
      void noticeAt;
      return { ...draft, fields };
    },
    caughtBy: ['notice-missing'],
  },
  {
    defect: 'completion before construction starts',
    seed: withSale({ completionDueOn: shiftDay(day, 100) }),
    caughtBy: ['due-date-order'],
  },
  {
    defect: 'construction due before the land is sold',
    seed: withSale({ constructionStartDueOn: shiftDay(day, 29) }),
    caughtBy: ['due-date-order'],
  },
  {
    defect: 'a deposit of a tenth',
    seed: withFields({ startPriceYuan: 10_000_000, depositYuan: 1_000_000 }),
    caughtBy: ['deposit-low'],
  },
  {
    defect: 'a term of sixty years',
    seed: withFields({ termYears: 60 }),
    caughtBy: ['term-too-long'],
  },
  {
    defect: 'coordinates of GCJ-02',
    seed: (_draft, { live }) => asDrawnOn(live, gcoord.GCJ02),
    caughtBy: ['suspected-shift'],
  },
  {
    defect: 'coordinates of BD-09',
    seed: (_draft, { live }) => asDrawnOn(live, gcoord.BD09),
    caughtBy: ['suspected-shift'],
  },
  {
    defect: 'a promise of tax refunds',
    seed: withFields({ locationText: '试验路以北，税收前三年全额奖励' }),
    caughtBy: ['wording-tax'],
  },
  {
    defect: 'a promise of exclusivity, in English',
    seed: withFields({ nameEn: 'Exclusive site for one carmaker' }),
    caughtBy: ['wording-exclusive'],
  },
  {
    defect: 'a promise to allot the land',
    seed: withFields({ boundsText: '东至环城东路，该地块为某某集团预留' }),
    caughtBy: ['wording-allotment'],
  },
  {
    defect: 'a department that nobody can call',
    seed: (draft) => draft,
    caughtBy: ['contact-without-phone'],
    department: 'test-silent',
  },
  {
    defect: 'a source that has run out',
    seed: (draft) => ({
      ...draft,
      provenance: {
        ...draft.provenance,
        geometry: {
          source: '勘测定界报告',
          sourceNumber: null,
          verifiedBy: null,
          verifiedOn: null,
          validUntil: '2026-11-20',
        },
      },
    }),
    caughtBy: ['fact-expired'],
  },
];
