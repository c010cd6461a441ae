import type { GeoJSON } from 'geojson';
import type { StyleSpecification } from 'maplibre-gl';
import { GeoJSONSource, GPUInitializationError, Map as MapLibreMap } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { PublicCity } from '../../api/city/schema.ts';
import type { BaseEvents } from './base-layers.ts';
import { layBaseMap } from './base-layers.ts';
import type { BaseMap } from './base-map.ts';
import type { MapImage } from './images.ts';
import { blankImage, hatchImage } from './images.ts';
import { surroundings, zoomRange } from './camera.ts';
import type { LonLat, MapView, PixelSize } from './mercator.ts';
import type { PointerEvents } from './pointer.ts';
import { followPointer } from './pointer.ts';
import { blankName } from './style/label-layers.ts';
import { hatchName } from './style/parcel-layers.ts';
import type { SourceName } from './style/style.ts';
import { transportImageRatio, transportImages } from './transport-icons.ts';
import type { UnavailableReason } from './trouble.ts';
import { reportTrouble } from './trouble.ts';

/** What the container shows now. `moving`: an animation or a finger is still at it. */
export type Camera = { view: MapView; size: PixelSize; moving: boolean };

export type MapWords = { name: string; scrollHint: string; scrollHintMac: string; touchHint: string };

export type MapEvents = PointerEvents & {
  oncamera: (camera: Camera) => void;
  /** Somebody dragged, zoomed or pressed a key: the map is theirs now. */
  ontaken: () => void;
  /** False once everything that was asked for is drawn and nothing moves. */
  onbusy: (busy: boolean) => void;
  onunavailable: (reason: UnavailableReason) => void;
};

export type MapOptions = {
  style: StyleSpecification;
  /** Patterns of the style besides the map's own, drawn for two pixels a point. */
  images?: ReadonlyMap<string, MapImage>;
  /** The page scrolls past the map: one finger or the wheel alone leaves it where it is. */
  cooperative?: boolean;
  view: MapView;
  extent: PublicCity['extent'];
  words: MapWords;
  events: MapEvents;
};

export type Journey = 'jump' | 'ease' | 'fly';

export type MapHandle = {
  /** Holds the canvas and takes the gestures; what lies on the map belongs in here. */
  surface: HTMLElement;
  show: (source: SourceName, data: GeoJSON) => void;
  hover: (code: string | null) => void;
  /** An approved base map instead of the sketch; returns what takes it off again. */
  lay: (base: BaseMap, events: BaseEvents) => () => void;
  /** Clicks no longer choose parcels but go here, [lon, lat], until the function it returns is called. */
  takeClicks: (onpoint: (position: LonLat) => void) => () => void;
  /** Where the pointer is over the ground; null when it leaves. */
  followCursor: (onmove: (position: LonLat | null) => void) => () => void;
  /** For what draws with the map itself, as soon as its style is there; `work` returns what ends it, and so does this. */
  lend: (work: (map: MapLibreMap) => () => void) => () => void;
  /** Takes the size the page gives it now, without waiting for the browser to tell. */
  measure: () => void;
  go: (view: MapView, journey: Journey) => void;
  zoomBy: (levels: 1 | -1) => void;
  rename: (name: string) => void;
  close: () => void;
};

const easeMs = 400;
const flyMs = 900;

/** Opens a map in the element, or answers null and tells the reason when the device cannot draw one. */
export function openMap(container: HTMLElement, options: MapOptions): MapHandle | null {
  const map = createMap(container, options);
  if (map === null) {
    options.events.onunavailable('no-webgl');
    return null;
  }
  const waiting = new Map<SourceName, GeoJSON>();
  let hovered: string | null = null;
  let styled = false;
  let closed = false;
  const forgetTrials = reportTrouble(map, options.events.onunavailable);
  reportCamera(map, options.events);
  const pointer = followPointer(map, options.events);
  map.once('style.load', () => {
    styled = true;
    addImages(map, options.images);
    waiting.forEach((data, source) => setSource(map, source, data));
  });
  const lend: MapHandle['lend'] = (work) => {
    let end: (() => void) | null = null;
    const begin = () => (end = work(map));
    const waitingForStyle = styled ? null : map.on('style.load', begin);
    if (styled) begin();
    return () => {
      waitingForStyle?.unsubscribe();
      if (!closed) end?.();
    };
  };
  map.on('webglcontextrestored', () => addImages(map, options.images));

  return {
    surface: map.getCanvasContainer(),
    show(source, data) {
      options.events.onbusy(true);
      if (styled) setSource(map, source, data);
      else waiting.set(source, data);
    },
    hover(code) {
      if (!styled || code === hovered) return;
      if (hovered !== null) map.setFeatureState({ source: 'parcels', id: hovered }, { hover: false });
      if (code !== null) map.setFeatureState({ source: 'parcels', id: code }, { hover: true });
      hovered = code;
    },
    lay: (base, events) => lend((lent) => layBaseMap(lent, base, events)),
    lend,
    takeClicks: pointer.takeClicks,
    followCursor: pointer.followCursor,
    measure: () => void map.resize(),
    go: (view, journey) => travel(map, view, journey),
    zoomBy: (levels) => map.easeTo({ zoom: Math.round(map.getZoom() + levels), duration: 200 }),
    rename: (name) => map.getCanvas().setAttribute('aria-label', name),
    close() {
      closed = true;
      forgetTrials();
      map.remove();
    },
  };
}

function createMap(
  container: HTMLElement,
  { style, cooperative = false, view, extent, words }: MapOptions,
): MapLibreMap | null {
  try {
    const map = new MapLibreMap({
      container,
      style,
      center: [view.lon, view.lat],
      zoom: view.zoom,
      minZoom: zoomRange.min,
      maxZoom: zoomRange.max,
      maxPitch: 0,
      maxBounds: surroundings(extent),
      dragRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      attributionControl: false,
      cooperativeGestures: cooperative,
      fadeDuration: prefersStillness() ? 0 : 150,
      locale: {
        'Map.Title': words.name,
        'CooperativeGesturesHandler.WindowsHelpText': words.scrollHint,
        'CooperativeGesturesHandler.MacHelpText': words.scrollHintMac,
        'CooperativeGesturesHandler.MobileHelpText': words.touchHint,
      },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    return map;
  } catch (error) {
    if (error instanceof GPUInitializationError) return null;
    throw error;
  }
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function setSource(map: MapLibreMap, name: SourceName, data: GeoJSON): void {
  const source = map.getSource(name);
  if (source instanceof GeoJSONSource) void source.setData(data); // its failure comes as an `error` event
}

function addImages(map: MapLibreMap, images: MapOptions['images']): void {
  for (const [name, image] of images ?? [])
    if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: 2 });
  if (!map.hasImage(hatchName)) map.addImage(hatchName, hatchImage(2), { pixelRatio: 2 });
  if (!map.hasImage(blankName)) map.addImage(blankName, blankImage());
  for (const [name, image] of transportImages())
    if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: transportImageRatio });
}

function travel(map: MapLibreMap, { lon, lat, zoom }: MapView, journey: Journey): void {
  const target = { center: { lng: lon, lat }, zoom };
  if (journey === 'jump' || prefersStillness()) map.jumpTo(target);
  else if (journey === 'ease') map.easeTo({ ...target, duration: easeMs });
  else map.flyTo({ ...target, duration: flyMs });
}

function reportCamera(map: MapLibreMap, events: MapEvents): void {
  const report = () => {
    const { lng, lat } = map.getCenter();
    const { clientWidth, clientHeight } = map.getContainer();
    events.oncamera({
      view: { lon: lng, lat, zoom: map.getZoom() },
      size: { width: clientWidth, height: clientHeight },
      moving: map.isMoving(),
    });
  };
  map.on('move', report);
  map.on('moveend', report);
  map.on('resize', report);
  map.on('movestart', ({ originalEvent }) => originalEvent !== undefined && events.ontaken());
  map.on('movestart', () => events.onbusy(true));
  map.on('dataloading', () => events.onbusy(true));
  map.on('idle', () => events.onbusy(false));
  report();
}
