import { shiftDay } from '../../api/calendar/rules.ts';
import type { CityPack, Region } from '../../api/city/schema.ts';
import type { Interval, ParcelDraft, ParcelEvent, ParcelFields } from '../../api/imports/schema.ts';
import { atLeast, square } from './parcels.ts';

const streets = ['汽车大道', '临江路', '兴业街', '创新大道', '环城北路', '工业大道', '长城路', '重阳街'];
const sides = ['北侧', '南侧', '东侧', '西侧'];
const industries = [
  ['13', '14', '151'],
  ['17', '18', '19'],
  ['26', '27', '29', '292'],
  ['30', '31', '33', '331', '338'],
  ['34', '35', '352', '40'],
  ['36', '361', '367', '38', '381'],
  ['38', '384', '39', '397'],
];
const states = ['none', 'planned', 'building', 'ready', 'ready', 'ready'] as const;

type Chance = () => number;

/** One invented parcel that an import accepts; everything in it follows from its number and the day. */
export function inventDraft({
  index,
  pack,
  today,
  ...place
}: {
  index: number;
  pack: CityPack;
  /** Day of Shanghai around which its sale lies. */
  today: string;
  park: Region;
  /** South-west corner, EPSG:4490. */
  west: number;
  south: number;
}): ParcelDraft {
  const chance = chanceOf(index + 1);
  const number = index + 1;
  const offeredAreaM2 = round(6_000 + 90_000 * chance() ** 3, 2);
  const noticeDay = chance() < 0.7 ? shiftDay(today, -whole(chance, 120)) : null;
  const district = districtOf(pack, place.park);
  return {
    code: `DEMO-${String(number).padStart(5, '0')}`,
    geometry: square(place.west, place.south, Math.sqrt(offeredAreaM2) / 105_000),
    fields: {
      name: `${pick(streets, chance)}${pick(sides, chance)} ${number} 号演示地块`,
      nameEn: `Demonstration plot ${number}`,
      district: district.code,
      park: place.park.code,
      department: departmentOf(pack, place.park, district),
      useCode: pick(pack.uses, chance).code,
      offeredAreaM2,
      landAreaM2: offeredAreaM2,
      termYears: 50,
      ...(chance() < 0.8 && { startPriceYuan: Math.round(offeredAreaM2 * (500 + 700 * chance())) }),
      ...(noticeDay !== null && saleOf(noticeDay)),
    },
    limits: Object.fromEntries(
      pack.limits.map(({ key, scaleMax }) => [key, atMost(round(scaleMax * (0.4 + 0.3 * chance()), 1))]),
    ),
    admissions: someOf(pick(industries, chance), chance).map((industry) => ({
      industry,
      note: null,
      indicators: indicatorsOf(pack, chance),
      basis: '演示',
    })),
    utilities: pack.utilities.map(({ key }) => ({
      key,
      state: pick(states, chance),
      capacity: null,
      capacityEn: null,
      readyOn: null,
    })),
    costs: pack.costs.map(({ key }) => ({ key, value: round(1 + 9 * chance(), 2), note: null })),
    events: noticeDay === null ? [] : eventsOf(noticeDay, today, chance),
    provenance: {
      fields: {
        source: '演示数据',
        sourceNumber: null,
        verifiedBy: '演示',
        verifiedOn: shiftDay(today, -whole(chance, 300)),
        validUntil: null,
      },
    },
    places: {},
  };
}

function saleOf(noticeDay: string): ParcelFields {
  const at = (days: number, hour: string) => `${shiftDay(noticeDay, days)}T${hour}:00:00+08:00`;
  return {
    noticeAt: at(0, '09'),
    signupStartsAt: at(10, '09'),
    signupEndsAt: at(28, '16'),
    listingStartsAt: at(20, '09'),
    listingEndsAt: at(30, '10'),
  };
}

function eventsOf(noticeDay: string, today: string, chance: Chance): ParcelEvent[] {
  const soldOn = shiftDay(noticeDay, 31);
  if (soldOn >= today || chance() < 0.4) return [];
  const kind = chance() < 0.8 ? 'sold' : 'unsold';
  return [{ kind, at: `${soldOn}T10:00:00+08:00`, amountYuan: null, document: null }];
}

/** Most indicators are asked for, around what the city's colours expect, in numbers as round as people write them. */
function indicatorsOf(pack: CityPack, chance: Chance): Record<string, Interval> {
  const asked = pack.indicators.filter(() => chance() < 0.9);
  return Object.fromEntries(
    asked.map(({ key, breaks }) => {
      const middle = breaks?.[1] ?? 25;
      return [key, atLeast(Number((middle * (0.7 + 0.8 * chance())).toPrecision(2)))];
    }),
  );
}

function atMost(value: number): Interval {
  return { lower: null, lowerOp: null, upper: value, upperOp: '<=' };
}

function districtOf(pack: CityPack, region: Region): Region {
  if (region.level === 'district') return region;
  const parent = pack.regions.find(({ code }) => code === region.parent);
  if (parent === undefined) throw new Error(`${region.code} lies in no district`);
  return districtOf(pack, parent);
}

function departmentOf(pack: CityPack, park: Region, district: Region): string {
  const answering = (region: Region) => pack.departments.find(({ regions }) => regions.includes(region.code));
  const department = answering(park) ?? answering(district);
  if (department === undefined) throw new Error(`nobody answers for ${park.code}`);
  return department.code;
}

/** Numbers in [0, 1), always the same for the same seed (mulberry32). */
function chanceOf(seed: number): Chance {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(values: readonly T[], chance: Chance): T {
  const value = values[whole(chance, values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

/** One to four of them, none twice, in their order. */
function someOf<T>(values: readonly T[], chance: Chance): T[] {
  const chosen = values.filter(() => chance() < 0.6);
  return chosen.length === 0 ? values.slice(0, 1) : chosen.slice(0, 4);
}

function whole(chance: Chance, below: number): number {
  return Math.floor(chance() * below);
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
