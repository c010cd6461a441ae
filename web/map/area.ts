import type { Ring } from './outline.ts';
import type { LonLatBounds } from './mercator.ts';

/** Radius of the sphere on which the server measures distances (PostGIS st_distancesphere), metres. */
const sphereM = 6_371_008.77;
const corners = 64;

/** The circle of points `km` from [lon, lat] on the sphere, as a closed ring. */
export function circleAround([lon, lat, km]: [lon: number, lat: number, km: number]): Ring {
  const reach = (km * 1000) / sphereM;
  const latitude = radians(lat);
  return Array.from({ length: corners + 1 }, (_, index) => {
    const bearing = (2 * Math.PI * (index % corners)) / corners;
    const sine =
      Math.sin(latitude) * Math.cos(reach) + Math.cos(latitude) * Math.sin(reach) * Math.cos(bearing);
    const turn = Math.atan2(
      Math.sin(bearing) * Math.sin(reach) * Math.cos(latitude),
      Math.cos(reach) - Math.sin(latitude) * sine,
    );
    return [lon + degrees(turn), degrees(Math.asin(sine))];
  });
}

export function rectangle([west, south, east, north]: LonLatBounds): Ring {
  return [
    [west, north],
    [east, north],
    [east, south],
    [west, south],
    [west, north],
  ];
}

/** How much of two rectangles is common to both, 0–1 of what they cover together. */
export function overlap(first: LonLatBounds, second: LonLatBounds): number {
  const width = Math.min(first[2], second[2]) - Math.max(first[0], second[0]);
  const height = Math.min(first[3], second[3]) - Math.max(first[1], second[1]);
  const common = Math.max(0, width) * Math.max(0, height);
  return common / (sizeOf(first) + sizeOf(second) - common);
}

function sizeOf([west, south, east, north]: LonLatBounds): number {
  return (east - west) * (north - south);
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI;
}
