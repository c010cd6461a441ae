import { findRegion } from '../city/rules.ts';
import type { CityPack, Region } from '../city/schema.ts';
import type { ParcelFields } from '../imports/schema.ts';

/**
 * Whether a parcel lies where a department answers for: the finest region that is stated, a park before a town before the
 * district, is one of the department's or lies in one. A district alone may also hold one of them: the park comes later. A
 * name that the city does not know is nobody's, and is left to the health check.
 */
export function liesInRegions(
  pack: CityPack,
  fields: ParcelFields,
  departmentRegions: ReadonlySet<string>,
): boolean {
  const stated = (['park', 'town', 'district'] as const).find((level) => fields[level] !== undefined);
  if (stated === undefined) return true;
  const region = findRegion(pack, stated, fields[stated] ?? '');
  if (region === null) return true;
  if (lineage(pack, region).some((code) => departmentRegions.has(code))) return true;
  return (
    stated === 'district' &&
    pack.regions.some((own) => departmentRegions.has(own.code) && lineage(pack, own).includes(region.code))
  );
}

/** A region's code and those of all it lies in. */
function lineage(pack: CityPack, region: Region): string[] {
  const parent = pack.regions.find(({ code }) => code === region.parent);
  return parent ? [region.code, ...lineage(pack, parent)] : [region.code];
}
