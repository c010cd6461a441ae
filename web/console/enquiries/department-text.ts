import type { PublicCity } from '../../../api/city/schema.ts';
import type { Officer } from '../../../api/duty/schema.ts';
import { localName, localText } from '../../ui/language.svelte.ts';

type Named = { code: string; name: string; nameEn: string };

/** A department with its group: two groups of one department bear one name. */
export function departmentText(department: Named, { departments }: PublicCity): string {
  const name = localName(department);
  const group = departments.find(({ code }) => code === department.code)?.group ?? null;
  return group === null ? name : `${name} ・ ${localText(group)}`;
}

/** Where a case can go: the city's departments, and after them those an administrator added, once somebody works there. */
export function departmentsToChoose(city: PublicCity, officers: readonly Officer[]): Named[] {
  const named = [
    ...city.departments.map(({ code, name }) => ({ code, name: name['zh-CN'], nameEn: name.en })),
    ...officers.map(({ department, departmentName, departmentNameEn }) => ({
      code: department,
      name: departmentName,
      nameEn: departmentNameEn,
    })),
  ];
  return named.filter(({ code }, index) => named.findIndex((other) => other.code === code) === index);
}
