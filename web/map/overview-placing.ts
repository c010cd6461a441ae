import type { Box } from './box.ts';
import { boxAround, touchesAny } from './box.ts';
import type { Pixel } from './mercator.ts';
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

/**
 * Circles stand at their anchors, apart from each other by a few pixels where the map is small. A county's name stands
 * at its anchor or not at all. A park's label takes the first side on which it touches nothing; where there is none it
 * may cover a county's name, never a circle or another label.
 */
export function placeOverview(parks: Located<OverviewPark>[], places: Located<OverviewPlace>[]): Overview {
  const circles = separated(parks.map((park) => ({ ...park, diameter: circleDiameterPx(park.count) })));
  const circleBoxes = circles.map(({ x, y, diameter }) => boxAround({ x, y }, diameter + 4, diameter + 4));
  const free = places.filter((place) => !touchesAny(nameBox(place), circleBoxes));
  const taken: Box[] = [];
  const labelled = circles.map((park): PlacedPark => {
    const label = park.count === 0 ? null : labelSide(park, { circleBoxes, names: free.map(nameBox), taken });
    if (label !== null) taken.push(labelBox(park, label));
    return { ...park, label };
  });
  return { parks: labelled, names: free.filter((place) => !touchesAny(nameBox(place), taken)) };
}

type Circle = Located<OverviewPark> & { diameter: number };
type Obstacles = { circleBoxes: Box[]; names: Box[]; taken: Box[] };

function labelSide(park: Circle, { circleBoxes, names, taken }: Obstacles): LabelSide | null {
  const clear = (obstacles: Box[]) => sides.find((side) => !touchesAny(labelBox(park, side), obstacles));
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

const separationRounds = 8;
const clearancePx = 3;

/** Circles that overlap are pushed apart along the line between them, each by half. */
function separated(circles: Circle[]): Circle[] {
  const moved = circles.map((circle) => ({ ...circle }));
  for (let round = 0; round < separationRounds; round += 1) {
    moved.forEach((circle, index) => moved.slice(index + 1).forEach((other) => push(circle, other)));
  }
  return moved;
}

function push(a: Circle, b: Circle): void {
  const distance = Math.hypot(b.x - a.x, b.y - a.y);
  const overlap = (a.diameter + b.diameter) / 2 + clearancePx - distance;
  if (overlap <= 0) return;
  const direction =
    distance === 0 ? { x: 1, y: 0 } : { x: (b.x - a.x) / distance, y: (b.y - a.y) / distance };
  a.x -= (direction.x * overlap) / 2;
  a.y -= (direction.y * overlap) / 2;
  b.x += (direction.x * overlap) / 2;
  b.y += (direction.y * overlap) / 2;
}
