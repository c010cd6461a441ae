import type { ManagedAccount } from '../../../api/accounts/schema.ts';
import { fetchPeople } from './client.ts';

/** Accounts of a department that are not locked; none where they cannot be had now. */
export async function departmentPeople(code: string, signal: AbortSignal): Promise<ManagedAccount[]> {
  const query = new URLSearchParams({ department: code, limit: '500' });
  const reply = await fetchPeople(query, signal).catch(() => null);
  return reply?.ok === true ? reply.value.items.filter(({ isLocked }) => !isLocked) : [];
}
