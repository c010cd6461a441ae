import proj4 from 'proj4';
import type { ParkInput, PlanePoint } from './inputs.ts';

/** CGCS2000 3-degree Gauss–Krüger with the zone as prefix of the easting (EPSG 4488 + zone). */
export function zoneDefinition(zone: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${zone * 3} +k=1 +x_0=${zone}500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`;
}

/** [easting with zone prefix, northing], metres. */
export type Easting = [easting: number, northing: number];

export type Ground = {
  /** From the park's own plane to survey coordinates, rounded to the millimetre as a survey file has them. */
  survey: (point: PlanePoint) => Easting;
  /** From survey coordinates to [lon, lat] EPSG:4490, six decimals (about 0.1 m). */
  onEarth: (point: Easting) => [lon: number, lat: number];
  /** From the park's own plane to [lon, lat] EPSG:4490. */
  geographic: (point: PlanePoint) => [lon: number, lat: number];
};

/** How a park's plane lies on the earth: leant by its skew, turned by its bearing, set down at its origin. */
export function groundOf(park: ParkInput, zone: number): Ground {
  const projection = proj4('EPSG:4326', zoneDefinition(zone));
  const origin = projection.forward([...park.origin]);
  const [eastingOrigin = 0, northingOrigin = 0] = origin;
  const bearing = (park.bearing * Math.PI) / 180;
  const lean = Math.tan((park.skew * Math.PI) / 180);
  function place([u, v]: PlanePoint): Easting {
    const leant = u + lean * v;
    return [
      eastingOrigin + leant * Math.cos(bearing) - v * Math.sin(bearing),
      northingOrigin + leant * Math.sin(bearing) + v * Math.cos(bearing),
    ];
  }
  function onEarth(point: Easting): [lon: number, lat: number] {
    const [lon = 0, lat = 0] = projection.inverse(point);
    return [Number(lon.toFixed(6)), Number(lat.toFixed(6))];
  }
  return {
    survey: (point) => {
      const [easting, northing] = place(point);
      return [Number(easting.toFixed(3)), Number(northing.toFixed(3))];
    },
    onEarth,
    geographic: (point) => onEarth(place(point)),
  };
}
