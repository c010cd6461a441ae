import type { Actor } from '../accounts/actor.ts';
import type { City } from '../city/pack.ts';
import type { Sql } from '../db/database.ts';

/** Who decides, about this city's parcels, and when. */
export type Deciding = {
  actor: Actor;
  city: City;
  at: Date;
  /** Address of the portal, for letters. */
  origin: string;
  readIndustryNames: (sql: Sql) => Promise<Map<string, { name: string; nameEn: string }>>;
};
