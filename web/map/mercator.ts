/** [lon, lat] in degrees, EPSG:4490, which Web Mercator takes as WGS 84 (they differ by centimetres). */
export type LonLat = [number, number];
/** [west, south, east, north] in degrees. */
export type LonLatBounds = [number, number, number, number];
/** What stands in the middle of the map's container, and how near. North is up and nothing is tilted. */
export type MapView = { lon: number; lat: number; zoom: number };
/** Pixels from the upper left corner of the map's container. */
export type Pixel = { x: number; y: number };
export type PixelSize = { width: number; height: number };
/** Pixels of the container that something else covers. */
export type Padding = { top: number; right: number; bottom: number; left: number };

/** The whole world is this wide at zoom 0, as in MapLibre. */
const worldPxAtZoom0 = 512;
/** Circumference of the sphere of EPSG:3857, metres. */
const equatorM = 2 * Math.PI * 6_378_137;

function worldPx(zoom: number): number {
  return worldPxAtZoom0 * 2 ** zoom;
}

/** Position in the unit square of Web Mercator: x east from 180° W, y south from 85.05° N. */
export function unitMercator([lon, lat]: LonLat): Pixel {
  const latitude = (lat * Math.PI) / 180;
  return { x: (lon + 180) / 360, y: (1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2 };
}

export function lonLatOfUnit({ x, y }: Pixel): LonLat {
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

/**
 * Where a point of the ground stands in the container. A browser test that knows the view (it is in the address of
 * the page) and the size of the map finds a parcel with this, without asking the page.
 */
export function pixelOf(position: LonLat, view: MapView, size: PixelSize): Pixel {
  const point = unitMercator(position);
  const centre = unitMercator([view.lon, view.lat]);
  const scale = worldPx(view.zoom);
  return {
    x: size.width / 2 + (point.x - centre.x) * scale,
    y: size.height / 2 + (point.y - centre.y) * scale,
  };
}

export function lonLatOf(pixel: Pixel, view: MapView, size: PixelSize): LonLat {
  const centre = unitMercator([view.lon, view.lat]);
  const scale = worldPx(view.zoom);
  return lonLatOfUnit({
    x: centre.x + (pixel.x - size.width / 2) / scale,
    y: centre.y + (pixel.y - size.height / 2) / scale,
  });
}

export function metresPerPixel(lat: number, zoom: number): number {
  return (equatorM * Math.cos((lat * Math.PI) / 180)) / worldPx(zoom);
}

export type Frame = { size: PixelSize; padding: Padding };

/** The nearest view in which the bounds lie wholly in the part of the container that nothing covers. */
export function viewOfBounds(bounds: LonLatBounds, frame: Frame, maxZoom: number): MapView {
  const [west, south, east, north] = bounds;
  const { size, padding } = frame;
  const free = {
    width: Math.max(1, size.width - padding.left - padding.right),
    height: Math.max(1, size.height - padding.top - padding.bottom),
  };
  const upperLeft = unitMercator([west, north]);
  const lowerRight = unitMercator([east, south]);
  const width = Math.max(lowerRight.x - upperLeft.x, 1e-12);
  const height = Math.max(lowerRight.y - upperLeft.y, 1e-12);
  const zoom = Math.min(
    maxZoom,
    Math.log2(Math.min(free.width / width, free.height / height) / worldPxAtZoom0),
  );
  const middle = { x: (upperLeft.x + lowerRight.x) / 2, y: (upperLeft.y + lowerRight.y) / 2 };
  return centredAt(middle, zoom, padding);
}

/** The view that puts a point into the middle of the free part of the container. */
export function viewCentredOn(position: LonLat, zoom: number, padding: Padding): MapView {
  return centredAt(unitMercator(position), zoom, padding);
}

function centredAt(unit: Pixel, zoom: number, padding: Padding): MapView {
  const scale = worldPx(zoom);
  const [lon, lat] = lonLatOfUnit({
    x: unit.x + (padding.right - padding.left) / 2 / scale,
    y: unit.y + (padding.bottom - padding.top) / 2 / scale,
  });
  return { lon, lat, zoom };
}

/** Rounded to about a metre and a hundredth of a zoom level: what an address can carry. */
export function roundedView({ lon, lat, zoom }: MapView): MapView {
  return { lon: Number(lon.toFixed(5)), lat: Number(lat.toFixed(5)), zoom: Number(zoom.toFixed(2)) };
}
