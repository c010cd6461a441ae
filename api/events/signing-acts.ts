import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { isBehind } from './act-rules.ts';
import type { EventParts } from './acts.ts';
import { appendEntry, holdEvent, type EventRow } from './event-store.ts';
import { fold } from './fold-rules.ts';
import { readItems } from './item-store.ts';
import type { Cue } from './log-schema.ts';
import { fitsKind, isWhole, signedOf, stands, wasShown, type SaidEntry } from './signing-rules.ts';
import {
  findProject,
  findTiedAgreement,
  insertSaid,
  readSaid,
  readTies,
  writePaperAsked,
  writeTie,
} from './signing-store.ts';
import type { ItemSigning } from './staff-signing-schema.ts';

type Asked = { slug: string; item: number; actor: Actor };

/**
 * 定签约: what an item is about. Of what the log says already nothing is exchanged for something else.
 * @throws AppError `not-found` (404), `refused-by-rule` (422) for what does not fit the item, `conflict` (409) once it is said.
 */
export async function tieItem(
  tx: Tx,
  { now }: Pick<EventParts, 'now'>,
  { slug, item, actor, signing }: Asked & { signing: ItemSigning },
): Promise<void> {
  const { id: eventId, state, rehearsalOf } = await held(tx, slug);
  const kind = (await readItems(tx, eventId)).find(({ id }) => id === item)?.kind;
  if (kind === undefined) throw refused('id', '环节单里没有这一环节。');
  if (kind !== 'project-signing' && kind !== 'talent-signing') throw refused('id', '这一环节不是签约。');
  const project = await findProject(tx, signing.project);
  if (project === null) throw refused('project', `没有项目 ${signing.project}。`);
  if (project.rehearsal !== (rehearsalOf === null ? null : eventId))
    throw refused('project', '演练只签它自己的演练项目，正式活动只签正式项目。');
  const { agreement: number } = signing;
  const agreement = number === null ? null : await findTiedAgreement(tx, number);
  if (number !== null && agreement?.projectId !== project.id)
    throw refused('agreement', `${signing.project} 没有协议 ${number}。`);
  if (agreement !== null && !fitsKind(agreement.template, kind))
    throw refused('agreement', '这类协议不在这类签约环节里签。');
  const isSaid = (await readSaid(tx, eventId)).some(
    (entry) => entry.item === item && entry.agreement !== agreement?.id && stands(state, entry.seq),
  );
  if (isSaid) throw new AppError('conflict', { detail: '现场已说过这一签约，请先更正那一条，再换协议。' });
  const { ceremony, talents } = signing;
  const tie = { item, eventId, projectId: project.id, agreementId: agreement?.id ?? null, ceremony, talents };
  if (!(await writeTie(tx, tie))) throw refused('agreement', `${number ?? ''} 已在另一环节里签。`);
  // Who follows reads again what the items are called.
  const at = now();
  const seq = state.seq + 1;
  const cue = { type: 'rundown' } as const;
  const next = fold(state, { seq, at: at.toISOString(), cue });
  await appendEntry(tx, { eventId, state: next, cue, accountId: actor.accountId, at });
  const details = { seq, item, project: signing.project, agreement: number, ceremony, talents };
  await appendAudit(tx, { actor, action: 'event.tie', subject: `event:${slug}`, details, at });
}

/**
 * 纸质签署: where the portal cannot, one host says that it was signed on paper, and another confirms it. It is shown as paper,
 * and what is sealed later takes its place.
 * @throws AppError `not-found` (404), `refused-by-rule` (422) for what is about no agreement, `conflict` (409) for what was not
 *   shown, is sealed, or was said before.
 */
export async function signOnPaper(
  tx: Tx,
  { now }: Pick<EventParts, 'now'>,
  { slug, item, actor, reason, expectedSeq }: Asked & { reason: string; expectedSeq: number },
): Promise<{ seq: number; isSaid: boolean }> {
  const { id: eventId, state } = await held(tx, slug);
  if (isBehind(state, expectedSeq))
    throw new AppError('conflict', { detail: '现场已有新的动作，请先看清再按。' });
  const tie = (await readTies(tx, eventId)).find((one) => one.item === item);
  if (tie === undefined || !isWhole(tie)) throw refused('id', '这一环节还没有定下协议。');
  const { agreement, paperAsked } = tie;
  const isOpen = ['live', 'paused', 'ended'].includes(state.status) && wasShown(state, tie);
  if (!isOpen) throw new AppError('conflict', { detail: '这一签约还没有切出。' });
  if (agreement.state === 'completed') throw new AppError('conflict', { detail: '电子协议已封存生效。' });
  const said = await readSaid(tx, eventId);
  if (said.some((entry) => entry.isPaper && entry.agreement === agreement.id))
    throw new AppError('conflict', { detail: '这份协议已记过纸质签署。' });
  const at = now();
  const { accountId } = actor;
  const subject = `event:${slug}`;
  if (paperAsked === null || paperAsked.by === accountId) {
    await writePaperAsked(tx, { item, reason, accountId, at });
    const details = { item, agreement: agreement.number };
    await appendAudit(tx, { actor, action: 'event.ask-paper', subject, details, at });
    return { seq: state.seq, isSaid: false };
  }
  const seq = state.seq + 1;
  const cue: Cue = { type: 'sign', item, state: 'effective', signed: signedOf(tie, { isPaper: true }) };
  const next = fold(state, { seq, at: at.toISOString(), cue });
  await appendEntry(tx, { eventId, state: next, cue, accountId, at });
  await insertSaid(tx, eventId, { seq, item, agreement: agreement.id, state: 'effective', isPaper: true });
  const details = { seq, item, agreement: agreement.number, askedBy: paperAsked.by };
  await appendAudit(tx, { actor, action: 'event.paper', subject, details, at });
  return { seq, isSaid: true };
}

/**
 * A corrected signing is what the project and its agreement say now: whoever wants another figure changes it there.
 * @throws AppError `refused-by-rule` (422) for a figure of somebody's own.
 */
export async function requireRecorded(tx: Tx, eventId: number, cue: Cue & { type: 'amend' }): Promise<void> {
  if (cue.signed === null) return;
  const entry = (await readSaid(tx, eventId)).find(({ seq }) => seq === cue.of);
  const tie = (await readTies(tx, eventId)).find(({ item }) => item === entry?.item);
  const isRecorded = entry !== undefined && tie !== undefined && isWhole(tie) && isSame(entry, tie);
  if (!isRecorded) throw refused('signed', '签约的数字以项目和协议为准，请先改项目。');

  function isSame({ isPaper }: SaidEntry, whole: Parameters<typeof signedOf>[0]): boolean {
    const { project, form, amount, talents, ceremony } = signedOf(whole, { isPaper });
    const recorded = { project, form, amount, talents, isPaper, ceremony };
    return Object.entries(recorded).every(([key, value]) => Object(cue.signed)[key] === value);
  }
}

async function held(tx: Tx, slug: string): Promise<EventRow> {
  const event = await holdEvent(tx, slug);
  if (event === null) throw new AppError('not-found');
  return event;
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
