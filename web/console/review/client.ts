import type { SubmissionReading, WorkList } from '../../../api/drafts/schema.ts';
import type { Approve, Approved, Reject } from '../../../api/reviews/schema.ts';
import type { Reply } from '../client.ts';
import { idempotencyKey, read, send } from '../client.ts';

export function fetchSubmission(id: number): Promise<Reply<SubmissionReading>> {
  return read(`/api/staff/submissions/${id}`);
}

/** What else waits for the reader. */
export function fetchWork(): Promise<Reply<WorkList>> {
  return read('/api/staff/work');
}

export function approve(code: string, decision: Approve): Promise<Reply<Approved>> {
  return send('POST', `/api/parcels/${encodeURIComponent(code)}/approve`, {
    body: decision,
    key: idempotencyKey(),
  });
}

export function returnDraft(code: string, decision: Reject): Promise<Reply<void>> {
  return send('POST', `/api/parcels/${encodeURIComponent(code)}/reject`, {
    body: decision,
    key: idempotencyKey(),
  });
}
