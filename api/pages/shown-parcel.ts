import { AppError, type ProblemCode } from '../errors.ts';
import type { ParcelSummary } from '../parcels/schema.ts';

const reasons: Partial<Record<ProblemCode, 'unknown' | 'recalled' | 'unavailable'>> = {
  'parcel-unknown': 'unknown',
  'parcel-recalled': 'recalled',
  'database-unavailable': 'unavailable',
};

/**
 * The parcel a page is about, or why it has none. The page opens without the database too, and then says itself what is
 * not to be had.
 */
export async function findShown(
  reading: Promise<ParcelSummary>,
): Promise<ParcelSummary | 'unknown' | 'recalled' | 'unavailable'> {
  try {
    return await reading;
  } catch (error) {
    const reason = error instanceof AppError ? reasons[error.code] : undefined;
    if (reason === undefined) throw error;
    return reason;
  }
}
