import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Box } from './box.ts';
import type { Frame, LonLat, LonLatBounds, MapView, Padding, Pixel, PixelSize } from './mercator.ts';
import { lonLatOf, pixelOf, viewCentredOn, viewOfBounds } from './mercator.ts';
import { unitedBounds } from './outline.ts';
import { parcelZoom } from './overview.ts';
import type { FreeArea } from './overview-placing.ts';

/** The farthest still holds a whole city beside the filters of a small window. */
export const zoomRange = { min: 6, max: 18 } as const;

/** A fit never comes nearer than this: the parcel's surroundings say more than its edges. */
const nearestFitZoom = 14.2;
/** Where a parcel chosen from the list is looked at when the map still shows circles. */
const parcelReadingZoom = 13.2;
/** Below this width the legend is a strip and the city does not fit beside its neighbours. */
const compactWidthPx = 560;
/** A strip along the foot of a narrow map; a card under the tools in the corner of a wide one. */
const leastLegendHeightPx = { compact: 340, wide: 380 } as const;

/** What is free of the map: `far` below `parcelZoom`, where the legend is one line, `near` above it. */
export type Frames = { near: Frame; far: Frame };

export function isCompact({ width }: PixelSize): boolean {
  return width < compactWidthPx;
}

/** Beside the open filters of a small window: what is left of the map is looked at, and its tools would cover it. */
const stripWidthPx = 320;

export function isStrip({ width }: PixelSize): boolean {
  return width < stripWidthPx;
}

/** A map with so little height left (the sheet is half up, the window is low) shows no legend: it would cover what it explains. */
export function hasLegend(size: PixelSize, { top, bottom }: Padding): boolean {
  return size.height - top - bottom >= leastLegendHeightPx[isCompact(size) ? 'compact' : 'wide'];
}

/** The page's own padding and what the map's furniture covers: legend, scale, controls. */
export function framesOf(size: PixelSize, page: Padding): Frames {
  const compact = isCompact(size);
  const nearBottom = compact ? 104 : 184;
  const farBottom = compact ? 92 : 64;
  const legend = hasLegend(size, page);
  return {
    near: {
      size,
      padding: widened(page, { right: compact ? 64 : 72, bottom: legend ? nearBottom : noticePx }),
    },
    far: { size, padding: widened(page, { right: 48, bottom: legend ? farBottom : noticePx + markPx / 2 }) },
  };
}

const labelMarginPx = 8;
/** The page's tools: in full beside the list, in brief words below a search that lies over the map. */
const toolsWidthPx = { full: 520, brief: 260 } as const;

/** Where labels of the page may stand: clear of what it lays over the map, and of what stands in the corners. */
export function freeArea({ width, height }: PixelSize, { top, right, bottom, left }: Padding): FreeArea {
  const free = { left, top, right: width - right, bottom: height - bottom };
  const controls = { left: free.right - 60, top, right: free.right, bottom: top + 210 };
  const notice = { left, top: free.bottom - 36, right: left + 280, bottom: free.bottom };
  const toolsRight = left + toolsWidthPx[top > 0 ? 'brief' : 'full'];
  const tools = { left, top, right: Math.min(toolsRight, controls.left), bottom: top + toolsPx };
  return { within: inset(free, labelMarginPx), furniture: [controls, notice, tools] };
}

/** What the page lays over the map, edge to edge above and below, and in the corners. */
export function coveredByPage(size: PixelSize, padding: Padding): Box[] {
  const { width, height } = size;
  const above = { left: 0, top: 0, right: width, bottom: padding.top };
  const below = { left: 0, top: height - padding.bottom, right: width, bottom: height };
  const bands = [above, below].filter(({ top, bottom }) => bottom > top);
  return [...bands, ...freeArea(size, padding).furniture];
}

function inset({ left, top, right, bottom }: Box, px: number): Box {
  return { left: left + px, top: top + px, right: right - px, bottom: bottom - px };
}

const edgePx = 24;
/** Scale, north and what kind of map it is, at the lower edge. */
const noticePx = 44;
/** The largest circle of a park: no part of one may lie under the tools. */
const markPx = 40;
/** The page's tools stand at the upper edge. */
const toolsPx = 60;

function widened({ top, right, bottom, left }: Padding, own: { right: number; bottom: number }): Padding {
  return {
    top: top + toolsPx + markPx / 2,
    right: right + own.right,
    bottom: bottom + own.bottom,
    left: left + edgePx,
  };
}

/** The city and four times as much on every side: the map never shows more, and a strip of it can still hold it all. */
export function surroundings([west, south, east, north]: LonLatBounds): LonLatBounds {
  const lon = 4 * (east - west);
  const lat = 4 * (north - south);
  return [west - lon, south - lat, east + lon, north + lat];
}

function frameAt({ near, far }: Frames, zoom: number): Frame {
  return zoom < parcelZoom ? far : near;
}

/** A fitted extent touches the edge of what is free; rounding must not put it outside. */
const tolerancePx = 0.5;

function isFree({ x, y }: Pixel, { size, padding }: Frame): boolean {
  const across = x >= padding.left - tolerancePx && x <= size.width - padding.right + tolerancePx;
  return across && y >= padding.top - tolerancePx && y <= size.height - padding.bottom + tolerancePx;
}

export function showsBounds(bounds: LonLatBounds, view: MapView, frames: Frames): boolean {
  const [west, south, east, north] = bounds;
  const frame = frameAt(frames, view.zoom);
  const corners: LonLat[] = [
    [west, north],
    [east, south],
  ];
  return corners.every((corner) => isFree(pixelOf(corner, view, frame.size), frame));
}

/**
 * The view that shows a whole answer. Where it comes out as circles of parks and the screen is wide enough, it is the
 * whole city: the same picture for every answer spread over it.
 */
export function viewOfAnswer(extent: LonLatBounds, city: LonLatBounds, frames: Frames): MapView {
  const near = viewOfBounds(extent, frames.near, nearestFitZoom);
  if (near.zoom >= parcelZoom) return near;
  return viewOfBounds(isCompact(frames.far.size) ? extent : city, frames.far, parcelZoom - 0.2);
}

/** Share of the way from the outermost anchors to the pack's extent, which is drawn wide so that no parcel falls out. */
const outskirts = 0.6;

/** The whole city: the anchors of its counties and parks, and most of the way from them to the edge of its extent. */
export function overviewBounds({ regions, extent }: PublicCity): LonLatBounds {
  const anchors = regions.flatMap(({ anchor }): LonLatBounds[] =>
    anchor === null ? [] : [[...anchor, ...anchor]],
  );
  const [west, south, east, north] = unitedBounds(anchors) ?? extent;
  return [
    west + (extent[0] - west) * outskirts,
    south + (extent[1] - south) * outskirts,
    east + (extent[2] - east) * outskirts,
    north + (extent[3] - north) * outskirts,
  ];
}

/** [west, south, east, north] of the part of the map that the page does not cover. */
export function groundInSight(view: MapView, { size, padding }: Frame): LonLatBounds {
  const [west, north] = lonLatOf({ x: padding.left, y: padding.top }, view, size);
  const corner = { x: size.width - padding.right, y: size.height - padding.bottom };
  const [east, south] = lonLatOf(corner, view, size);
  return [west, south, east, north];
}

/** What a person means by 在此区域内: the ground in sight that no furniture covers, to about a metre. */
export function searchableGround(view: MapView, frames: Frames): LonLatBounds {
  const [west, south, east, north] = groundInSight(view, frameAt(frames, view.zoom));
  const round = (degrees: number) => Number(degrees.toFixed(5));
  return [round(west), round(south), round(east), round(north)];
}

/** Parcels whose middle stands in the part of the map that the page does not cover. */
export function countInView({ features }: ParcelFeatureCollection, view: MapView, frame: Frame): number {
  return features.filter(({ properties }) => isFree(pixelOf(properties.centroid, view, frame.size), frame))
    .length;
}

export type Selected = { centroid: LonLat; bbox: LonLatBounds };

/**
 * Where to go to see the chosen parcel, or null when it is in sight and large enough to be a polygon. However little of
 * the map is free, it is gone to as a polygon: the city in a strip would not show it.
 */
export function viewAfterSelection(
  { centroid, bbox }: Selected,
  view: MapView,
  frames: Frames,
): MapView | null {
  if (view.zoom >= parcelZoom && showsBounds(bbox, view, frames)) return null;
  const fitted = viewOfBounds(bbox, frames.near, nearestFitZoom).zoom;
  const reading = view.zoom >= parcelZoom ? view.zoom : parcelReadingZoom;
  const zoom = Math.max(parcelZoom, Math.min(reading, fitted));
  return viewCentredOn(centroid, zoom, frames.near.padding);
}
