import { readFileSync } from 'node:fs';
import type { PublicCity } from '../../api/city/schema.ts';
import { CityPack } from '../../api/city/schema.ts';
import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Requirement } from '../../api/parcels/schema.ts';

export const jinhuaFiles = {
  '/api/city/basemap.geojson': 'data/cities/jinhua/basemap.geojson',
  '/api/city/parks.geojson': 'data/cities/jinhua/parks.geojson',
} as const;

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The demonstration's pack as `/api/city` tells it, on the embedded sketch. */
export function jinhua(): PublicCity {
  const {
    crs: _crs,
    demonstration: _demonstration,
    ...pack
  } = CityPack.parse(readJson('data/cities/jinhua/pack.json'));
  return {
    ...pack,
    demonstration: null,
    transport: [],
    mapApprovalNumber: null,
    basemap: { kind: 'sketch' },
  };
}

export type ParcelSketch = {
  code: string;
  /** [lon, lat] of the south-west corner. */
  corner: [number, number];
  widthM?: number;
  heightM?: number;
  /** Tax required, 万元/亩·年; null: not published. */
  tax?: number | null;
};

/** A parcel whose outline is a rectangle, north up. */
export function rectangleParcel({
  code,
  corner,
  widthM = 300,
  heightM = 240,
  tax = 25,
}: ParcelSketch): ParcelFeature {
  const [west, south] = corner;
  const east = west + widthM / (111_195 * Math.cos((south * Math.PI) / 180));
  const north = south + heightM / 111_195;
  const named = { code: 'park-jkc-nev', name: '新能源汽车产业园', nameEn: 'New Energy Vehicle Park' };
  return {
    type: 'Feature',
    id: code,
    bbox: [west, south, east, north],
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
          ],
        ],
      ],
    },
    properties: {
      code,
      name: `${code} 号地`,
      nameEn: `Plot ${code}`,
      district: { code: '330702', name: '婺城区', nameEn: 'Wucheng District' },
      town: null,
      park: named,
      department: { code: 'jkc', name: '投资促进中心', nameEn: 'Investment Promotion Centre' },
      areaM2: widthM * heightM,
      offeredAreaM2: widthM * heightM,
      use: { code: '100101', name: '一类工业用地', nameEn: 'Class 1 industrial' },
      industries: [],
      status: 'listed',
      onOffer: true,
      startPrice: null,
      noticeDate: null,
      signupEnds: null,
      listingEnds: null,
      centroid: [(west + east) / 2, (south + north) / 2],
      indicators: tax === null ? {} : { tax_per_mu: requirement(tax) },
      readyUtilities: [],
      verified: { badge: 'unverified', ageDays: null, verifiedOn: null },
      indicatorIndustry: '36',
      version: 1,
      asOf: '2026-11-20T08:00:00+08:00',
      demo: true,
    },
  };
}

export function requirement(value: number): Requirement {
  return { op: '>=', value, upperOp: null, upper: null, unit: '万元/亩·年' };
}

export function collection(features: ParcelFeature[]): ParcelFeatureCollection {
  return {
    type: 'FeatureCollection',
    numberMatched: features.length,
    numberReturned: features.length,
    timeStamp: '2026-11-20T08:00:00+08:00',
    features,
  };
}
