import type { Project, ProjectDetail } from '../../../api/agreements/agreement-schema.ts';
import type { Failure, Reply } from '../client.ts';
import { fetchProject, fetchProjects } from './client.ts';

/** What was read last; what was read before stays while it is read again, and when that fails. */
class Reading<Value> {
  value = $state.raw<Value | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  #turn = 0;

  protected async take(ask: () => Promise<Reply<Value>>): Promise<void> {
    const turn = (this.#turn += 1);
    this.busy = true;
    const reply = await ask();
    if (turn !== this.#turn) return;
    this.busy = false;
    this.failure = reply.ok ? null : reply.failure;
    if (reply.ok) this.value = reply.value;
  }
}

/** Projects of one's department; of all for reviewers. */
export class ProjectList extends Reading<{ items: Project[] }> {
  readonly load = (): Promise<void> => this.take(fetchProjects);
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
