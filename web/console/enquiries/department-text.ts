import type { PublicCity } from '../../../api/city/schema.ts';
import { localName, localText } from '../../ui/language.svelte.ts';

type Named = { code: string; name: string; nameEn: string };

/** A department with its group: two groups of one department bear one name. */
export function departmentText(department: Named, { departments }: PublicCity): string {
  const name = localName(department);
  const group = departments.find(({ code }) => code === department.code)?.group ?? null;
  return group === null ? name : `${name} ・ ${localText(group)}`;
}
