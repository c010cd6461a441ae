import type { PublicCity } from '../../api/city/schema.ts';
import type { Address } from './address.ts';

type Department = PublicCity['departments'][number];

/**
 * The department that answers for every place asked for, park before district; null where none or several do, and the
 * city's hotline is the one to ask.
 */
export function answeringDepartment(
  { park, district }: Pick<Address, 'park' | 'district'>,
  { departments, regions }: Pick<PublicCity, 'departments' | 'regions'>,
): Department | null {
  const places = park.length > 0 ? park : district;
  const answering = places.map((place) => nearest(place));
  const [first = null] = answering;
  return answering.every((department) => department === first) ? first : null;

  function nearest(code: string | null): Department | null {
    if (code === null) return null;
    const own = departments.filter((department) => department.regions.includes(code));
    if (own.length > 0) return own.length === 1 ? (own[0] ?? null) : null;
    return nearest(regions.find((region) => region.code === code)?.parent ?? null);
  }
}
