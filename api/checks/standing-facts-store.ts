import type { LocalText } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import { MultiPolygon } from '../imports/schema.ts';

export type StandingFacts = {
  industryNames: Map<string, LocalText>;
  /** Phones of duty officers by department, in their order. */
  phones: Map<string, string[]>;
  /** The shape each parcel has in public now, by code. */
  publicShapes: Map<string, MultiPolygon>;
};

/** What else the rules ask of the database for these parcels, industries and departments. */
export async function readStandingFacts(
  sql: Sql,
  asked: { codes: string[]; industries: string[]; departments: string[] },
  at: Date,
): Promise<StandingFacts> {
  const { codes, industries, departments } = asked;
  const names = await sql<{ code: string; name: LocalText }[]>`
    select code, json_build_object('zh-CN', name_zh, 'en', name_en) as name
    from industry where code = any(${industries}) order by code limit ${industries.length}`;
  const officers = await sql<{ department: string; phones: string[] }[]>`
    select department_code as department, json_agg(phone order by position) as phones
    from duty_officer where department_code = any(${departments})
    group by department_code order by department_code limit ${departments.length}`;
  const shapes = await sql<{ code: string; shape: unknown }[]>`
    select p.code, st_asgeojson(v.geom_survey, 10, 0)::jsonb as shape
    from public_parcel(${at}) p
    join parcel_version v on v.parcel_id = p.id and v.version = p.version
    where p.code = any(${codes})
    order by p.code limit ${codes.length}`;
  return {
    industryNames: new Map(names.map(({ code, name }) => [code, name])),
    phones: new Map(officers.map(({ department, phones }) => [department, phones])),
    publicShapes: new Map(shapes.map(({ code, shape }) => [code, MultiPolygon.parse(shape)])),
  };
}
