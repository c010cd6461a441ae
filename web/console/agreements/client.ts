import type { z } from 'zod';
import type {
  Agreement,
  AgreementPage,
  EditedAgreement,
  GateDecision,
  NewAgreement,
  NewProject,
  PreparedAgreement,
  TemplateList,
} from '../../../api/agreements/agreement-schema.ts';
import type { DelegationDecision } from '../../../api/agreements/delegation-schema.ts';
import type { DraftReading } from '../../../api/agreements/draft-schema.ts';
import type { AgreementState } from '../../../api/agreements/terms.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

const drawingMs = 60_000;
const path = (number: string) => `/api/agreements/${number}`;
type Doing = () => Promise<Reply<void>>;

export function fetchAgreements(asked: {
  status: AgreementState | null;
  before: number | null;
}): Promise<Reply<AgreementPage>> {
  const query = new URLSearchParams();
  if (asked.status !== null) query.set('status', asked.status);
  if (asked.before !== null) query.set('before', String(asked.before));
  return read(`/api/agreements?${query}`);
}

export function fetchAgreement(number: string): Promise<Reply<Agreement>> {
  return read(path(number));
}

export function fetchTemplates(): Promise<Reply<TemplateList>> {
  return read('/api/templates');
}

export function createProject(body: z.input<typeof NewProject>): () => Promise<Reply<{ id: number }>> {
  const key = idempotencyKey();
  return () => send('POST', '/api/projects', { body, key });
}

/** 起草: draws the paper, which takes its seconds. */
export function prepareAgreement(
  body: z.input<typeof NewAgreement>,
): () => Promise<Reply<PreparedAgreement>> {
  const key = idempotencyKey();
  return () => send('POST', '/api/agreements', { body, key, timeoutMs: drawingMs });
}

/** A draft with everything it was made of. */
export function fetchDraft(number: string): Promise<Reply<DraftReading>> {
  return read(`${path(number)}/draft`);
}

/** `version`: the one that was read; 412 when somebody else changed it since. Draws the paper anew. */
export function changeDraft(number: string, body: z.input<typeof EditedAgreement>, version: number): Doing {
  const key = idempotencyKey();
  return () => send('PATCH', path(number), { body, key, ifMatch: version, timeoutMs: drawingMs });
}

export function pdfHref(number: string): string {
  return `${path(number)}/pdf`;
}

export function certificateHref(number: string): string {
  return `${path(number)}/certificate.pdf`;
}

export function evidenceHref(number: string): string {
  return `${path(number)}/evidence.zip`;
}

export function decideGate(number: string, decision: z.input<typeof GateDecision>): Doing {
  return act(number, 'review', decision);
}

/** The draft that was read on the screen, by its digest: a draft that changed since is not confirmed. */
export function confirmDraft({ number, draftSha256 }: Agreement): Doing {
  return act(number, 'confirm', { draftSha256 });
}

export function shareDraft(number: string): Doing {
  return act(number, 'share');
}

/** 冻结并发出: draws the paper anew, which takes its seconds. */
export function sendOut(number: string): Doing {
  return act(number, 'send');
}

export function makeVoid(number: string, reason: string): Doing {
  return act(number, 'void', { reason });
}

/** One signer; `reason` may be empty. */
export function remind(number: string, position: number, reason: string): Doing {
  return act(number, 'remind', { position, ...(reason !== '' && { reason }) });
}

/** 核准转交, or not. */
export function decideDelegation(number: string, decision: DelegationDecision): Doing {
  return act(number, 'delegation', decision);
}

/** `day`: a day in Shanghai, wholly. */
export function extendTo(number: string, day: string): Doing {
  return act(number, 'extend', { deadline: `${day}T23:59:00+08:00` });
}

export function sealAgain(number: string): Doing {
  return act(number, 'seal');
}

/** One sending for one press: sent again after a lost answer, it is done once. */
function act(number: string, name: string, body?: object): Doing {
  const key = idempotencyKey();
  return () =>
    send('POST', `${path(number)}/${name}`, {
      ...(body !== undefined && { body }),
      key,
      timeoutMs: drawingMs,
    });
}
