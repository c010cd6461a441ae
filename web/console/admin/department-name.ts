import type { ManagedDepartment } from '../../../api/accounts/schema.ts';
import type { PublicCity } from '../../../api/city/schema.ts';
import { localText } from '../../ui/language.svelte.ts';
import { departmentText } from '../enquiries/department-text.ts';

/** In the reader's language. */
export function departmentName({ nameZh, nameEn }: Pick<ManagedDepartment, 'nameZh' | 'nameEn'>): string {
  return localText({ 'zh-CN': nameZh, en: nameEn });
}

/** With its group, for two groups of one department bear one name; one that was added has none, and its code instead. */
export function departmentChoice(
  { code, nameZh, nameEn }: Pick<ManagedDepartment, 'code' | 'nameZh' | 'nameEn'>,
  city: PublicCity,
): string {
  const isOfCity = city.departments.some((known) => known.code === code);
  if (isOfCity) return departmentText({ code, name: nameZh, nameEn }, city);
  return `${departmentName({ nameZh, nameEn })} ・ ${code}`;
}
