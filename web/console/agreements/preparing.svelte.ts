import type { PreparedAgreement, TemplateList } from '../../../api/agreements/agreement-schema.ts';
import type { Failure, Reply } from '../client.ts';
import { m } from '../../paraglide/messages.js';
import { agreementBody, emptyForm, projectBody, yuanOf } from './agreement-form.ts';
import { ProjectList } from '../projects/project-list.svelte.ts';
import { createProject, fetchTemplates, prepareAgreement } from './client.ts';

type Kept<Value> = { body: string; act: () => Promise<Reply<Value>> };

/** 起草: the form, and its sending. Sent again with the same words, project and agreement are each made once. */
export class Preparing {
  readonly form = $state(emptyForm());
  readonly projects = new ProjectList();
  templates = $state.raw<TemplateList['items']>([]);
  failure = $state.raw<Failure | null>(null);
  #project: Kept<{ id: number }> | null = null;
  #agreement: Kept<PreparedAgreement> | null = null;

  readonly load = async (): Promise<void> => {
    const [inForce] = await Promise.all([fetchTemplates(), this.projects.load()]);
    if (inForce.ok) this.templates = inForce.value.items;
    this.failure = this.projects.failure ?? (inForce.ok ? null : inForce.failure);
  };

  /** A new project first, which from then on is one like the others: what is refused next does not make it twice. */
  readonly save = async (): Promise<Reply<PreparedAgreement>> => {
    if (this.form.projectId === '') {
      if (yuanOf(this.form.project.investment) === null) return unreadableSum();
      const body = projectBody(this.form);
      this.#project = kept(this.#project, body, () => createProject(body));
      const made = await this.#project.act();
      if (!made.ok) return made;
      await this.projects.find('');
      this.form.projectId = String(made.value.id);
    }
    const body = agreementBody($state.snapshot(this.form), Number(this.form.projectId));
    this.#agreement = kept(this.#agreement, body, () => prepareAgreement(body));
    return this.#agreement.act();
  };
}

function unreadableSum(): Reply<never> {
  const message = m.project_sum_wrong();
  const places = [{ path: 'investmentTotal', message }];
  return { ok: false, failure: { kind: 'refused', detail: message, places } };
}

function kept<Value>(
  before: Kept<Value> | null,
  body: object,
  make: () => () => Promise<Reply<Value>>,
): Kept<Value> {
  const written = JSON.stringify(body);
  return before?.body === written ? before : { body: written, act: make() };
}
