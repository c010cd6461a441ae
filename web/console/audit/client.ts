import type { AuditPage } from '../../../api/audit/schema.ts';
import { read, type Reply } from '../client.ts';

export function fetchAudit(query: URLSearchParams, signal: AbortSignal): Promise<Reply<AuditPage>> {
  return read(`/api/audit?${query}`, signal);
}
