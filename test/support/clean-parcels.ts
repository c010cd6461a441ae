import fc from 'fast-check';
import { shiftDay } from '../../api/calendar/rules.ts';
import type { City } from '../../api/city/pack.ts';
import { isInsideRing } from '../../api/imports/crossings.ts';
import { planeAreaM2 } from '../../api/imports/geometry.ts';
import { parkReferences } from '../../api/imports/references.ts';
import type { MultiPolygon, ParcelDraft } from '../../api/imports/schema.ts';
import { atLeast, verified } from './parcels.ts';

type Cell = { park: string; west: number; south: number };

/** About 190 m × 220 m. */
const cellDegrees = 0.002;

const random = fc.record({
  /** How far each corner is drawn in, as parts of the cell. */
  insets: fc.array(fc.integer({ min: 2, max: 25 }), { minLength: 8, maxLength: 8 }),
  industries: fc.uniqueArray(fc.constantFrom('36', '361', '38', '33', '27', '39', '13'), {
    minLength: 1,
    maxLength: 3,
  }),
  demand: fc.integer({ min: 5, max: 400 }),
  farTenths: fc.integer({ min: 8, max: 20 }),
  density: fc.integer({ min: 25, max: 60 }),
  noticeInDays: fc.integer({ min: -60, max: 60 }),
  noticeDays: fc.integer({ min: 20, max: 40 }),
  listingDays: fc.integer({ min: 10, max: 30 }),
  priceWan: fc.integer({ min: 300, max: 9000 }),
  depositPercent: fc.integer({ min: 20, max: 50 }),
  hasDates: fc.boolean(),
  standardLand: fc.boolean(),
  useCode: fc.constantFrom('100101', '100102', '110101', '0802'),
  termYears: fc.integer({ min: 20, max: 50 }),
  note: fc.constantFrom(null, '不得返还税收。', '亩均税收按约定考核', '保证金按规定退还'),
});

/** Parcels side by side in the city's parks with nothing wrong with them; the same seed gives the same parcels. */
export function cleanParcels(
  city: City,
  { count, seed, today, park }: { count: number; seed: number; today: string; park?: string },
): ParcelDraft[] {
  const cells = cellsOf(city).filter((cell) => park === undefined || cell.park === park);
  if (cells.length < count) throw new Error(`the parks have room for ${cells.length} parcels only`);
  const chosen = fc.sample(fc.shuffledSubarray(cells, { minLength: count, maxLength: count }), {
    numRuns: 1,
    seed,
  })[0];
  return fc.sample(random, { numRuns: count, seed }).map((drawn, index) => {
    const cell = chosen?.[index];
    if (cell === undefined) throw new Error('there are as many cells as parcels');
    return cleanParcel(city, { code: `CL-${index + 1}`, cell, today, drawn });
  });
}

type Drawn = typeof random extends fc.Arbitrary<infer T> ? T : never;

function cleanParcel(
  city: City,
  { code, cell, today, drawn }: { code: string; cell: Cell; today: string; drawn: Drawn },
): ParcelDraft {
  const multiPolygon = shapeIn(cell, drawn.insets);
  const areaM2 = planeAreaM2(multiPolygon, { kind: 'gauss-krueger', ...city.pack.crs, prefixed: false });
  const park = city.pack.regions.find((region) => region.code === cell.park);
  const answering = city.pack.departments.find(({ regions }) =>
    [cell.park, park?.parent].some((known) => known && regions.includes(known)),
  );
  const district = city.pack.regions.find((region) => region.code === park?.parent);
  if (district?.level !== 'district' || answering === undefined)
    throw new Error(`${cell.park} lies in no district`);
  const basic = city.pack.indicators.filter((indicator) => indicator.basic);
  return {
    code,
    geometry: {
      multiPolygon,
      sourceCrs: 'EPSG:4528',
      format: 'txt',
      file: 'clean.txt',
      areaM2,
      surveyedOn: '2026-10-01',
    },
    fields: {
      name: `试验路 ${code} 号地`,
      nameEn: `Plot ${code}, Test Road`,
      district: district.code,
      park: cell.park,
      department: answering.code,
      locationText: '试验路以北，环城东路以西',
      boundsText: '东至环城东路，南至试验路，西至规划支路，北至河道绿化带',
      landAreaM2: areaM2,
      offeredAreaM2: areaM2,
      useCode: drawn.useCode,
      termYears: drawn.termYears,
      standardLand: drawn.standardLand,
      startPriceYuan: drawn.priceWan * 10_000,
      depositYuan: drawn.priceWan * 100 * drawn.depositPercent,
      ...(drawn.hasDates && saleDates(today, drawn)),
    },
    limits: {
      far: { lower: drawn.farTenths / 10, lowerOp: '>=', upper: drawn.farTenths / 10 + 1, upperOp: '<=' },
      building_density: { lower: drawn.density, lowerOp: '>=', upper: null, upperOp: null },
      green_ratio: { lower: null, lowerOp: null, upper: 20, upperOp: '<=' },
    },
    admissions: drawn.industries.map((industry) => ({
      industry,
      note: drawn.note,
      basis: '试政发〔2026〕1 号',
      indicators: Object.fromEntries(basic.map(({ key }) => [key, atLeast(drawn.demand)])),
    })),
    utilities: [
      {
        key: 'power',
        state: 'ready',
        capacity: '110 kV 双回路',
        capacityEn: '110 kV, two feeds',
        readyOn: null,
      },
    ],
    costs: [],
    events: [],
    provenance: { fields: { ...verified, validUntil: shiftDay(today, 200) }, geometry: verified },
    places: {},
  };
}

function saleDates(today: string, drawn: Drawn): ParcelDraft['fields'] {
  const notice = shiftDay(today, drawn.noticeInDays);
  const start = shiftDay(notice, drawn.noticeDays);
  const end = shiftDay(start, drawn.listingDays);
  const at = (day: string, hour: string) => `${day}T${hour}:00:00+08:00`;
  return {
    noticeAt: at(notice, '09'),
    signupStartsAt: at(shiftDay(notice, 5), '09'),
    signupEndsAt: at(shiftDay(end, -2), '16'),
    depositEndsAt: at(shiftDay(end, -2), '16'),
    listingStartsAt: at(start, '09'),
    listingEndsAt: at(end, '10'),
    constructionStartDueOn: shiftDay(end, 180),
    completionDueOn: shiftDay(end, 900),
    fullProductionDueOn: shiftDay(end, 1200),
  };
}

function shapeIn({ west, south }: Cell, insets: number[]): MultiPolygon {
  const inset = (index: number) => ((insets[index] ?? 0) / 100) * cellDegrees;
  const [east, north] = [west + cellDegrees, south + cellDegrees];
  const corners: [number, number][] = [
    [west + inset(0), south + inset(1)],
    [east - inset(2), south + inset(3)],
    [east - inset(4), north - inset(5)],
    [west + inset(6), north - inset(7)],
  ];
  const ring = corners.map(([lon, lat]): [number, number] => [
    Number(lon.toFixed(9)),
    Number(lat.toFixed(9)),
  ]);
  return { type: 'MultiPolygon', coordinates: [[[...ring, ring[0] ?? [west, south]]]] };
}

/** Cells of a grid that lie in a park with all four corners. */
function cellsOf(city: City): Cell[] {
  const outlines = parkReferences(city);
  const parks = city.pack.regions.filter(({ level }) => level === 'park');
  return parks.flatMap(({ code, name }) => {
    const ring =
      outlines.find((outline) => outline.name === name['zh-CN'])?.multiPolygon.coordinates[0]?.[0] ?? [];
    const points = ring.slice(0, -1).map(([lon, lat]) => ({ x: lon, y: lat }));
    const [lons, lats] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const cells: Cell[] = [];
    for (let west = Math.min(...lons); west < Math.max(...lons); west += cellDegrees)
      for (let south = Math.min(...lats); south < Math.max(...lats); south += cellDegrees) {
        const corners = [0, cellDegrees].flatMap((dx) =>
          [0, cellDegrees].map((dy) => ({ x: west + dx, y: south + dy })),
        );
        if (corners.every((corner) => isInsideRing(corner, points) !== false))
          cells.push({ park: code, west, south });
      }
    return cells;
  });
}
