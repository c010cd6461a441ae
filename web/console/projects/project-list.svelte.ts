import type { Project, ProjectDetail } from '../../../api/agreements/agreement-schema.ts';
import { Reading } from '../shell/reading.svelte.ts';
import { fetchProject, fetchProjects } from './client.ts';

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
