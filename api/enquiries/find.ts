import type { Sql } from '../db/database.ts';
import { findEnquiry } from './enquiry-store.ts';

/** The id of the case with a number, for what comes of it; null for a number that was never given. */
export async function enquiryIdOf(sql: Sql, number: string): Promise<number | null> {
  return (await findEnquiry(sql, number))?.id ?? null;
}
