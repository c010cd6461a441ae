import type { Actor, SystemActor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { clockOf } from './clock-rules.ts';
import { consentVersion } from './consent.ts';
import {
  appendEvent,
  insertEnquiry,
  insertParcels,
  readAskedParcels,
  readDuty,
  type NewCase,
} from './enquiry-store.ts';
import { tellAsker, tellOfficers } from './notify.ts';
import { readAnsweringDepartment, type AnsweringDepartment } from './notify-store.ts';
import { workingTimeOf } from '../city/working-time.ts';
import type { EnquiryParts } from './parts.ts';
import type { Person } from './person-rules.ts';
import { insertMessage, insertPerson } from './person-store.ts';
import { departmentOf, onDuty } from './routing-rules.ts';

/** A question as it came in, by whichever channel. */
export type Question = Omit<NewCase, 'receivedAt' | 'isCodenamed'> & {
  parcelCodes: readonly string[];
  person: Person;
  words: string;
  consentVersion: string;
  /** The account of who asks. */
  accountId: number | null;
  /** Something about it wants a person's look before it counts. */
  isSuspect: boolean;
  /** What was answered in the call itself; it stops the clock. */
  answeredInCall: string | null;
  actor: Pick<Actor, 'accountId' | 'role'> | SystemActor;
};

/**
 * Takes a question in: it has a number, a department, an officer and a receipt in one transaction, or nothing of it.
 * @throws AppError `refused-by-rule` (422) for parcels that are not public, or a consent to another text.
 */
export async function receive(
  tx: Tx,
  parts: EnquiryParts,
  question: Question,
): Promise<{ id: number; number: string; department: Omit<AnsweringDepartment, 'phone'> }> {
  const at = parts.now();
  const { pack } = parts.city;
  requireCurrentConsent(question.consentVersion);
  const parcels = await requireParcels(tx, question.parcelCodes, at);
  const department = departmentOf(parcels, pack.hotline.department);
  const duty = onDuty(await readDuty(tx, department, at));
  const holder = { department, officerId: duty.officerId };
  const answering = await readAnsweringDepartment(tx, department, pack);
  const { channel, clockFrom, enteredBy, locale, person } = question;
  const isCodenamed = person.codename !== null;
  const enquiry = { channel, receivedAt: at, clockFrom, enteredBy, isCodenamed, locale };
  // Numbers follow one another without a gap: from here to the end whoever asks waits for this one.
  const { id, number } = await insertEnquiry(tx, enquiry);
  await insertParcels(tx, id, parcels);
  const consented = { version: question.consentVersion, at };
  await insertPerson(tx, { enquiryId: id, accountId: question.accountId, person, consented }, parts.secrets);
  const seq = await appendEvent(tx, id, { kind: 'received', at });
  await insertMessage(tx, { enquiryId: id, seq, words: question.words }, parts.secrets);
  if (question.isSuspect) await appendEvent(tx, id, { kind: 'held', detail: 'machine', at });
  await appendEvent(tx, id, { kind: 'routed', holder, detail: duty.detail, at });
  const clock = clockOf({ from: clockFrom, stoppedAt: null }, at, workingTimeOf(pack));
  const told = await tellAsker(tx, parts, { id, number, answering, person, locale, clock, at });
  await appendEvent(tx, id, { kind: 'acknowledged', detail: told, at });
  const { answeredInCall } = question;
  if (answeredInCall !== null) {
    const answer = await appendEvent(tx, id, { kind: 'answered', accountId: enteredBy, at });
    await insertMessage(tx, { enquiryId: id, seq: answer, words: answeredInCall }, parts.secrets);
  }
  await tellOfficers(tx, parts, { id, number, holder, clock });
  const codes = parcels.map(({ code }) => code);
  const details = { department, officer: duty.officerId, channel, parcels: codes };
  const subject = `enquiry:${number}`;
  await appendAudit(tx, { actor: question.actor, action: 'enquiry.receive', subject, details, at });
  return { id, number, department: { code: department, name: answering.name, nameEn: answering.nameEn } };
}

function requireCurrentConsent(version: string): void {
  if (version === consentVersion) return;
  throw new AppError('refused-by-rule', {
    detail: '告知文本已更新，请重新阅读并勾选同意。',
    errors: [{ path: 'consent.textVersion', message: `the text in force is ${consentVersion}` }],
  });
}

async function requireParcels(tx: Tx, codes: readonly string[], at: Date) {
  const unique = [...new Set(codes)];
  const parcels = await readAskedParcels(tx, unique, at);
  const found = new Set(parcels.map(({ code }) => code));
  const missing = unique.filter((code) => !found.has(code));
  if (missing.length === 0) return parcels;
  throw new AppError('refused-by-rule', {
    detail: `有 ${missing.length} 宗地块不在公开范围内，请移除后再提交。`,
    errors: missing.map((code) => ({
      path: `parcelCodes.${codes.indexOf(code)}`,
      message: '不是公开地块 · not a public parcel',
    })),
  });
}
