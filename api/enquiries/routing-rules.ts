/** Which department a question goes to, and whom in it. */
export type AskedParcel = { code: string; departmentCode: string };

/**
 * The department of most of the parcels asked about, of several the one named first; `city` when none was named.
 */
export function departmentOf(parcels: readonly AskedParcel[], city: string): string {
  const counts = new Map<string, number>();
  for (const { departmentCode } of parcels) counts.set(departmentCode, (counts.get(departmentCode) ?? 0) + 1);
  let chosen = city;
  let most = 0;
  for (const [department, count] of counts) if (count > most) [chosen, most] = [department, count];
  return chosen;
}

/** 值班: an officer as the department lists them, the first first. */
export type DutyAccount = { accountId: number; isAbsent: boolean };

/** 主班, else the deputy who is there; when all are away the first still has it, and the department sees it. */
export function onDuty(officers: readonly DutyAccount[]): { officerId: number | null; detail: string } {
  const present = officers.find(({ isAbsent }) => !isAbsent);
  if (present !== undefined)
    return { officerId: present.accountId, detail: present === officers[0] ? 'duty' : 'deputy' };
  return { officerId: officers[0]?.accountId ?? null, detail: officers.length === 0 ? 'nobody' : 'absent' };
}
