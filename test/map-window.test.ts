import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerExtent } from '../web/parcels/answer-extent.ts';
import type { LoadedWindow, Window } from '../web/parcels/window.ts';
import { contains, sharedWindow, windowText, windowToAsk } from '../web/parcels/window.ts';
import { jinhua, rectangleParcel } from './support/map-fixtures.ts';

const windows = fc
  .record({
    lon: fc.double({ min: 73, max: 135, noNaN: true }),
    lat: fc.double({ min: 3, max: 53, noNaN: true }),
    width: fc.double({ min: 0.002, max: 0.9, noNaN: true }),
    height: fc.double({ min: 0.002, max: 0.9, noNaN: true }),
  })
  .map(({ lon, lat, width, height }): Window => [lon, lat, lon + width, lat + height]);

describe('the window that the map asks for', () => {
  const view: Window = [119.5, 29, 119.7, 29.1];

  it('holds the view and a margin, and is asked for once while the view stays inside', () => {
    const asked = windowToAsk(view, null);
    expect(asked).toEqual([119.45, 28.975, 119.75, 29.125]);
    const loaded: LoadedWindow = { window: asked ?? view, complete: true };
    expect(windowToAsk([119.46, 28.98, 119.66, 29.08], loaded)).toBeNull();
    expect(windowToAsk([119.44, 29, 119.64, 29.1], loaded)).not.toBeNull();
  });

  it('is the view alone where the margin made it too full, and asks no more when that is too full as well', () => {
    const full: LoadedWindow = { window: [119.45, 28.975, 119.75, 29.125], complete: false };
    expect(windowToAsk(view, full)).toEqual(view);
    expect(windowToAsk(view, { window: view, complete: false })).toBeNull();
  });

  it('is asked for again as soon as a person zooms into one that was too full', () => {
    const closer: Window = [119.55, 29.02, 119.65, 29.08];
    expect(windowToAsk(closer, { window: view, complete: false })).toEqual(closer);
  });

  it('always holds the view, and comes to rest after two answers at most', () => {
    fc.assert(
      fc.property(
        windows,
        windows,
        fc.tuple(fc.boolean(), fc.boolean()),
        (before, now, [wasWhole, isWhole]) => {
          let loaded: LoadedWindow = { window: before, complete: wasWhole };
          let asked = 0;
          for (let next = windowToAsk(now, loaded); next !== null; next = windowToAsk(now, loaded)) {
            expect(contains(next, now)).toBe(true);
            loaded = { window: next, complete: isWhole };
            asked += 1;
            expect(asked).toBeLessThanOrEqual(2);
          }
          expect(contains(loaded.window, now)).toBe(true);
        },
      ),
    );
  });

  it('comes to rest though binary fractions lie a hair beyond their rounding', () => {
    const hair: Window = [73, 3.0000000000000013, 73.002, 3.9000000000000004];
    const asked = windowToAsk(hair, { window: [73, 3, 73.002, 3.002], complete: false });
    expect(asked && windowToAsk(hair, { window: asked, complete: false })).toBeNull();
  });

  it('is written in four decimals that still hold it', () => {
    fc.assert(
      fc.property(windows, (now) => {
        const asked = windowToAsk(now, null) ?? now;
        const read = windowText(asked).split(',').map(Number);
        expect(read).toEqual(asked);
      }),
    );
  });

  it('shares with the area of the person what lies in both', () => {
    expect(sharedWindow(view, [119.6, 28, 120, 29.05])).toEqual([119.6, 29, 119.7, 29.05]);
    expect(sharedWindow(view, [120, 28, 121, 30])).toBeNull();
  });
});

describe('what the map shows to show a whole answer', () => {
  const city = jinhua();
  const nothing = { bbox: null, near: null };
  const { bbox, geometry, properties } = rectangleParcel({ code: 'A', corner: [119.58, 29.04] });
  const item = { ...properties, bbox, footprint: geometry };
  const parks = [{ code: 'park-pa-medicine', name: '', nameEn: '', count: 900, areaM2: 1 }];

  it('is every parcel of an answer that is all there', () => {
    expect(answerExtent({ items: [item], total: 1, parks }, nothing, city)).toEqual(bbox);
    expect(answerExtent({ items: [], total: 0, parks: [] }, nothing, city)).toBeNull();
  });

  it('is the parks that hold it when only a page of it is there', () => {
    const anchor = [120.47, 29.003];
    expect(answerExtent({ items: [item], total: 900, parks }, nothing, city)).toEqual([...anchor, ...anchor]);
  });

  it('is the area or the circle that the person searches in', () => {
    const area: Window = [119, 29, 119.5, 29.5];
    expect(answerExtent({ items: [item], total: 1, parks }, { bbox: area, near: null }, city)).toEqual(area);
    const circle = answerExtent({ items: [], total: 0, parks }, { bbox: null, near: [119.6, 29, 10] }, city);
    expect(circle?.[3]).toBeCloseTo(29 + 10 / 111.195, 4);
  });
});
