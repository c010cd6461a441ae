import type {
  AccountChanges,
  DepartmentChanges,
  Invitation,
  ManagedAccount,
  ManagedAccounts,
  ManagedDepartment,
  ManagedDepartments,
  NewDepartment,
} from '../../../api/accounts/schema.ts';
import type { DeadLetters } from '../../../api/letters/schema.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

export function fetchPeople(query: URLSearchParams, signal: AbortSignal): Promise<Reply<ManagedAccounts>> {
  return read(`/api/admin/accounts?${query}`, signal);
}

/** One sending for one press: sent again after a lost answer, it invites once. */
export function invite(invitation: Invitation): () => Promise<Reply<ManagedAccount>> {
  const key = idempotencyKey();
  return () => send('POST', '/api/admin/accounts', { body: invitation, key });
}

export function changePerson(id: number, changes: AccountChanges): Promise<Reply<ManagedAccount>> {
  return send('PATCH', `/api/admin/accounts/${id}`, { body: changes });
}

export function fetchDepartments(signal?: AbortSignal): Promise<Reply<ManagedDepartments>> {
  return read('/api/admin/departments', signal);
}

export function createDepartment(department: NewDepartment): () => Promise<Reply<ManagedDepartment>> {
  const key = idempotencyKey();
  return () => send('POST', '/api/admin/departments', { body: department, key });
}

export function changeDepartment(
  code: string,
  changes: DepartmentChanges,
): Promise<Reply<ManagedDepartment>> {
  return send('PATCH', `/api/admin/departments/${encodeURIComponent(code)}`, { body: changes });
}

export function fetchLetters(): Promise<Reply<DeadLetters>> {
  return read('/api/admin/letters');
}
