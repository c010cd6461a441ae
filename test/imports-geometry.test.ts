import { readFile, readdir } from 'node:fs/promises';
import fc from 'fast-check';
import gcoord from 'gcoord';
import { describe, expect, it } from 'vitest';
import { readCity } from '../api/city/pack.ts';
import { readBatch } from '../api/imports/batch.ts';
import { toEastNorth, toLonLat } from '../api/imports/crs.ts';
import type { GridPoint } from '../api/imports/crossings.ts';
import { findContacts, isInsideRing } from '../api/imports/crossings.ts';
import { placeShape, planeAreaM2 } from '../api/imports/geometry.ts';
import { parkReferences } from '../api/imports/references.ts';
import { assembleRings, cleanRing, doubleArea } from '../api/imports/rings.ts';
import type { MultiPolygon } from '../api/imports/schema.ts';
import { shiftFinding } from '../api/imports/shift.ts';
import type { SurveyShape } from '../api/imports/survey.ts';
import type { Offset } from './support/survey-files.ts';
import {
  jinhuaExtent,
  lonLatRing,
  ringAt,
  square,
  starRing,
  zone40,
  zone40Plain,
} from './support/survey-files.ts';

function grid(points: readonly (readonly [number, number])[]): GridPoint[] {
  return points.map(([x, y]) => ({ x, y }));
}

function box(x: number, y: number, size: number): GridPoint[] {
  return grid([
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ]);
}

function assemble(...rings: GridPoint[][]) {
  return assembleRings(rings.map((points) => cleanRing(points).ring));
}

function faults(...rings: GridPoint[][]): string[] {
  const assembly = assemble(...rings);
  return assembly.ok
    ? []
    : assembly.faults.map((fault) => (fault.kind === 'contact' ? fault.contact.kind : fault.kind));
}

const context = { crs: zone40, order: 'east-first', plane: zone40Plain, extent: jinhuaExtent } as const;

function shapeOf(rings: readonly (readonly { eastM: number; northM: number }[])[]): SurveyShape {
  const points = rings.map((ring) => ring.map(({ eastM, northM }) => ({ first: eastM, second: northM })));
  return { code: 'A', name: null, rings: points, statedAreaM2: null, place: { row: 1 } };
}

describe('rings become polygons by where they lie', () => {
  it('nests holes, islands in holes and separate parts, whatever their order', () => {
    const rings = [box(40, 40, 20), box(0, 0, 100), box(45, 45, 10), box(200, 0, 10)];
    expect(assemble(...rings)).toEqual({
      ok: true,
      polygons: [
        { outer: 1, holes: [0] },
        { outer: 2, holes: [] },
        { outer: 3, holes: [] },
      ],
    });
  });

  it('lets a hole touch its outer ring in one vertex, and two parts touch in many', () => {
    const touching = grid([
      [0, 0],
      [30, 20],
      [20, 30],
    ]);
    expect(faults(box(0, 0, 100), touching)).toEqual([]);
    const diamond = grid([
      [50, 0],
      [100, 50],
      [50, 100],
      [0, 50],
    ]);
    const pinched = grid([
      [0, 0],
      [50, 0],
      [100, 0],
      [100, 50],
      [100, 100],
      [50, 100],
      [0, 100],
      [0, 50],
    ]);
    expect(faults(pinched, diamond)).toContain('cut-in-two');
    expect(faults(box(0, 0, 10), box(10, 10, 10))).toEqual([]);
  });

  it.each([
    [
      'a bow tie',
      [
        grid([
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
        ]),
      ],
      'cross',
    ],
    [
      'a ring through one point twice',
      [
        grid([
          [0, 0],
          [10, 0],
          [5, 5],
          [10, 10],
          [0, 10],
          [5, 5],
        ]),
      ],
      'touch-vertex',
    ],
    [
      'a spike',
      [
        grid([
          [0, 0],
          [10, 0],
          [20, 0],
          [10, 0],
          [10, 10],
        ]),
      ],
      'overlap',
    ],
    [
      'a vertex on another side',
      [
        grid([
          [0, 0],
          [10, 0],
          [10, 10],
          [5, 0],
          [0, 10],
        ]),
      ],
      'touch-side',
    ],
    ['two rings that cross', [box(0, 0, 10), box(5, 5, 10)], 'cross'],
    ['two rings side by side on one line', [box(0, 0, 10), box(10, 0, 10)], 'overlap'],
    ['the same ring twice', [box(0, 0, 10), box(0, 0, 10).toReversed()], 'same-as-other'],
    [
      'two points',
      [
        grid([
          [0, 0],
          [10, 0],
        ]),
      ],
      'too-few-points',
    ],
    [
      'points on a line',
      [
        grid([
          [0, 0],
          [10, 0],
          [20, 0],
        ]),
      ],
      'zero-area',
    ],
  ])('refuses %s', (_, rings, fault) => {
    expect(faults(...rings)).toContain(fault);
  });

  it('drops closing and repeated points and remembers where the others stood', () => {
    const { ring, repeated } = cleanRing(
      grid([
        [0, 0],
        [0, 0],
        [10, 0],
        [10, 10],
        [10, 10],
        [0, 0],
      ]),
    );
    expect(ring.points).toEqual(
      grid([
        [0, 0],
        [10, 0],
        [10, 10],
      ]),
    );
    expect(ring.source).toEqual([0, 2, 3]);
    expect(repeated).toEqual([1, 4]);
  });
});

describe('crossings', () => {
  /** Every pair of sides, by the plain definition: is there a point that both have? */
  function crossesByDefinition(points: GridPoint[]): boolean {
    const sides = points.map((from, index) => ({ from, to: points[(index + 1) % points.length] ?? from }));
    const orient = (a: GridPoint, b: GridPoint, c: GridPoint) =>
      Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
    return sides.some((a, first) =>
      sides.some((b, second) => {
        const distance = Math.abs(first - second);
        if (distance < 2 || distance === sides.length - 1) return false;
        return (
          orient(a.from, a.to, b.from) * orient(a.from, a.to, b.to) < 0 &&
          orient(b.from, b.to, a.from) * orient(b.from, b.to, a.to) < 0
        );
      }),
    );
  }

  it('are found in any ring in which two sides cross, and only there', () => {
    const coordinate = fc.integer({ min: 0, max: 30 });
    const ring = fc.uniqueArray(fc.record({ x: coordinate, y: coordinate }), {
      minLength: 3,
      maxLength: 12,
      selector: ({ x, y }) => x * 100 + y,
    });
    fc.assert(
      fc.property(ring, (points) => {
        const found = findContacts([points], 1000).some(({ kind }) => kind === 'cross');
        expect(found).toBe(crossesByDefinition(points));
      }),
      { numRuns: 2000 },
    );
  });

  it('are looked for in 10,000 vertices in well under half a second, also when every side spans the whole', () => {
    const circle = Array.from({ length: 10_000 }, (_, index) => {
      const angle = (2 * Math.PI * index) / 10_000;
      return { x: Math.round(1e8 * Math.cos(angle)), y: Math.round(1e8 * Math.sin(angle)) };
    });
    const comb = Array.from({ length: 9_998 }, (_, index) => ({
      x: index % 4 === 1 || index % 4 === 2 ? 1e8 : 10,
      y: index * 10,
    }));
    const started = performance.now();
    expect(findContacts([circle], 10)).toEqual([]);
    expect(findContacts([[...comb, { x: 0, y: 99_970 }, { x: 0, y: 0 }]], 10)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('agree with the winding of a point in any star', () => {
    fc.assert(
      fc.property(starRing({ min: 50, max: 500 }), (ring) => {
        const points = ring.slice(0, -1).map(({ eastM, northM }) => ({ x: eastM * 1000, y: northM * 1000 }));
        const [first] = points;
        expect(first && isInsideRing(first, points)).toBeUndefined();
        expect(isInsideRing({ x: 0, y: 0 }, points)).toBe(false);
      }),
    );
  });
});

describe('a shape on the earth', () => {
  it('keeps the area of any simple parcel to 10 cm² in a hectare and what its border makes of 0.08 mm, and turns its rings as RFC 7946 asks', () => {
    fc.assert(
      fc.property(starRing({ min: 30, max: 500 }), (ring) => {
        const { placed, findings } = placeShape(shapeOf([ring]), context);
        expect(findings).toEqual([]);
        const plane = ring.map(({ eastM, northM }) => ({ x: eastM, y: northM }));
        const areaM2 = Math.abs(doubleArea(plane)) / 2;
        // Of a long thin parcel the border counts: corners are kept on a grid of 1e-9°, at most 0.08 mm from where they are.
        const borderM = plane
          .slice(1)
          .reduce(
            (sum, { x, y }, index) =>
              sum + Math.hypot(x - (plane[index]?.x ?? x), y - (plane[index]?.y ?? y)),
            0,
          );
        const within = 0.01 + areaM2 * 1e-6 + borderM * 8e-5;
        expect(Math.abs((placed?.areaM2 ?? 0) - areaM2)).toBeLessThanOrEqual(within);
        const lonLat = placed?.multiPolygon.coordinates[0]?.[0] ?? [];
        expect(doubleArea(lonLat.map(([lon, lat]) => ({ x: lon, y: lat })))).toBeGreaterThan(0);
        expect(lonLat[0]).toEqual(lonLat.at(-1));
      }),
    );
  });

  it('measures on the Gauss–Krüger plane, not on the Mercator square that is 31 % too large here', () => {
    const { placed } = placeShape(shapeOf([square(1000)]), context);
    expect(placed?.areaM2).toBeCloseTo(1_000_000, 0);
    const mercatorY = (lat: number) => 6_378_137 * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
    const ring = (placed?.multiPolygon.coordinates[0]?.[0] ?? []).map(([lon, lat]) => ({
      x: (6_378_137 * lon * Math.PI) / 180,
      y: mercatorY(lat),
    }));
    expect(doubleArea(ring) / 2 / 1_000_000).toBeCloseTo(1.309, 2);
  });

  it('subtracts holes', () => {
    const { placed } = placeShape(shapeOf([square(100), square(50, [10, 10])]), context);
    expect(placed?.areaM2).toBeCloseTo(7500, 1);
    expect(placed && planeAreaM2(placed.multiPolygon, zone40Plain)).toBe(placed?.areaM2);
  });
});

describe('suspected shift', () => {
  const parkOffsets: readonly Offset[] = [
    [0, 0],
    [900, 0],
    [900, 700],
    [0, 700],
  ];
  const polygon = (ring: readonly { eastM: number; northM: number }[]): MultiPolygon => ({
    type: 'MultiPolygon',
    coordinates: [[lonLatRing(ring)]],
  });
  const park = { name: '金义产业园', multiPolygon: polygon(ringAt(parkOffsets)) };
  const parcel = polygon(square(150, [60, 80]));

  function shifted(shape: MultiPolygon, to: typeof gcoord.GCJ02 | typeof gcoord.BD09): MultiPolygon {
    const coordinates = shape.coordinates.map((rings) =>
      rings.map((ring) =>
        ring.map((position): [number, number] => {
          const [lon, lat] = gcoord.transform(position, gcoord.WGS84, to);
          return [lon, lat];
        }),
      ),
    );
    return { type: 'MultiPolygon', coordinates };
  }

  it('moves a place in Jinhua by about 564 m, as the published formula says', () => {
    const moved = gcoord.transform([119.6494, 29.079], gcoord.WGS84, gcoord.GCJ02);
    expect(moved[0]).toBeCloseTo(119.654108, 5);
    expect(moved[1]).toBeCloseTo(29.076027, 5);
    const [from, to] = [toEastNorth(zone40, [119.6494, 29.079]), toEastNorth(zone40, [moved[0], moved[1]])];
    expect(Math.hypot(to.eastM - from.eastM, to.northM - from.northM)).toBeCloseTo(564, -1);
  });

  it('is reported when a parcel lies in its park only after shifting back', () => {
    for (const [name, system] of [
      ['GCJ-02', gcoord.GCJ02],
      ['BD-09', gcoord.BD09],
    ] as const) {
      const finding = shiftFinding('A', shifted(parcel, system), [park]);
      expect(finding).toMatchObject({ rule: 'suspected-shift', severity: 'warning' });
      expect(finding?.message).toContain(name);
      expect(finding?.message).toContain('金义产业园');
    }
  });

  it('is reported when a parcel has moved by just that much from where it was', () => {
    const before = { name: '原图形', code: 'A', multiPolygon: parcel };
    expect(shiftFinding('A', shifted(parcel, gcoord.GCJ02), [before])).toMatchObject({
      rule: 'suspected-shift',
    });
    expect(shiftFinding('B', shifted(parcel, gcoord.GCJ02), [before])).toBeUndefined();
  });

  it('is not reported for a parcel that lies where it should, elsewhere for no known reason, or without any reference', () => {
    expect(shiftFinding('A', parcel, [park])).toBeUndefined();
    expect(shiftFinding('A', polygon(square(150, [5000, 5000])), [park])).toBeUndefined();
    expect(shiftFinding('A', shifted(parcel, gcoord.GCJ02), [])).toBeUndefined();
  });

  it('is found in every survey file of the demonstration city once it is shifted, and not before', async () => {
    const { pack, parks } = await readCity('data/cities', 'jinhua');
    const references = parkReferences({ pack, parks });
    const names = (await readdir('data/demo')).filter((name) => /\.(txt|zip)$/.test(name));
    const files = await Promise.all(
      names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(`data/demo/${name}`)) })),
    );
    const { drafts, findings } = await readBatch(files, { pack, references });
    expect(references.length).toBeGreaterThan(5);
    expect(findings).toEqual([]);
    const suspected = drafts.flatMap(({ code, geometry }) => {
      const moved = geometry && shifted(geometry.multiPolygon, gcoord.GCJ02);
      return moved && shiftFinding(code, moved, references) ? [geometry.file] : [];
    });
    expect(new Set(suspected)).toEqual(new Set(drafts.map(({ geometry }) => geometry?.file)));
  });

  it('keeps 1 mm of a plane coordinate on its way through degrees', () => {
    const point = { eastM: 40_465_863.814, northM: 3_218_076.161 };
    const [lon, lat] = toLonLat(zone40, point);
    const rounded = toEastNorth(zone40, [Math.round(lon * 1e9) / 1e9, Math.round(lat * 1e9) / 1e9]);
    expect(Math.hypot(rounded.eastM - point.eastM, rounded.northM - point.northM)).toBeLessThan(0.0001);
  });
});
