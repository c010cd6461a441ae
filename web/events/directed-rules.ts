import type { PublicCity } from '../../api/city/schema.ts';
import type { Snapshot } from '../../api/events/event-schema.ts';
import type { Parcel } from '../../api/parcels/schema.ts';
import { overviewBounds } from '../map/camera.ts';
import { metresPerPixel, viewOfBounds, type Frame, type MapView } from '../map/mercator.ts';
import { unitedBounds } from '../map/outline.ts';

/** Nearer than this a parcel alone fills the map and nobody sees where it lies. */
const nearestZoom = 15.5;
const zoneZoom = 13;

type Shown = Pick<Parcel, 'code' | 'bbox'>;

/** Codes that the item on air released; what was released last stands while a release is on air. */
export function codesOnAir({ item, items, released }: Snapshot): string[] {
  const onAir = items.find(({ id }) => id === item);
  const by = released.at(-1)?.by;
  if (onAir?.kind !== 'release' || by === undefined) return [];
  return released.filter((parcel) => parcel.by === by).map(({ code }) => code);
}

/**
 * Where the host's map is, as it fits this one: the host's camera, no nearer than its parcel fits; without one the parcels on
 * air, else all that were released, else the city.
 */
export function directedView(
  snapshot: Snapshot,
  parcels: readonly Shown[],
  { city, frame }: { city: PublicCity; frame: Frame },
): MapView {
  const { camera } = snapshot;
  const onAir = codesOnAir(snapshot);
  const around = (shown: readonly Shown[], most: number) => {
    const bounds = unitedBounds(shown.map(({ bbox }) => bbox));
    return bounds && viewOfBounds(bounds, frame, most);
  };
  const live = around(
    parcels.filter(({ code }) => onAir.includes(code)),
    nearestZoom,
  );
  const isOfTheAir = camera?.parcel === null || (camera !== null && onAir.includes(camera.parcel));
  if (camera !== null && (isOfTheAir || onAir.length === 0)) {
    const [lon, lat] = camera.center;
    const aimed = camera.parcel === null ? null : live;
    return { lon, lat, zoom: Math.min(camera.zoom, aimed?.zoom ?? camera.zoom) };
  }
  return live ?? around(parcels, zoneZoom) ?? viewOfBounds(overviewBounds(city), frame, zoneZoom);
}

/** Milliseconds of a flight: two screens are eased over, what is farther is flown to. */
export function journeyTo(
  from: MapView,
  to: MapView,
  { frame, isPhone }: { frame: Frame; isPhone: boolean },
): { ms: number; isFar: boolean } {
  const metres = distanceM(from, to);
  const screenM = frame.size.width * metresPerPixel(to.lat, Math.min(from.zoom, to.zoom));
  const isFar = metres > 2 * screenM || Math.abs(from.zoom - to.zoom) > 3;
  return { ms: Math.round((isFar ? 2_400 : 1_400) * (isPhone ? 0.6 : 1)), isFar };
}

/** Over the ground, as far as a region is wide. */
export function distanceM(from: Pick<MapView, 'lon' | 'lat'>, to: Pick<MapView, 'lon' | 'lat'>): number {
  const degreeM = 111_320;
  const across = (to.lon - from.lon) * Math.cos((to.lat * Math.PI) / 180);
  return Math.hypot(across, to.lat - from.lat) * degreeM;
}
