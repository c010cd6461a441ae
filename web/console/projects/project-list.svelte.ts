import type { Project, ProjectDetail } from '../../../api/agreements/agreement-schema.ts';
import type { Failure } from '../client.ts';
import { Reading } from '../shell/reading.svelte.ts';
import { fetchProject, fetchProjects } from './client.ts';

/** Projects of one's department, of all for reviewers: those found by some words, else all; the newest first, a page at a time. */
export class ProjectList {
  /** null: not read yet. */
  items = $state.raw<Project[] | null>(null);
  /** Where the next page begins; null: there is none. */
  next = $state.raw<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  /** What was asked for last; empty: all. */
  words = $state('');
  readonly #seen = new Map<number, Project>();
  #turn = 0;

  readonly load = (): Promise<void> => this.find(this.words);

  async find(words: string): Promise<void> {
    this.words = words;
    await this.#read(null);
  }

  async more(): Promise<void> {
    if (this.next !== null) await this.#read(this.next);
  }

  /** One that was read before, though it is not in the list now; null where it is, or never was. */
  besides(id: number): Project | null {
    return this.items?.some((item) => item.id === id) ? null : (this.#seen.get(id) ?? null);
  }

  /** An older answer that comes late is none. */
  async #read(before: number | null): Promise<void> {
    const turn = (this.#turn += 1);
    this.busy = true;
    const reply = await fetchProjects({ q: this.words, before });
    if (turn !== this.#turn) return;
    this.busy = false;
    this.failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    const { items, next } = reply.value;
    this.items = before === null ? items : [...(this.items ?? []), ...items];
    this.next = next;
    for (const item of items) this.#seen.set(item.id, item);
  }
}

/** The project on the screen. */
export class OpenProject extends Reading<ProjectDetail> {
  #id: number | null = null;

  async open(id: number): Promise<void> {
    if (this.#id !== id) this.value = null;
    this.#id = id;
    await this.renew();
  }

  readonly renew = async (): Promise<void> => {
    const id = this.#id;
    if (id !== null) await this.take(() => fetchProject(id));
  };
}
