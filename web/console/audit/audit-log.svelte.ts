import type { AuditPage } from '../../../api/audit/schema.ts';
import type { Failure } from '../client.ts';
import { fetchAudit } from './client.ts';

export type AuditEntry = AuditPage['items'][number];
export type AuditFilter = { subject: string; action: string; account: string; day: string };

/** The log, the newest first, a page behind the other. */
export class AuditLog {
  items = $state.raw<AuditEntry[]>([]);
  failure = $state.raw<Failure | null>(null);
  pending = $state(false);
  /** False until the first answer. */
  isKnown = $state(false);
  next = $state.raw<string | null>(null);
  #filter: AuditFilter = { subject: '', action: '', account: '', day: '' };
  #leaving: AbortController | null = null;

  ask(filter: AuditFilter): void {
    this.#filter = filter;
    void this.#read(null);
  }

  readonly again = (): void => void this.#read(null);

  more(): void {
    if (this.next !== null) void this.#read(this.next);
  }

  close(): void {
    this.#leaving?.abort();
  }

  async #read(cursor: string | null): Promise<void> {
    this.close();
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.pending = true;
    const reply = await fetchAudit(auditQuery(this.#filter, cursor), leaving.signal).catch(() => null);
    if (reply === null || leaving.signal.aborted) return;
    this.pending = false;
    this.failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    this.isKnown = true;
    this.items = cursor === null ? reply.value.items : [...this.items, ...reply.value.items];
    this.next = reply.value.next;
  }
}

/** What is typed half stays out of the question: an account is a number, an act has the log's own spelling. */
export function auditQuery(filter: AuditFilter, cursor: string | null): URLSearchParams {
  const { subject, action, account, day } = filter;
  const query = new URLSearchParams({ limit: '100' });
  if (subject.trim() !== '') query.set('subject', subjectOf(subject.trim()));
  if (action !== '') query.set('action', action);
  if (/^[1-9]\d{0,14}$/.test(account.trim())) query.set('account', account.trim());
  if (day !== '') query.set('day', day);
  if (cursor !== null) query.set('cursor', cursor);
  return query;
}

/** A parcel's code alone means the parcel. */
function subjectOf(written: string): string {
  return written.includes(':') ? written : `parcel:${written}`;
}
