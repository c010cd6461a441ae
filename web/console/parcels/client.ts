import type {
  DraftChange,
  DraftEdits,
  ParcelHistory,
  SavedDraft,
  StaffParcel,
  StaffParcels,
} from '../../../api/drafts/schema.ts';
import type { Finding } from '../../../api/imports/schema.ts';
import type { Parcel } from '../../../api/parcels/schema.ts';
import type {
  Recall,
  RecallReview,
  Submit,
  Submitted,
  Withdraw,
  Withdrawn,
} from '../../../api/reviews/schema.ts';
import type { Reply } from '../client.ts';
import { idempotencyKey, read, send } from '../client.ts';

/** `GET /api/parcels/{code}/check`: errors first. */
export type ParcelCheck = { checkedAt: string; rulesRun: number; rulesPassed: number; findings: Finding[] };

function actPath(code: string, act: string): string {
  return `/api/parcels/${encodeURIComponent(code)}/${act}`;
}

function staffPath(code: string): string {
  return `/api/staff/parcels/${encodeURIComponent(code)}`;
}

export function fetchStaffParcels(query: URLSearchParams, signal: AbortSignal): Promise<Reply<StaffParcels>> {
  return read(`/api/staff/parcels?${query}`, signal);
}

/** Rows are about to be saved as a file: needs a recent proof. One name for one press, so that the log says it once. */
export function noteExport(rows: number): () => Promise<Reply<void>> {
  const key = idempotencyKey();
  return () => send('POST', '/api/staff/parcel-exports', { body: { rows }, key });
}

export function fetchStaffParcel(code: string, signal?: AbortSignal): Promise<Reply<StaffParcel>> {
  return read(staffPath(code), signal);
}

/** The public record that the draft would become now. */
export function fetchPreview(code: string): Promise<Reply<Parcel>> {
  return read(`${staffPath(code)}/preview`);
}

export function fetchHistory(code: string, signal: AbortSignal): Promise<Reply<ParcelHistory>> {
  return read(`${staffPath(code)}/history`, signal);
}

/** The saves of a draft after a revision, oldest first. */
export function fetchEdits(code: string, since: number): Promise<Reply<DraftEdits>> {
  return read(`${staffPath(code)}/changes?since=${since}`);
}

export function fetchCheck(code: string, signal?: AbortSignal): Promise<Reply<ParcelCheck>> {
  return read(actPath(code, 'check'), signal);
}

export function createDraft(code: string): Promise<Reply<SavedDraft>> {
  return send('POST', '/api/parcels', { body: { code }, key: idempotencyKey() });
}

export function saveDraft(code: string, ifMatch: string, change: DraftChange): Promise<Reply<SavedDraft>> {
  return send('PATCH', `/api/parcels/${encodeURIComponent(code)}`, { body: change, ifMatch });
}

export function discardDraft(code: string): Promise<Reply<void>> {
  return send('DELETE', actPath(code, 'draft'));
}

export function submitDraft(code: string, submit: Submit): Promise<Reply<Submitted>> {
  return send('POST', actPath(code, 'submit'), { body: submit, key: idempotencyKey() });
}

export function takeBack(code: string): Promise<Reply<void>> {
  return send('POST', actPath(code, 'take-back'), { body: {}, key: idempotencyKey() });
}

export function withdraw(code: string, wish: Partial<Withdraw>): Promise<Reply<Withdrawn>> {
  return send('POST', actPath(code, 'withdraw'), { body: wish, key: idempotencyKey() });
}

/** 紧急撤回: needs a recent proof. */
export function recall(code: string, wish: Recall): Promise<Reply<void>> {
  return send('POST', actPath(code, 'recall'), { body: wish, key: idempotencyKey() });
}

export function reviewRecall(code: string, word: RecallReview): Promise<Reply<void>> {
  return send('POST', actPath(code, 'recall-review'), { body: word, key: idempotencyKey() });
}
