import type { Sql } from '../db/database.ts';

/** A sitemap holds 50,000 addresses at most (sitemaps.org, protocol 0.9); each parcel has one in each language. */
export const mostListed = 24_000;

/** Every parcel that is public at an instant, with the instant its current version became so. */
export function listPublicParcels(sql: Sql, at: Date): Promise<{ code: string; publishedAt: Date }[]> {
  return sql<{ code: string; publishedAt: Date }[]>`
    select code, published_at as "publishedAt" from public_parcel(${at})
    order by published_at desc, code
    limit ${mostListed}`;
}
