import type { PublicCity, TransportNode } from '../../api/city/schema.ts';
import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import type { Searched } from './context-sources.ts';
import { searchedOutlines, transportPoints } from './context-sources.ts';
import type { MapHandle } from './engine.ts';
import type { Blank } from './overview-placing.ts';
import type { BaseSketch } from './sketch.ts';
import { labelledSketch } from './sketch.ts';
import type { Reading } from './sources.ts';
import {
  blankPoints,
  edgePoints,
  noPoints,
  noShapes,
  parcelPoints,
  parcelShapes,
  parkNamePoints,
} from './sources.ts';
import type { MapTheme } from './theme.ts';

/** Sides of the public outline shorter than this carry no length. */
const edgeRule = { shortestM: 90 };

export type Ground = { sketch: BaseSketch; city: PublicCity; locale: Locale };

export function feedGround(handle: MapHandle, { sketch, city, locale }: Ground): void {
  const parks = labelledSketch(sketch.parks, locale);
  handle.show('sketch', labelledSketch(sketch.counties, locale));
  handle.show('parks', parks);
  handle.show('park-names', parkNamePoints(parks, city, locale));
}

export function feedTransport(handle: MapHandle, nodes: TransportNode[], locale: Locale): void {
  handle.show('transport', transportPoints(nodes, locale));
}

export function feedSearched(handle: MapHandle, searched: Searched, locale: Locale): void {
  handle.show('area', searchedOutlines(searched, locale));
}

export function feedParcels(
  handle: MapHandle,
  parcels: ParcelFeatureCollection,
  { theme, locale }: PartialReading,
): void {
  handle.show('parcels', parcelShapes(parcels, theme));
  handle.show('parcel-points', theme === null ? noPoints : parcelPoints(parcels, { theme, locale }));
}

type PartialReading = Omit<Reading, 'theme'> & { theme: MapTheme | null };

export function feedOthers(handle: MapHandle, others: ParcelFeatureCollection | null): void {
  handle.show('others', others === null ? noShapes : parcelShapes(others, null));
}

export function feedBlanks(handle: MapHandle, blanks: Blank[]): void {
  handle.show('blanks', blankPoints(blanks));
}

/** `precisionM`: of the record's public geometry, or of the city's where only a list is known. */
export type Chosen = { feature: ParcelFeature; precisionM: number };

export function feedSelected(
  handle: MapHandle,
  chosen: Chosen | null,
  { theme, locale }: PartialReading,
): void {
  if (chosen === null) {
    handle.show('selected', noShapes);
    handle.show('edges', noPoints);
    return;
  }
  const { feature, precisionM } = chosen;
  handle.show('selected', parcelShapes({ features: [feature] }, theme));
  handle.show('edges', edgePoints(feature, { ...edgeRule, precisionM }, locale));
}
