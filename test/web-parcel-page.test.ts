import fc from 'fast-check';
import gcoord from 'gcoord';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../api/parcels/schema.ts';
import { documentsOf } from '../web/parcels/page/documents.ts';
import { mapLinks } from '../web/parcels/page/map-links.ts';
import { neighboursOf } from '../web/parcels/page/neighbours.ts';

const jinhua: [number, number] = [119.64512, 29.08733];

function queryOf(link: string): URLSearchParams {
  return new URL(link).searchParams;
}

function metresBetween([lonA, latA]: number[], [lonB, latB]: number[]): number {
  const metresPerDegree = 111_195;
  const shrink = Math.cos(((latA ?? 0) * Math.PI) / 180);
  return Math.hypot(
    ((lonA ?? 0) - (lonB ?? 0)) * shrink * metresPerDegree,
    ((latA ?? 0) - (latB ?? 0)) * metresPerDegree,
  );
}

describe('links to other maps', () => {
  it('give 高德 and 腾讯 GCJ-02 in their own orders, and 百度 BD-09', () => {
    const links = mapLinks(jinhua, '汽车大道北侧 7 号地');
    const amap = queryOf(links.amap).get('position')?.split(',').map(Number) ?? [];
    const baidu = queryOf(links.baidu).get('location')?.split(',').map(Number).toReversed() ?? [];
    const tencent = /^coord:([\d.]+),([\d.]+);/.exec(queryOf(links.tencent).get('marker') ?? '');
    expect(tencent?.slice(1).map(Number).toReversed()).toEqual(amap);
    // Measured in Jinhua: GCJ-02 stands 564 m away.
    expect(metresBetween(jinhua, amap)).toBeGreaterThan(500);
    expect(metresBetween(jinhua, amap)).toBeLessThan(620);
    expect(
      metresBetween(jinhua, gcoord.transform([amap[0] ?? 0, amap[1] ?? 0], gcoord.GCJ02, gcoord.WGS84)),
    ).toBeLessThan(2);
    expect(
      metresBetween(jinhua, gcoord.transform([baidu[0] ?? 0, baidu[1] ?? 0], gcoord.BD09, gcoord.WGS84)),
    ).toBeLessThan(2);
    expect(queryOf(links.amap).get('coordinate')).toBe('gaode');
    expect(queryOf(links.baidu).get('coord_type')).toBe('bd09ll');
  });

  it('carry any name as a name, never as part of their syntax', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (name) => {
        const links = mapLinks(jinhua, name);
        expect(queryOf(links.amap).get('name')).toBe(name);
        const marker = queryOf(links.tencent).get('marker') ?? '';
        expect(marker.split(';').map((field) => field.split(':')[0])).toEqual(['coord', 'title', 'addr']);
      }),
    );
  });
});

describe('the documents of a parcel', () => {
  const fact = (over: Partial<Fact>): Fact => ({
    source: null,
    sourceNumber: null,
    verifiedBy: null,
    verifiedOn: null,
    validUntil: null,
    badge: 'unverified',
    ageDays: null,
    ...over,
  });

  it('are each named once, in the order of the page, with the latest check and everything they speak for', () => {
    const table = { source: '控制指标表', sourceNumber: '7 号' };
    const facts = {
      prices: fact({ source: '出让公告', sourceNumber: '1 号', verifiedOn: '2026-11-01' }),
      'admissions.38': fact({ ...table, verifiedOn: '2026-10-01' }),
      'admissions.36': fact({ ...table, verifiedOn: '2026-11-13' }),
      limits: fact({ ...table, verifiedOn: '2026-09-01' }),
      fields: fact({ source: '出让公告', sourceNumber: '1 号', verifiedOn: '2026-10-30' }),
      geometry: fact({ source: '出让公告', sourceNumber: '2 号' }),
      dates: fact({}),
    };
    expect(
      documentsOf({ facts }).map(({ name, number, verifiedOn, about }) => ({
        name,
        number,
        verifiedOn,
        about,
      })),
    ).toEqual([
      { name: '出让公告', number: '1 号', verifiedOn: '2026-11-01', about: ['fields', 'prices'] },
      { name: '控制指标表', number: '7 号', verifiedOn: '2026-11-13', about: ['admissions', 'limits'] },
      { name: '出让公告', number: '2 号', verifiedOn: null, about: ['geometry'] },
    ]);
  });
});

describe('the neighbours of a parcel', () => {
  const at = (code: string, centroid: [number, number]) => ({ code, centroid });

  it('are the others, nearest first, at distances rounded to the public precision', () => {
    const here = { code: 'A', centroid: jinhua, geometryPrecisionM: 10 };
    const found = neighboursOf(here, [
      at('FAR', [jinhua[0] + 0.03, jinhua[1]]),
      at('A', jinhua),
      at('NEAR', [jinhua[0], jinhua[1] + 0.01]),
    ]);
    expect(found.map(({ parcel }) => parcel.code)).toEqual(['NEAR', 'FAR']);
    // A hundredth of a degree of latitude is 1,112 m.
    expect(found[0]?.distanceM).toBe(1110);
    for (const { distanceM } of found) expect(distanceM % 10).toBe(0);
  });
});
