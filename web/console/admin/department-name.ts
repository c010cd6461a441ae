import type { ManagedDepartment } from '../../../api/accounts/schema.ts';
import { localText } from '../../ui/language.svelte.ts';

/** In the reader's language. */
export function departmentName({ nameZh, nameEn }: Pick<ManagedDepartment, 'nameZh' | 'nameEn'>): string {
  return localText({ 'zh-CN': nameZh, en: nameEn });
}

/** With its code: two groups of one department bear one name. */
export function departmentChoice(department: Pick<ManagedDepartment, 'code' | 'nameZh' | 'nameEn'>): string {
  return `${departmentName(department)} · ${department.code}`;
}
