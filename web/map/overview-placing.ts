import type { Box } from './box.ts';
import { boxAround, liesWithin, touchesAny } from './box.ts';
import type { LonLat, MapView, Pixel, PixelSize } from './mercator.ts';
import { lonLatOf } from './mercator.ts';
import type { OverviewPark, OverviewPlace } from './overview.ts';
import { circleDiameterPx } from './overview.ts';
import { textWidthPx } from './text-width.ts';

export type LabelSide = 'right' | 'left' | 'below' | 'above';
export type PlacedPark = OverviewPark & Pixel & { diameter: number; label: LabelSide | null };
export type PlacedName = OverviewPlace & Pixel;
export type Overview = { parks: PlacedPark[]; names: PlacedName[] };

const nameFontPx = 12;
const labelHeightPx = 32;
const gapPx = 6;
const countyFontPx = 13;
const sides: readonly LabelSide[] = ['right', 'left', 'below', 'above'];

type Located<T> = T & Pixel;
/** What may hold labels: a part of the map, without the boxes of furniture that stands in it. */
export type FreeArea = { within: Box; furniture: Box[] };
export type Unplaced = { parks: Located<OverviewPark>[]; places: Located<OverviewPlace>[]; free: FreeArea };

/**
 * Circles stand at their anchors, apart from each other by a few pixels where the map is small. A county's name stands
 * at its anchor or not at all. A park's label takes the first side on which it touches nothing; where there is none it
 * may cover a county's name, never a circle, another label, furniture or the edge of
 * the map: then it is left out.
 */
export function placeOverview({ parks, places, free }: Unplaced): Overview {
  const circles = separated(parks.map((park) => ({ ...park, diameter: circleDiameterPx(park.count) })));
  const circleBoxes = circles.map(({ x, y, diameter }) => boxAround({ x, y }, diameter + 4, diameter + 4));
  const clear = places.filter((place) => {
    const box = nameBox(place);
    return liesWithin(box, free.within) && !touchesAny(box, [...circleBoxes, ...free.furniture]);
  });
  const taken: Box[] = [];
  const labelled = circles.map((park): PlacedPark => {
    const label =
      park.count === 0 ? null : labelSide(park, { circleBoxes, names: clear.map(nameBox), taken, free });
    if (label !== null) taken.push(labelBox(park, label));
    return { ...park, label };
  });
  return { parks: labelled, names: clear.filter((place) => !touchesAny(nameBox(place), taken)) };
}

type Circle = Located<OverviewPark> & { diameter: number };
type Obstacles = { circleBoxes: Box[]; names: Box[]; taken: Box[]; free: FreeArea };

function labelSide(park: Circle, { circleBoxes, names, taken, free }: Obstacles): LabelSide | null {
  const possible = sides.filter((side) => {
    const box = labelBox(park, side);
    return liesWithin(box, free.within) && !touchesAny(box, free.furniture);
  });
  const clear = (obstacles: Box[]) => possible.find((side) => !touchesAny(labelBox(park, side), obstacles));
  return clear([...circleBoxes, ...taken, ...names]) ?? clear([...circleBoxes, ...taken]) ?? null;
}

function labelBox(park: Circle, side: LabelSide): Box {
  const width = Math.max(textWidthPx(park.name, nameFontPx), textWidthPx(park.area.value, nameFontPx) + 16);
  const shiftX = park.diameter / 2 + gapPx + width / 2;
  const shiftY = park.diameter / 2 + 3 + labelHeightPx / 2;
  const shift = {
    right: { x: shiftX, y: 0 },
    left: { x: -shiftX, y: 0 },
    below: { x: 0, y: shiftY },
    above: { x: 0, y: -shiftY },
  }[side];
  return boxAround({ x: park.x + shift.x, y: park.y + shift.y }, width, labelHeightPx);
}

function nameBox({ name, x, y }: Located<OverviewPlace>): Box {
  return boxAround({ x, y }, textWidthPx(name, countyFontPx) + 8, 20);
}

/** A square of the ground that is covered by a mark of the page. */
export type Blank = { position: LonLat; sidePx: number };

/** Boxes over every circle, label and county name. */
export function coveredBoxes({ parks, names }: Overview): Box[] {
  const circles = parks.map(({ x, y, diameter }) => boxAround({ x, y }, diameter, diameter));
  const labels = parks.flatMap((park) => (park.label === null ? [] : [labelBox(park, park.label)]));
  return [...circles, ...labels, ...names.map(nameBox)];
}

/** Squares, side by side, over boxes of the screen: where they lie, the map writes nothing. */
export function blanksOf(boxes: Box[], view: MapView, size: PixelSize): Blank[] {
  return boxes.flatMap(squares).map(({ left, top, right, bottom }) => ({
    position: lonLatOf({ x: (left + right) / 2, y: (top + bottom) / 2 }, view, size),
    sidePx: bottom - top,
  }));
}

function squares({ left, top, right, bottom }: Box): Box[] {
  const side = bottom - top;
  const count = Math.max(1, Math.ceil((right - left) / side));
  const step = count === 1 ? 0 : (right - left - side) / (count - 1);
  return Array.from({ length: count }, (_, index) => {
    const start = left + index * step;
    return { left: start, top, right: start + side, bottom };
  });
}

const separationRounds = 24;
const clearancePx = 2;

/**
 * Circles whose squares overlap are pushed apart, each by half, along the axis on which little is missing: a target is
 * measured by its square (WCAG 2.5.8), and none may hide a part of another's.
 */
function separated(circles: Circle[]): Circle[] {
  const moved = circles.map((circle) => ({ ...circle }));
  for (let round = 0; round < separationRounds; round += 1) {
    moved.forEach((circle, index) => moved.slice(index + 1).forEach((other) => push(circle, other)));
  }
  return moved;
}

function push(a: Circle, b: Circle): void {
  const reach = (a.diameter + b.diameter) / 2 + clearancePx;
  const missing = { x: reach - Math.abs(b.x - a.x), y: reach - Math.abs(b.y - a.y) };
  if (missing.x <= 0 || missing.y <= 0) return;
  const axis = missing.x <= missing.y ? 'x' : 'y';
  const half = (missing[axis] / 2) * (b[axis] < a[axis] ? -1 : 1);
  a[axis] -= half;
  b[axis] += half;
}
