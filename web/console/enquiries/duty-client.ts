import type { Absence, NewAbsence, Officer } from '../../../api/duty/schema.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

export function fetchOfficers(): Promise<Reply<{ items: Officer[] }>> {
  return read('/api/staff/officers');
}

export function fetchAbsences(): Promise<Reply<{ items: Absence[] }>> {
  return read('/api/staff/absences');
}

export function enterAbsence(absence: NewAbsence): () => Promise<Reply<{ id: number }>> {
  const key = idempotencyKey();
  return () => send('POST', '/api/staff/absences', { body: absence, key });
}

export function removeAbsence(id: number): () => Promise<Reply<void>> {
  const key = idempotencyKey();
  return () => send('DELETE', `/api/staff/absences/${id}`, { key });
}
