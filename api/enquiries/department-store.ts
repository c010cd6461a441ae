import type { CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import { tellApart, type NamedDepartment } from './department-rules.ts';

/** Every department of promotion, and the one with the code `also`, by a name that no other one has. */
export async function readDepartmentNames(
  sql: Sql,
  pack: CityPack,
  also: string | null = null,
): Promise<NamedDepartment[]> {
  const departments = await sql<(NamedDepartment & { regions: string[] })[]>`
    select code, name_zh as name, name_en as "nameEn",
      array(select region_code from department_region r where r.department_code = d.code order by 1) as regions
    from department d where duty = 'promotion' or code = ${also} order by code`;
  return tellApart(departments, pack);
}
