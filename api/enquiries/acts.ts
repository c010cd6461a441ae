import type { Actor } from '../accounts/actor.ts';
import { appendAudit, type AuditDetails } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Opened, Viewer } from './access.ts';
import { readCase, type CaseRow } from './case-store.ts';
import { clockOf } from './clock-rules.ts';
import { appendEvent, holdEnquiry, readDuty, type NewEvent } from './enquiry-store.ts';
import { tellAnswer, tellOfficers, tellOfFollowUp } from './notify.ts';
import { readColleague, readDepartment } from './notify-store.ts';
import { workingTimeOf } from '../city/working-time.ts';
import type { EnquiryParts } from './parts.ts';
import { insertMessage, readPerson } from './person-store.ts';
import { clockSpanOf } from './present.ts';
import { presentOfficer } from './present-officer.ts';
import { onDuty } from './routing-rules.ts';
import type { Outcome, SpamReason } from './terms.ts';

/** One act on one case, in its transaction. */
type Act = Opened;
type StaffAct = { id: number; viewer: Extract<Viewer, { side: 'staff' }> };

/**
 * A word to the other side, or a note among colleagues. The first word of a person of ours stops the clock.
 * @throws AppError `conflict` (409) where a case is over for us, `not-found` where it went to another department meanwhile.
 */
export async function reply(
  tx: Tx,
  parts: EnquiryParts,
  { id, viewer, words, isInternal }: Act & { words: string; isInternal: boolean },
): Promise<void> {
  const at = parts.now();
  const row = await hold(tx, { id, viewer });
  if (viewer.side === 'asker') {
    await say(tx, parts, { id, words, event: { kind: 'asked' } });
    const { number, departmentCode: department, demo } = row;
    const city = parts.city.pack.hotline.department;
    const officerId = await presentOfficer(tx, { id, department, officerId: row.officerId }, { city, at });
    await tellOfFollowUp(tx, parts, { number, demo, holder: { department, officerId } });
    await log(tx, { row, actor: actorOf(viewer), action: 'enquiry.ask', at });
    return;
  }
  const { actor } = viewer;
  if (isInternal) {
    await say(tx, parts, { id, words, event: { kind: 'noted', accountId: actor.accountId } });
    await log(tx, { row, actor, action: 'enquiry.note', at });
    return;
  }
  if (row.state === 'withdrawn' || row.state === 'spam')
    throw new AppError('conflict', { detail: '企业已撤回，或已标为非询盘，不能再答复。' });
  await takeOver(tx, row, { actor, at });
  await say(tx, parts, { id, words, event: { kind: 'answered', accountId: actor.accountId } });
  const kept = await readPerson(tx, id, parts.secrets);
  const officer = (await readColleague(tx, actor.accountId))?.name ?? '';
  if (kept?.person != null) {
    const { number, locale, demo } = row;
    await tellAnswer(tx, parts, { id, number, locale, demo, person: kept.person, officer, words, at });
  }
  await log(tx, { row, actor, action: 'enquiry.answer', at, details: { first: row.firstAnswerAt === null } });
}

/** @throws AppError `refused-by-rule` (422) for an unknown department or an officer who is not one of it. */
export async function handOver(
  tx: Tx,
  parts: EnquiryParts,
  act: StaffAct & { department: string; officerId: number | null; reason: string },
): Promise<void> {
  const at = parts.now();
  const { id, viewer, department } = act;
  const { actor } = viewer;
  const row = await hold(tx, { id, viewer });
  if (row.state !== 'waiting' && row.state !== 'answered')
    throw new AppError('conflict', { detail: '已办结，不能转交。' });
  const officerId = await requireHolder(tx, { department, officerId: act.officerId, at });
  const holder = { department, officerId };
  await say(tx, parts, {
    id,
    words: act.reason,
    event: { kind: 'handed-over', accountId: actor.accountId, holder },
  });
  const time = workingTimeOf(parts.city.pack);
  const clock = clockOf(clockSpanOf(row, time), at, time);
  await tellOfficers(tx, parts, { id, number: row.number, demo: row.demo, holder, clock });
  await log(tx, {
    row,
    actor,
    action: 'enquiry.hand-over',
    at,
    details: { to: department, officer: officerId },
  });
}

/** @throws AppError `conflict` (409): a case that was never answered cannot be closed; silence is no outcome. */
export async function close(
  tx: Tx,
  parts: EnquiryParts,
  { id, viewer, outcome, reason }: StaffAct & { outcome: Outcome; reason: string | undefined },
): Promise<void> {
  const at = parts.now();
  const { actor } = viewer;
  const row = await hold(tx, { id, viewer });
  if (row.firstAnswerAt === null)
    throw new AppError('conflict', {
      detail: '尚未答复，不能办结：先答复，或标为非询盘并写明理由。',
    });
  if (row.state === 'closed' || row.state === 'withdrawn')
    throw new AppError('conflict', { detail: '此件已办结。' });
  const event: Omit<NewEvent, 'at'> = { kind: 'closed', accountId: actor.accountId, detail: outcome };
  if (reason === undefined) await appendEvent(tx, id, { ...event, at });
  else await say(tx, parts, { id, words: reason, event });
  await log(tx, { row, actor, action: 'enquiry.close', at, details: { outcome } });
}

/** 标为非询盘: it is taken out of the figures, and counted among what was taken out. */
export async function markSpam(
  tx: Tx,
  parts: EnquiryParts,
  { id, viewer, reason }: StaffAct & { reason: SpamReason | null },
): Promise<void> {
  const at = parts.now();
  const { actor } = viewer;
  const row = await hold(tx, { id, viewer });
  const isSpam = row.state === 'spam';
  if (isSpam === (reason !== null)) throw new AppError('conflict', { detail: '状态已变化，请刷新。' });
  if (reason !== null && row.firstAnswerAt !== null)
    throw new AppError('conflict', { detail: '已答复的件是询盘，只能办结。' });
  if (reason !== null && row.state !== 'waiting')
    throw new AppError('conflict', { detail: '已撤回的件不能再标为非询盘。' });
  const kind = reason === null ? 'not-spam' : 'spam';
  const event: Omit<NewEvent, 'at'> = { kind, accountId: actor.accountId };
  await appendEvent(tx, id, reason === null ? { ...event, at } : { ...event, detail: reason, at });
  const action = reason === null ? 'enquiry.unmark-spam' : 'enquiry.mark-spam';
  await log(tx, { row, actor, action, at, details: reason === null ? {} : { reason } });
}

/** The telephone and the address of who asked, to one colleague for one purpose; the look is on record. */
export async function reveal(
  tx: Tx,
  parts: EnquiryParts,
  { id, viewer, purpose }: StaffAct & { purpose: string },
): Promise<{ phone: string | null; email: string | null }> {
  const at = parts.now();
  const { actor } = viewer;
  const row = await hold(tx, { id, viewer });
  const kept = await readPerson(tx, id, parts.secrets);
  if (kept?.person == null) throw new AppError('conflict', { detail: '个人信息已清除。' });
  await takeOver(tx, row, { actor, at });
  await say(tx, parts, { id, words: purpose, event: { kind: 'revealed', accountId: actor.accountId } });
  await log(tx, { row, actor, action: 'enquiry.reveal', at });
  return { phone: kept.person.phone, email: kept.person.email };
}

/** 企业撤回: nobody answers any more; the record stays. @throws AppError `conflict` (409) where there is nothing to withdraw. */
export async function withdraw(tx: Tx, parts: EnquiryParts, { id, viewer }: Act): Promise<void> {
  const at = parts.now();
  const row = await hold(tx, { id, viewer });
  if (row.state === 'withdrawn') throw new AppError('conflict', { detail: '已撤回。' });
  if (row.state === 'spam') throw new AppError('conflict', { detail: '此件未作为询盘办理，不必撤回。' });
  await appendEvent(tx, id, { kind: 'withdrawn', at });
  await log(tx, { row, actor: actorOf(viewer), action: 'enquiry.withdraw', at });
}

/** Acting on a colleague's case makes it one's own: who may see the telephone is always one person. */
async function takeOver(tx: Tx, row: CaseRow, { actor, at }: { actor: Actor; at: Date }): Promise<void> {
  if (row.officerId === actor.accountId) return;
  const holder = { department: row.departmentCode, officerId: actor.accountId };
  await appendEvent(tx, row.id, { kind: 'taken', accountId: actor.accountId, holder, at });
}

/**
 * @throws AppError `not-found` when the department that acts has lost the case since it was opened, `conflict` for staff once
 * it says no more who asked.
 */
export async function hold(tx: Tx, { id, viewer }: Act): Promise<CaseRow> {
  await holdEnquiry(tx, id);
  const row = await readCase(tx, id);
  if (row === null || (viewer.side === 'staff' && row.departmentCode !== viewer.department))
    throw new AppError('not-found');
  // What is written now would stay for ever: what is kept of a person is swept once.
  if (viewer.side === 'staff' && row.person === null)
    throw new AppError('conflict', { detail: '个人信息已清除，此件不能再写入。' });
  return row;
}

async function say(
  tx: Tx,
  { secrets, now }: EnquiryParts,
  { id, words, event }: { id: number; words: string; event: Omit<NewEvent, 'at'> },
): Promise<void> {
  const seq = await appendEvent(tx, id, { ...event, at: now() });
  await insertMessage(tx, { enquiryId: id, seq, words }, secrets);
}

async function requireHolder(
  tx: Tx,
  { department, officerId, at }: { department: string; officerId: number | null; at: Date },
): Promise<number | null> {
  const refuse = (path: string, message: string): never => {
    throw new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
  };
  const known = await readDepartment(tx, department);
  if (known?.duty !== 'promotion') return refuse('department', '没有此招商部门 · no such department');
  if (officerId === null) return onDuty(await readDuty(tx, department, at)).officerId;
  const officer = await readColleague(tx, officerId);
  if (officer?.department !== department || officer.role !== 'publisher' || officer.isLocked)
    return refuse('officerId', '承办人须是该部门的在岗人员 · not an officer of that department');
  return officerId;
}

/** Who acts, as the log names him: whoever asked is a visitor there. */
export function actorOf(viewer: Viewer): Pick<Actor, 'accountId' | 'role'> | AskerActor {
  if (viewer.side === 'staff') return viewer.actor;
  // Not by the account's number: what is erased later is not led back to somebody through the log.
  return { accountId: null, role: 'visitor' };
}

type AskerActor = { accountId: null; role: 'visitor' };

type Logged = {
  row: CaseRow;
  actor: Pick<Actor, 'accountId' | 'role'> | AskerActor;
  action: string;
  details?: AuditDetails;
  at: Date;
};

async function log(tx: Tx, { row, actor, action, details = {}, at }: Logged): Promise<void> {
  const subject = `enquiry:${row.number}`;
  await appendAudit(tx, { actor, action, subject, details, at });
}
