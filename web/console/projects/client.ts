import type { z } from 'zod';
import type {
  EditedProject,
  NewStage,
  Project,
  ProjectDetail,
} from '../../../api/agreements/agreement-schema.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

type Doing = () => Promise<Reply<void>>;

export function fetchProjects(): Promise<Reply<{ items: Project[] }>> {
  return read('/api/projects');
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

export function decideStage(id: number, stage: number, outcome: 'confirmed' | 'refused'): Doing {
  const key = idempotencyKey();
  return () => send('POST', `/api/projects/${id}/stages/${stage}/decide`, { body: { outcome }, key });
}
