import type { Sql } from '../db/database.ts';
import type { VersionFacts } from './search-rules.ts';

type Identity = { id: number; version: number };

/** Versions of one statement: few enough for its deadline on the embedded database. */
const versionsAtOnce = 1000;

/**
 * What was read of a database's versions, the newest asked for of each parcel. Versions are immutable, so it is right for
 * ever; it holds as much as there are parcels.
 */
type Memory = {
  facts: Map<number, VersionFacts>;
  /** Reads one after the other: after a start many searches ask for the same versions at once. */
  lastRead: Promise<unknown>;
};

const memories = new WeakMap<Sql, Memory>();

/** What a search asks of versions, in the order asked for; undefined for one that does not exist. */
export async function readVersionFacts(
  sql: Sql,
  identities: Identity[],
): Promise<(VersionFacts | undefined)[]> {
  const memory = memories.get(sql) ?? { facts: new Map(), lastRead: Promise.resolve() };
  memories.set(sql, memory);
  const known = recall(memory, identities);
  if (!known.includes(undefined)) return known;
  const read = memory.lastRead.then(() => readMissing(sql, memory, identities));
  memory.lastRead = read.catch(() => undefined);
  return await read;
}

async function readMissing(
  sql: Sql,
  memory: Memory,
  identities: Identity[],
): Promise<(VersionFacts | undefined)[]> {
  // Taken out before anything is waited for: meanwhile another version of the same parcel may be remembered.
  const known = recall(memory, identities);
  const missing = identities.filter((_identity, index) => known[index] === undefined);
  const read = new Map<number, VersionFacts>();
  for (let start = 0; start < missing.length; start += versionsAtOnce) {
    for (const facts of await queryFacts(sql, missing.slice(start, start + versionsAtOnce))) {
      read.set(facts.id, facts);
      memory.facts.set(facts.id, facts);
    }
  }
  return identities.map(({ id }, index) => known[index] ?? read.get(id));
}

function recall({ facts }: Memory, identities: Identity[]): (VersionFacts | undefined)[] {
  return identities.map(({ id, version }) => {
    const known = facts.get(id);
    return known?.version === version ? known : undefined;
  });
}

type FactsRow = Omit<VersionFacts, 'rows' | 'whole'> & {
  asked: [industry: string | null, key: string, bound: number][];
};

async function queryFacts(sql: Sql, identities: Identity[]): Promise<VersionFacts[]> {
  const rows = await sql<FactsRow[]>`
    select v.parcel_id as id, v.version, p.code, v.district_code as "districtCode", v.park_code as "parkCode",
      v.use_code as "useCode", v.offered_area_m2 as "areaM2", round(v.offered_area_m2 * 3 / 2000, 2) as mu,
      v.start_price_yuan as "startPriceYuan",
      (extract(epoch from v.signup_ends_at) * 1000)::bigint as "signupEndsAtMs",
      (select coalesce(json_agg(a.industry_code order by a.position), '[]')
        from admission a where a.parcel_id = v.parcel_id and a.version = v.version) as admitted,
      (select coalesce(json_agg(u.key order by u.key), '[]')
        from utility u
        where u.parcel_id = v.parcel_id and u.version = v.version and u.state = 'ready') as ready,
      (select coalesce(json_agg(json_build_array(r.industry_code, r.key, coalesce(r.lower, r.upper))), '[]')
        from requirement r
        where r.parcel_id = v.parcel_id and r.version = v.version and coalesce(r.lower, r.upper) is not null) as asked
    from parcel_version v
    join parcel p on p.id = v.parcel_id
    join unnest(
      ${identities.map(({ id }) => id)}::bigint[], ${identities.map(({ version }) => version)}::int[]
    ) as wanted (id, version) on wanted.id = v.parcel_id and wanted.version = v.version
    order by v.parcel_id
    limit ${identities.length}`;
  return rows.map(toFacts);
}

/** All of one shape and written out, because every search walks through all of them. */
function toFacts(row: FactsRow): VersionFacts {
  const { id, version, code, areaM2, mu, startPriceYuan, signupEndsAtMs } = row;
  const admitted = row.admitted.map(shared);
  const bounds = (wanted: string | null): [key: string, bound: number][] =>
    row.asked.filter(([industry]) => industry === wanted).map(([, key, bound]) => [shared(key), bound]);
  const ofWhole = bounds(null);
  return {
    id,
    version,
    code,
    districtCode: shared(row.districtCode),
    parkCode: shared(row.parkCode),
    useCode: shared(row.useCode),
    areaM2,
    mu,
    startPriceYuan,
    signupEndsAtMs,
    admitted,
    ready: row.ready.map(shared),
    rows: admitted.map((industry) => new Map([...ofWhole, ...bounds(industry)])),
    whole: new Map(ofWhole),
  };
}

/** Codes and keys stand in thousands of versions: each is kept once, which also makes comparing them quick. */
const sharedTexts = new Map<string, string>();

function shared(text: string): string {
  const known = sharedTexts.get(text);
  if (known !== undefined) return known;
  sharedTexts.set(text, text);
  return text;
}
