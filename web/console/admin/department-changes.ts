import type { DepartmentChanges, ManagedDepartment } from '../../../api/accounts/schema.ts';

type Wanted = Required<DepartmentChanges>;

/** Only what differs is sent: names and duty of a department of the city pack are the pack's. */
export function changesOf(department: ManagedDepartment, wanted: Wanted): DepartmentChanges {
  const { nameZh, nameEn, duty, regions, officers, head } = wanted;
  return {
    ...(nameZh !== department.nameZh && { nameZh }),
    ...(nameEn !== department.nameEn && { nameEn }),
    ...(duty !== department.duty && { duty }),
    ...(!isSame(regions, department.regions) && { regions }),
    ...(!isSame(officers, department.officers) && { officers }),
    ...(head !== department.head && { head }),
  };
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
