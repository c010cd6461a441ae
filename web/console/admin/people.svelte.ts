import type { ManagedAccount } from '../../../api/accounts/schema.ts';
import type { Failure } from '../client.ts';
import { fetchPeople } from './client.ts';

export type PeopleFilter = { q: string; role: string; department: string };

/** People, a page behind the other; what was filtered anew drops the answer before. */
export class People {
  items = $state.raw<ManagedAccount[]>([]);
  failure = $state.raw<Failure | null>(null);
  pending = $state(false);
  /** False until the first answer. */
  isKnown = $state(false);
  next = $state.raw<number | null>(null);
  #filter: PeopleFilter = { q: '', role: '', department: '' };
  #leaving: AbortController | null = null;

  ask(filter: PeopleFilter): void {
    this.#filter = filter;
    void this.#read(null);
  }

  readonly again = (): void => void this.#read(null);

  more(): void {
    if (this.next !== null) void this.#read(this.next);
  }

  /** Somebody as the server answered after a change, in their place, or first where they are new. */
  put(person: ManagedAccount): void {
    const isKnown = this.items.some(({ id }) => id === person.id);
    this.items = isKnown
      ? this.items.map((item) => (item.id === person.id ? person : item))
      : [person, ...this.items];
  }

  close(): void {
    this.#leaving?.abort();
  }

  async #read(after: number | null): Promise<void> {
    this.close();
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.pending = true;
    const reply = await fetchPeople(this.#query(after), leaving.signal).catch(() => null);
    if (reply === null || leaving.signal.aborted) return;
    this.pending = false;
    this.failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    this.isKnown = true;
    this.items = after === null ? reply.value.items : [...this.items, ...reply.value.items];
    this.next = reply.value.next;
  }

  #query(after: number | null): URLSearchParams {
    const given = Object.entries({ ...this.#filter, q: this.#filter.q.trim() });
    const query = new URLSearchParams(given.filter(([, value]) => value !== ''));
    if (after !== null) query.set('after', String(after));
    return query;
  }
}
