import type { PublicCity, TransportNode } from '../../api/city/schema.ts';
import type { ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import type { Box } from './box.ts';
import type { Frames } from './camera.ts';
import { coveredByPage, framesOf, freeArea } from './camera.ts';
import type { Camera } from './engine.ts';
import type { MapSession } from './map-session.svelte.ts';
import type { Frame, LonLat, MapView, Padding, PixelSize } from './mercator.ts';
import { pixelOf } from './mercator.ts';
import { overviewParks, overviewPlaces, parcelZoom } from './overview.ts';
import type { Overview } from './overview-placing.ts';
import { coveredBoxes, placeOverview } from './overview-placing.ts';
import type { ParcelMark } from './parcel-marks.ts';
import { markPx, parcelMarks } from './parcel-marks.ts';
import type { MapTheme } from './theme.ts';

export type Watched = {
  city: () => PublicCity;
  parks: () => ParcelAnswer['parks'];
  parcels: () => ParcelFeatureCollection;
  theme: () => MapTheme | null;
  padding: () => Padding;
  locale: () => Locale;
};

/** What stands where on the screen just now. */
export type Sight = {
  readonly size: PixelSize;
  readonly frames: Frames;
  /** Circles of parks stand for the parcels. */
  readonly far: boolean;
  /** null while the map moves. */
  readonly settled: Camera | null;
  readonly overview: Overview;
  /** Where the page covers the ground, so that no label of the map comes out from under it. */
  readonly covered: Box[];
  readonly marks: ParcelMark[];
  readonly nodes: TransportNode[];
};

const nowhere: MapView = { lon: 0, lat: 0, zoom: 0 };

export function followSight(session: MapSession, page: Watched): Sight {
  const width = $derived(session.camera?.size.width ?? 0);
  const height = $derived(session.camera?.size.height ?? 0);
  const size = $derived<PixelSize>({ width, height });
  const frames = $derived(framesOf(size, page.padding()));
  const view = $derived(session.camera?.view ?? nowhere);
  const far = $derived(view.zoom < parcelZoom);
  const circles = $derived(overviewParks(page.city(), page.parks(), page.locale()));
  const overview = $derived(
    placeOverview({
      parks: circles.map(located),
      places: overviewPlaces(page.city(), page.locale()).map(located),
      free: freeArea(size, page.padding()),
    }),
  );
  const covered = $derived([...coveredByPage(size, page.padding()), ...(far ? coveredBoxes(overview) : [])]);
  const settled = $derived(session.camera?.moving === false ? session.camera : null);

  // Marks that come and go with every movement would lose the keyboard that stands on one of them.
  let rested: Camera | null = null;
  const resting = $derived.by(() => (rested = settled ?? rested));
  const marks = $derived.by(() => {
    if (resting === null || far) return [];
    const frame = inset(frames.near, markPx / 2);
    const reading = { theme: page.theme(), locale: page.locale() };
    return parcelMarks(page.parcels(), { view: resting.view, frame }, reading);
  });

  // The same list as before where nothing has come or gone, so that nothing is drawn again.
  let drawn: TransportNode[] = [];
  const nodes = $derived.by(() => {
    const now = resting === null ? [] : nodesInSight(page.city().transport, resting.view, size);
    const same = now.length === drawn.length && now.every((node, index) => node === drawn[index]);
    return (drawn = same ? drawn : now);
  });

  function located<T extends { anchor: LonLat }>(thing: T) {
    return { ...thing, ...pixelOf(thing.anchor, view, size) };
  }

  return {
    get size() {
      return size;
    },
    get frames() {
      return frames;
    },
    get far() {
      return far;
    },
    get settled() {
      return settled;
    },
    get overview() {
      return overview;
    },
    get covered() {
      return covered;
    },
    get marks() {
      return marks;
    },
    get nodes() {
      return nodes;
    },
  };
}

/** No mark may be covered in part by furniture: neither a finger nor the ring of the focus would find it. */
function inset({ size, padding }: Frame, px: number): Frame {
  const { top, right, bottom, left } = padding;
  return { size, padding: { top: top + px, right: right + px, bottom: bottom + px, left: left + px } };
}

/** Those whose place is on the screen: of one just beside it only the end of its name would be seen. */
export function nodesInSight(
  nodes: TransportNode[],
  view: MapView,
  { width, height }: PixelSize,
): TransportNode[] {
  return nodes.filter(({ position }) => {
    const { x, y } = pixelOf(position, view, { width, height });
    return x >= 0 && x <= width && y >= 0 && y <= height;
  });
}
