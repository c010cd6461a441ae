import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import { circleAround } from '../map/area.ts';
import { boundsOf, unitedBounds } from '../map/outline.ts';
import type { Address } from './address.ts';
import type { Window } from './window.ts';

/**
 * What the map shows to show a whole answer: the area or circle searched in, else all its parcels; of an answer of
 * several pages, the parks that hold them. Null when there is nothing to show.
 */
export function answerExtent(
  { items, total, parks }: Pick<ParcelAnswer, 'items' | 'total' | 'parks'>,
  { bbox, near }: Pick<Address, 'bbox' | 'near'>,
  { regions }: Pick<PublicCity, 'regions'>,
): Window | null {
  if (bbox !== null) return bbox;
  if (near !== null) return boundsOf([circleAround(near)]);
  if (items.length === total) return unitedBounds(items.map((item) => item.bbox));
  const full = new Set(parks.filter(({ count }) => count > 0).map(({ code }) => code));
  const anchors = regions.flatMap(({ code, anchor }): Window[] =>
    anchor !== null && full.has(code) ? [[...anchor, ...anchor]] : [],
  );
  return unitedBounds(anchors);
}
