import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import { wire, wireHeader } from '../../api/wire/terms.ts';
import { collection, rectangleParcel } from './map-fixtures.ts';
import { noFacets } from './answers.ts';

/** So many parcels a row, one every 0.01° both ways, half of them listed. */
const perRow = 100;
const start = { lon: 119.2, lat: 28.6 };

function features(count: number): ParcelFeature[] {
  return Array.from({ length: count }, (_, index) => {
    const column = index % perRow;
    const row = Math.floor(index / perRow);
    const corner: [number, number] = [start.lon + column / 100, start.lat + row / 100];
    const feature = rectangleParcel({ code: `P-${String(index).padStart(5, '0')}`, corner });
    const status = index % 2 === 0 ? 'listed' : 'planned';
    return { ...feature, properties: { ...feature.properties, status } };
  });
}

/** A city of many parcels behind `fetch`: answers `status` and `bbox`, never more than asked for, as the server does. */
export function wideCity(count: number) {
  const all = features(count);
  const asked: URL[] = [];

  function matching(query: URLSearchParams): ParcelFeature[] {
    const statuses = query.get('status')?.split(',');
    const [west = -180, south = -90, east = 180, north = 90] =
      query.get('bbox')?.split(',').map(Number) ?? [];
    return all.filter(({ properties, bbox }) => {
      const inBox = bbox[0] <= east && bbox[2] >= west && bbox[1] <= north && bbox[3] >= south;
      return inBox && (statuses === undefined || statuses.includes(properties.status));
    });
  }

  function answer(query: URLSearchParams): ParcelAnswer {
    const found = matching(query);
    return {
      total: found.length,
      totalAreaM2: 0,
      all: { total: all.length, areaM2: 0, onOffer: all.length, onOfferAreaM2: 0 },
      parks: [{ code: 'park-jkc-nev', name: '', nameEn: '', count: found.length, areaM2: 0 }],
      items: found.slice(0, Number(query.get('limit'))).map(({ properties, bbox, geometry }) => ({
        ...properties,
        bbox,
        footprint: geometry,
      })),
      next: null,
      facets: noFacets,
      asOf: '2026-11-20T08:00:00+08:00',
    };
  }

  function collected(query: URLSearchParams): ParcelFeatureCollection {
    const found = matching(query);
    const given = found.slice(0, Number(query.get('limit')));
    return { ...collection(given), numberMatched: found.length };
  }

  function fetch(path: string): Promise<Response> {
    const url = new URL(path, 'http://city.invalid');
    asked.push(url);
    const code = /^\/api\/parcels\/(.+)\.geojson$/.exec(url.pathname)?.[1];
    const one = all.find(({ id }) => id === code);
    if (code !== undefined && one === undefined) return Promise.resolve(new Response('', { status: 404 }));
    const body =
      one ?? (url.pathname === '/api/parcels' ? answer(url.searchParams) : collected(url.searchParams));
    const headers = { 'content-type': 'application/json', [wireHeader]: wire };
    return Promise.resolve(new Response(JSON.stringify(body), { headers }));
  }

  return { all, asked, fetch, matching };
}
