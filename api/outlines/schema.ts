import { z } from 'zod';
import { Finding, MultiPolygon } from '../imports/schema.ts';

/** What survey files hold for the editor: nothing of it is written. */
export const ReadOutlines = z.object({
  items: z.array(
    z.object({
      file: z.string(),
      format: z.enum(['txt', 'shp', 'geojson']),
      /** null: the file names none. */
      code: z.string().nullable(),
      name: z.string().nullable(),
      geometry: MultiPolygon,
      /** The system of the file's own numbers, e.g. `EPSG:4528`. */
      sourceCrs: z.string(),
      surveyedOn: z.iso.date().nullable(),
      /** On the plane of the city's zone. */
      areaM2: z.number(),
      /** What the file itself says. */
      declaredAreaM2: z.number().nullable(),
    }),
  ),
  findings: z.array(Finding),
  /** The file does not say its system: guessed from its numbers, or not to be guessed without `crs`. */
  asksForCrs: z.boolean(),
});
export type ReadOutlines = z.infer<typeof ReadOutlines>;
