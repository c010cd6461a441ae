import type { z } from 'zod';
import type {
  EditedProject,
  NewStage,
  ProjectDetail,
  ProjectPage,
  StageCorrection,
} from '../../../api/agreements/agreement-schema.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

type Doing = () => Promise<Reply<void>>;

/** `q`: part of number, name, company or 项目代码; empty: all. */
export function fetchProjects(asked: { q: string; before: number | null }): Promise<Reply<ProjectPage>> {
  const query = new URLSearchParams();
  if (asked.q !== '') query.set('q', asked.q);
  if (asked.before !== null) query.set('before', String(asked.before));
  return read(`/api/projects?${query}`);
}

export function fetchProject(id: number): Promise<Reply<ProjectDetail>> {
  return read(`/api/projects/${id}`);
}

/** `version`: the one that was read; 412 when somebody else changed it since. */
export function changeProject(id: number, body: z.input<typeof EditedProject>, version: number): Doing {
  const key = idempotencyKey();
  return () => send('PATCH', `/api/projects/${id}`, { body, key, ifMatch: version });
}

export function enterStage(id: number, body: z.input<typeof NewStage>): Doing {
  const key = idempotencyKey();
  return () => send('POST', `/api/projects/${id}/stages`, { body, key });
}

export function correctStage(id: number, stage: number, body: z.input<typeof StageCorrection>): Doing {
  const key = idempotencyKey();
  return () => send('POST', `/api/projects/${id}/stages/${stage}/correct`, { body, key });
}

export function decideStage(id: number, stage: number, outcome: 'confirmed' | 'refused'): Doing {
  const key = idempotencyKey();
  return () => send('POST', `/api/projects/${id}/stages/${stage}/decide`, { body: { outcome }, key });
}
