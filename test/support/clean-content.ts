import type { City } from '../../api/city/pack.ts';
import { contentOf } from '../../api/drafts/content-rules.ts';
import { cleanParcels } from './clean-parcels.ts';

/** Contents of parcels with nothing wrong with them, all of one department, as the editor sends them. */
export function cleanContents(city: City, department: string) {
  return cleanParcels(city, { count: 240, seed: 20261122, today: '2026-11-22' })
    .filter(({ fields }) => fields.department === department)
    .map((parcel) => {
      const { geometry, ...content } = contentOf(parcel);
      if (geometry === undefined) throw new Error('clean parcels have a shape');
      const { areaM2, ...drawn } = geometry;
      void areaM2;
      return { ...content, geometry: drawn };
    });
}
