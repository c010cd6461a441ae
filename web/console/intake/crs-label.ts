import { m } from '../../paraglide/messages.js';

/** CGCS2000 / Gauss–Krüger in the EPSG register: ranges of codes, and the zone that the first of each is of. */
const families = [
  { first: 4491, last: 4501, zone: 13, degrees: 6, prefixed: true },
  { first: 4502, last: 4512, zone: 13, degrees: 6, prefixed: false },
  { first: 4513, last: 4533, zone: 25, degrees: 3, prefixed: true },
  { first: 4534, last: 4554, zone: 25, degrees: 3, prefixed: false },
] as const;

/** `CGCS2000 3° zone 120E` of `EPSG:4549`; anything that is not known stays as it is written. */
export function crsLabel(written: string): string {
  const code = Number(/^EPSG:(\d{4})$/.exec(written)?.[1]);
  if (code === 4490) return m.crs_geographic();
  const family = families.find(({ first, last }) => code >= first && code <= last);
  if (family === undefined) return written;
  const { degrees, prefixed } = family;
  const zone = family.zone + code - family.first;
  const plane = m.crs_plane({ degrees, meridian: degrees === 3 ? zone * 3 : zone * 6 - 3 });
  return prefixed ? m.crs_prefixed({ plane, zone }) : plane;
}
