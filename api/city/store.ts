import type { Sql, Tx } from '../db/database.ts';
import { pinyinInitials } from '../pinyin/rules.ts';
import { parentsFirst } from './rules.ts';
import type { CityPack, Industry, ListedIndustry } from './schema.ts';

/**
 * Writes the pack's regions and departments and the industry table so that foreign keys can rely on them.
 * What is already there is renamed, never removed: old versions of parcels still point to it.
 */
export async function writeCity(tx: Sql, pack: CityPack, industries: Industry[]): Promise<void> {
  const regions = parentsFirst(pack.regions).map((region, position) => ({
    code: region.code,
    parent: region.parent,
    level: region.level,
    name_zh: region.name['zh-CN'],
    name_en: region.name.en,
    position,
  }));
  await tx`
    insert into region ${tx(regions)}
    on conflict (code) do update set
      parent = excluded.parent, level = excluded.level, name_zh = excluded.name_zh,
      name_en = excluded.name_en, position = excluded.position`;
  const departments = pack.departments.map((department) => ({
    code: department.code,
    name_zh: department.name['zh-CN'],
    name_en: department.name.en,
    duty: department.duty,
  }));
  await tx`
    insert into department ${tx(departments)}
    on conflict (code) do update set
      name_zh = excluded.name_zh, name_en = excluded.name_en, duty = excluded.duty`;
  await writeFirstRegions(tx, pack);
  await writeFirstOfficers(tx, pack);
  await tx`delete from critical_fact`;
  if (pack.criticalFacts.length > 0)
    await tx`insert into critical_fact ${tx(pack.criticalFacts.map((path) => ({ path })))}`;
  await writeIndustries(tx, industries);
}

/** The regions of departments that answer for none yet; from then on the administration keeps them. */
async function writeFirstRegions(tx: Sql, pack: CityPack): Promise<void> {
  const assigned = await tx<
    { code: string }[]
  >`select distinct department_code as code from department_region`;
  const known = new Set(assigned.map(({ code }) => code));
  const rows = pack.departments
    .filter(({ code }) => !known.has(code))
    .flatMap(({ code, regions }) =>
      regions.map((region) => ({ department_code: code, region_code: region })),
    );
  if (rows.length > 0) await tx`insert into department_region ${tx(rows)} on conflict do nothing`;
}

/** Who answers first for a department that names nobody yet: the officer of the pack. */
async function writeFirstOfficers(tx: Sql, pack: CityPack): Promise<void> {
  const assigned = await tx<{ code: string }[]>`
    select distinct department_code as code from duty_officer`;
  const known = new Set(assigned.map(({ code }) => code));
  const rows = pack.departments
    .filter(({ code }) => !known.has(code))
    .map(({ code, officer, phone }) => ({
      department_code: code,
      position: 1,
      name_zh: officer['zh-CN'],
      name_en: officer.en,
      phone,
    }));
  if (rows.length > 0) await tx`insert into duty_officer ${tx(rows)} on conflict do nothing`;
}

/** Adds or renames industries; a row's parent must stand before it or be in the table already. */
export async function writeIndustries(tx: Sql, industries: Industry[]): Promise<void> {
  // PostgreSQL takes at most 65,535 parameters a statement; four a row.
  const rowsAtOnce = 10_000;
  for (let start = 0; start < industries.length; start += rowsAtOnce) {
    const rows = industries.slice(start, start + rowsAtOnce).map((industry) => ({
      code: industry.code,
      parent: industry.parent,
      name_zh: industry.name,
      name_en: industry.nameEn,
    }));
    await tx`
      insert into industry ${tx(rows)}
      on conflict (code) do update set
        parent = excluded.parent, name_zh = excluded.name_zh, name_en = excluded.name_en`;
  }
}

/** Every industry in the order of its code: sections, then divisions, groups and classes. */
export async function listIndustries(sql: Sql): Promise<ListedIndustry[]> {
  const rows = await sql<Industry[]>`
    select code, parent, name_zh as name, name_en as "nameEn"
    from industry
    order by length(code), code
    limit 10000`;
  return rows.map((industry) => ({ ...industry, initials: initialsOf(industry.name) }));
}

/** Names are read once: the standard has two thousand of them, and they hardly ever change. */
const initialsByName = new Map<string, string>();

function initialsOf(name: string): string {
  const initials = initialsByName.get(name) ?? pinyinInitials(name);
  initialsByName.set(name, initials);
  return initials;
}

/** What this installation is: the city it belongs to for good, and by how many days its demonstration was moved. */
export type Installation = { city: string; demonstrationShiftDays: number | null };

/** Writes the city of a new database, or reads whose it is; the row is locked until the transaction ends. */
export async function claimInstallation(tx: Tx, city: string): Promise<Installation> {
  await tx`insert into installation (city) values (${city}) on conflict (one) do nothing`;
  const [row] = await tx<Installation[]>`
    select city, demonstration_shift_days as "demonstrationShiftDays" from installation limit 1 for update`;
  if (row === undefined) throw new Error('the installation was just written');
  return row;
}

/** Notes that the demonstration was loaded, and by how many days its dates were moved. */
export async function writeDemonstrationShift(tx: Tx, days: number): Promise<void> {
  await tx`update installation set demonstration_shift_days = ${days}`;
}

/** True while no parcel was ever brought in. */
export async function holdsNoParcel(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ isEmpty: boolean }[]>`select not exists (select from parcel) as "isEmpty"`;
  return row?.isEmpty ?? true;
}

/** The loaded GB/T 4754 codes with their names. */
export async function readIndustryNames(sql: Sql): Promise<Map<string, { name: string; nameEn: string }>> {
  const rows = await sql<{ code: string; name: string; nameEn: string }[]>`
    select code, name_zh as name, name_en as "nameEn" from industry order by code limit 10000`;
  return new Map(rows.map(({ code, name, nameEn }) => [code, { name, nameEn }]));
}
