import type { StaffParcel, WorkList } from '../../../api/drafts/schema.ts';
import { read, type Reply } from '../client.ts';

export function fetchWork(signal?: AbortSignal): Promise<Reply<WorkList>> {
  return read('/api/staff/work', signal);
}

export function fetchStaffParcel(code: string, signal: AbortSignal): Promise<Reply<StaffParcel>> {
  return read(`/api/staff/parcels/${encodeURIComponent(code)}`, signal);
}
