import type { CityPack, LocalText } from '../city/schema.ts';

export type NamedDepartment = { code: string; name: string; nameEn: string };

/**
 * Where several departments bear one name, each is told by its group (组), by the regions it answers for where it has none, and by its
 * code where even that is the same.
 */
export function tellApart(
  departments: readonly (NamedDepartment & { regions: readonly string[] })[],
  pack: Pick<CityPack, 'departments' | 'regions'>,
): NamedDepartment[] {
  const wholeNames = departments.map((department) => {
    const { code, name, nameEn } = department;
    const mark = bearsAnother(department, departments) ? markOf(department, pack) : null;
    return mark === null
      ? { code, name, nameEn }
      : { code, name: `${name}（${mark['zh-CN']}）`, nameEn: `${nameEn} (${mark.en})` };
  });
  return wholeNames.map((named) =>
    bearsAnother(named, wholeNames)
      ? { ...named, name: `${named.name} ${named.code}`, nameEn: `${named.nameEn} ${named.code}` }
      : named,
  );
}

/** Whether its name, in either language, is another's too. */
function bearsAnother({ code, name, nameEn }: NamedDepartment, all: readonly NamedDepartment[]): boolean {
  return all.some((other) => other.code !== code && (other.name === name || other.nameEn === nameEn));
}

function markOf(
  { code, regions }: { code: string; regions: readonly string[] },
  pack: Pick<CityPack, 'departments' | 'regions'>,
): LocalText | null {
  const group = pack.departments.find((department) => department.code === code)?.group ?? null;
  if (group !== null) return group;
  const names = pack.regions.filter((region) => regions.includes(region.code)).map(({ name }) => name);
  if (names.length === 0) return null;
  return {
    'zh-CN': names.map((name) => name['zh-CN']).join('、'),
    en: names.map(({ en }) => en).join(', '),
  };
}
