import distance from '@turf/distance';
import { describe, expect, it } from 'vitest';
import { layOut } from '../api/agreements/paper/paper.ts';
import { localPlan, scaleFor } from '../api/agreements/paper/plan-geometry.ts';
import { openTypefaces } from '../api/agreements/paper/typefaces.ts';
import { invitedParcel, letterOfIntent, longAgreement, paperOptions } from './support/agreement-texts.ts';

const typefaces = openTypefaces();
const metresPerPoint = 0.0254 / 72;

function planOf(parcel: typeof invitedParcel) {
  const sheets = layOut({ ...letterOfIntent, parcels: [parcel] }, paperOptions, typefaces);
  const plan = sheets.find(({ drawings }) =>
    drawings.some((drawing) => drawing.kind === 'rings' && drawing.fill === 'brandTint'),
  );
  const outline = plan?.drawings.find((drawing) => drawing.kind === 'rings' && drawing.fill === 'brandTint');
  const words = plan?.drawings.flatMap((drawing) =>
    drawing.kind === 'words' ? [`${drawing.glyphs.map(({ char }) => char).join('')}\n`] : [],
  );
  const bar = plan?.drawings.find((drawing) => drawing.kind === 'area' && drawing.height === 4);
  if (outline?.kind !== 'rings' || bar?.kind !== 'area') throw new Error('no plan was drawn');
  return { rings: outline.rings, text: words?.join('') ?? '', halfBar: bar.width };
}

describe('the plan of a parcel', () => {
  const scaled = (by: number) => ({
    ...invitedParcel,
    polygons: invitedParcel.polygons.map((rings) =>
      rings.map((ring) =>
        ring.map(([x, y]): [number, number] => [119.64 + (x - 119.64) * by, 29.07 + (y - 29.07) * by]),
      ),
    ),
  });

  it.each([0.1, 0.4, 1, 7, 40])('is true to the scale that it names, also %d times as large', (by) => {
    const parcel = scaled(by);
    const { rings, text, halfBar } = planOf(parcel);
    const denominator = Number(/1:(\d+)/.exec(text)?.[1]);
    expect(String(denominator)).toMatch(/^[125]0+$/);
    const [ring, lonLats] = [rings[0] ?? [], parcel.polygons[0]?.[0] ?? []];
    for (const [index, lonLat] of lonLats.slice(1).entries()) {
      const [from, to] = [ring[index], ring[index + 1]];
      const onPaper = Math.hypot((to?.x ?? 0) - (from?.x ?? 0), (to?.y ?? 0) - (from?.y ?? 0));
      const onGround = distance(lonLats[index] ?? [0, 0], lonLat, { units: 'meters' });
      // The other measure takes the earth for a ball: up to 0.4 % apart from the ellipsoid.
      expect((onPaper * metresPerPoint * denominator) / onGround).toBeCloseTo(1, 2);
    }
    const barMetres = Number(/(\d+) ?米/.exec(text)?.[1]);
    expect(halfBar * 2 * metresPerPoint * denominator).toBeCloseTo(barMetres, 3);
    expect(String(barMetres)).toMatch(/^[125]0*$/);
  });

  it('has north above and east at the right, and leaves a hole empty', () => {
    const [shell, hole] = planOf(invitedParcel).rings;
    // The first edge of the sample runs east along the north; the fourth point is the southernmost.
    expect(shell?.[1]?.x).toBeGreaterThan(shell?.[0]?.x ?? Infinity);
    expect(shell?.[3]?.y).toBeGreaterThan(shell?.[0]?.y ?? Infinity);
    expect(hole).toHaveLength(4);
  });

  it('names code, version, the hashes it is bound to, and that it is a sketch', () => {
    const { text } = planOf(invitedParcel);
    expect(text).toContain('JK-2026-014　第 5 版');
    expect(text.replace(/ /g, '')).toContain(invitedParcel.geometrySha256);
    expect(text.replace(/ /g, '')).toContain(invitedParcel.indicatorsSha256);
    expect(text).toContain('示意图，以官方公告和测绘成果为准');
  });

  it('stands on a sheet of its own for each parcel, and on none where there is no parcel', () => {
    const plans = (text: typeof letterOfIntent) =>
      layOut(text, paperOptions, typefaces).filter(({ drawings }) =>
        drawings.some((drawing) => drawing.kind === 'rings' && drawing.fill === 'brandTint'),
      ).length;
    expect(plans(longAgreement.text)).toBe(3);
    expect(plans({ ...letterOfIntent, parcels: [] })).toBe(0);
  });

  it('cannot be drawn without an outline', () => {
    expect(() => localPlan({ ...invitedParcel, polygons: [] })).toThrow('JK-2026-014');
  });

  it('of a single point has the largest scale', () => {
    expect(scaleFor({ width: 0, height: 0 }, { width: 100, height: 100 })).toBe(500);
  });
});
