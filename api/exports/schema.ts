import { z } from 'zod';

/** `POST /api/staff/parcel-exports`: so many rows of the staff table are about to be saved as a file. */
export const ParcelExport = z.strictObject({ rows: z.int().min(1).max(100_000) });
