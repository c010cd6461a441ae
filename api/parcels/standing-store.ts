import type { Sql, Tx } from '../db/database.ts';
import type { ParcelDraft } from '../imports/schema.ts';
import { draftOf } from './version-store.ts';

/**
 * The version of a parcel that staff begin from: the one that is or will be public, else the last that was, else the
 * newest that was ever written.
 */
export type Standing = {
  parcelId: number;
  departmentCode: string;
  version: number;
  /** Null: never published. */
  publicFrom: Date | null;
  publicUntil: Date | null;
  endedAs: 'replaced' | 'withdrawn' | 'recalled' | null;
  draft: ParcelDraft;
  /** Its status where the public sees the parcel now; null: it does not. */
  status: string | null;
};

type StandingRow = Omit<Standing, 'draft'> & { code: string; stated: unknown; geometry: unknown };

/** By code; a code that no parcel has is not in it. */
export async function queryStandings(
  sql: Sql,
  codes: readonly string[],
  at: Date,
): Promise<Map<string, Standing>> {
  const rows = await sql<StandingRow[]>`
    select p.code, p.id as "parcelId", v.department_code as "departmentCode", v.version, pub.public_from as "publicFrom",
      pub.public_until as "publicUntil", pub.ended_as as "endedAs", v.stated,
      st_asgeojson(v.geom_survey, 10, 0)::jsonb as geometry,
      pp.status
    from parcel p
    left join public_parcel(${at}) pp on pp.id = p.id
    left join lateral (
      select version, public_from, public_until, ended_as from publication
      where parcel_id = p.id
      order by ended_as is null desc, public_from desc
      limit 1
    ) pub on true
    join parcel_version v on v.parcel_id = p.id
      and v.version = coalesce(pub.version, (select max(version) from parcel_version where parcel_id = p.id))
    where p.code = any(${[...codes]})
    order by p.code
    limit ${codes.length}`;
  return new Map(
    rows.map(({ code, stated, geometry, ...standing }) => [
      code,
      { ...standing, draft: draftOf({ stated, geometry }) },
    ]),
  );
}

/** One version's content, whether or not it was ever public; null where there is none. */
export async function queryVersion(sql: Sql, code: string, version: number): Promise<ParcelDraft | null> {
  const [row] = await sql<{ stated: unknown; geometry: unknown }[]>`
    select v.stated, st_asgeojson(v.geom_survey, 10, 0)::jsonb as geometry
    from parcel p join parcel_version v on v.parcel_id = p.id
    where p.code = ${code} and v.version = ${version}
    limit 1`;
  return row === undefined ? null : draftOf(row);
}

export type Publication = {
  version: number;
  publicFrom: Date;
  publicUntil: Date | null;
  writtenAt: Date;
};

export function queryPublications(sql: Sql, parcelId: number): Promise<Publication[]> {
  return sql<Publication[]>`
    select p.version, p.public_from as "publicFrom", p.public_until as "publicUntil", v.created_at as "writtenAt"
    from publication p
    join parcel_version v on v.parcel_id = p.parcel_id and v.version = p.version
    where p.parcel_id = ${parcelId}
    order by p.public_from desc
    limit 100`;
}

/** One number for all portals on one database: who writes drafts, decides or publishes about one parcel takes turns. */
const parcelLock = 7_401_505;

export async function takeTurns(tx: Tx, codes: readonly string[]): Promise<void> {
  // In one order, so that two who need the same parcels never wait for each other.
  await tx`
    select pg_advisory_xact_lock(${parcelLock}::int, hash)
    from (select distinct hashtext(code) as hash from unnest(${[...codes]}::text[]) as code order by 1) as parcels`;
}
