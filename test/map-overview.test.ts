import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../web/map/box.ts';
import { boxAround, boxesTouch } from '../web/map/box.ts';
import { circleDiameterPx, countyCounts, overviewParks, overviewPlaces } from '../web/map/overview.ts';
import { blanksOf, coveredBoxes, placeOverview } from '../web/map/overview-placing.ts';
import { pixelOf } from '../web/map/mercator.ts';
import { jinhua } from './support/map-fixtures.ts';

const city = jinhua();
const size = { width: 660, height: 788 };
const answered = [
  {
    code: 'park-jkc-nev',
    name: '新能源汽车产业园',
    nameEn: 'New Energy Vehicle Park',
    count: 9,
    areaM2: 600_000,
  },
  {
    code: 'park-jkc-bio',
    name: '健康生物产业园',
    nameEn: 'Health and Biotech Park',
    count: 2,
    areaM2: 200_000,
  },
  {
    code: 'park-jyx-smart',
    name: '金义智能制造园',
    nameEn: 'Jinyi Smart Manufacturing Park',
    count: 1,
    areaM2: 66_700,
  },
];
const free = { within: { left: 0, top: 0, right: 660, bottom: 788 }, furniture: [] };
const view = { lon: 120.02, lat: 29.07, zoom: 8.06 };

function located<T extends { anchor: [number, number] }>(thing: T) {
  return { ...thing, ...pixelOf(thing.anchor, view, size) };
}

function circleBox({ x, y, diameter }: { x: number; y: number; diameter: number }): Box {
  return boxAround({ x, y }, diameter * 0.7, diameter * 0.7);
}

describe('parks below zoom 11', () => {
  it('counts every park of the city, those without a match as zero and last', () => {
    const parks = overviewParks(city, answered, 'zh-CN');
    expect(parks).toHaveLength(city.regions.filter(({ level }) => level === 'park').length);
    expect(parks.slice(0, 3).map(({ code, count }) => [code, count])).toEqual([
      ['park-jkc-nev', 9],
      ['park-jkc-bio', 2],
      ['park-jyx-smart', 1],
    ]);
    expect(parks.slice(3).every(({ count }) => count === 0)).toBe(true);
    expect(parks[0]?.area).toEqual({ value: '900', unit: '亩' });
  });

  it('grows the circle in three sizes', () => {
    expect([1, 2, 3, 8, 9, 500].map(circleDiameterPx)).toEqual([26, 26, 32, 32, 40, 40]);
  });

  it('adds parks up by county', () => {
    expect(Object.fromEntries(countyCounts(city, answered))).toEqual({ 330702: 11, 330703: 1 });
  });

  it('names parks with a match beside their circles, and none without', () => {
    const { parks } = placeOverview({
      parks: overviewParks(city, answered, 'zh-CN').map(located),
      places: overviewPlaces(city, 'zh-CN').map(located),
      free,
    });
    expect(parks.filter(({ label }) => label !== null).map(({ code }) => code)).toEqual([
      'park-jkc-nev',
      'park-jkc-bio',
      'park-jyx-smart',
    ]);
  });

  it('never lets a county name touch a circle, wherever parks stand', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 660 }), y: fc.integer({ min: 0, max: 788 }) });
    const counts = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 12 })), { maxLength: 14 });
    fc.assert(
      fc.property(counts, fc.array(place, { maxLength: 9 }), (circles, names) => {
        const template = overviewParks(city, answered, 'zh-CN')[0];
        const county = overviewPlaces(city, 'zh-CN')[0];
        if (template === undefined || county === undefined)
          throw new Error('the pack has parks and counties');
        const overview = placeOverview({
          parks: circles.map(([at, count], index) => ({ ...template, code: `park-${index}`, count, ...at })),
          places: names.map((at, index) => ({ ...county, code: String(index), ...at })),
          free,
        });
        for (const { x, y } of overview.names) {
          const name = boxAround({ x, y }, 39, 16);
          expect(overview.parks.filter((park) => boxesTouch(name, circleBox(park)))).toEqual([]);
        }
      }),
    );
  });

  it('moves circles that overlap apart, and keeps a lone one at its anchor', () => {
    const [first, second, third] = overviewParks(city, answered, 'zh-CN');
    if (!first || !second || !third) throw new Error('three parks were answered');
    const { parks } = placeOverview({
      parks: [
        { ...first, x: 200, y: 200 },
        { ...second, x: 210, y: 200 },
        { ...third, x: 500, y: 500 },
      ],
      places: [],
      free,
    });
    const [a, b, lone] = parks;
    if (!a || !b || !lone) throw new Error('three parks were placed');
    expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual((a.diameter + b.diameter) / 2);
    expect(lone).toMatchObject({ x: 500, y: 500 });
  });

  it('leaves a label out rather than let it run over the edge of the map', () => {
    const [park] = overviewParks(city, answered, 'zh-CN');
    if (!park) throw new Error('a park was answered');
    const narrow = { within: { left: 0, top: 0, right: 60, bottom: 400 }, furniture: [] };
    const { parks } = placeOverview({ parks: [{ ...park, x: 30, y: 200 }], places: [], free: narrow });
    expect(parks[0]?.label).toBeNull();
  });

  it('turns a label away from the buttons in the corner', () => {
    const [park] = overviewParks(city, answered, 'zh-CN');
    if (!park) throw new Error('a park was answered');
    const placed = (furniture: Box[]) =>
      placeOverview({ parks: [{ ...park, x: 300, y: 200 }], places: [], free: { ...free, furniture } })
        .parks[0]?.label;
    expect(placed([])).toBe('right');
    expect(placed([{ left: 320, top: 100, right: 400, bottom: 300 }])).toBe('left');
  });

  it('covers every circle and label with blanks, so that route numbers stay clear', () => {
    const overview = placeOverview({
      parks: overviewParks(city, answered, 'zh-CN').map(located),
      places: overviewPlaces(city, 'zh-CN').map(located),
      free,
    });
    const squares = blanksOf(coveredBoxes(overview), view, size).map(({ position, sidePx }) =>
      boxAround(pixelOf(position, view, size), sidePx, sidePx),
    );
    for (const park of overview.parks) {
      expect(squares.some((square) => boxesTouch(square, boxAround(park, 2, 2)))).toBe(true);
    }
  });
});
