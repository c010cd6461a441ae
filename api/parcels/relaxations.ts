import { shanghaiTime } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import type { Sql } from '../db/database.ts';
import { refuseUnknownKeys } from './answer.ts';
import { relaxationsOf } from './relaxation-rules.ts';
import type { ParcelConditions } from './query-schema.ts';
import type { Relaxations } from './relaxation-schema.ts';
import { readPublicParcels } from './search-store.ts';

/**
 * 放宽: what changing exactly one condition of a query would give. Only what is public counts.
 * @throws AppError `invalid-parameters` (400) for a key this city does not have.
 */
export async function readRelaxations(
  sql: Sql,
  query: ParcelConditions,
  { city, at }: { city: City; at: Date },
): Promise<Relaxations> {
  refuseUnknownKeys(query, city);
  const { parcels } = await readPublicParcels(sql, query, at);
  return { ...relaxationsOf(query, parcels), asOf: shanghaiTime(at) };
}
