import { z } from 'zod';
import { shanghaiTime } from '../calendar/rules.ts';
import { workingTimeOf } from '../city/working-time.ts';
import {
  readAccountNames,
  readAgreement,
  readAgreementParcels,
  readConfirmations,
  readGates,
} from './agreement-store.ts';
import { blockersOf, unauthorisedOf } from './blocker-rules.ts';
import { readOpenDelegations, type StoredDelegation } from './delegation-store.ts';
import { readEvents } from './event-store.ts';
import { lintAgreement } from './lint-rules.ts';
import { lockedPlaces } from './locked-places.ts';
import { maskedEmail, maskedPhone } from './mask-rules.ts';
import { readObligations } from './obligation-store.ts';
import type { AgreementParts } from './parts.ts';
import { readProjectRow } from './project-store.ts';
import { readRevisions } from './revision-store.ts';
import type { Agreement } from './agreement-schema.ts';
import { readPlaces, type Contact } from './signer-store.ts';
import { gates } from './terms.ts';
import { isWholeText } from './whole-text.ts';

const timeOf = (at: Date | null) => (at === null ? null : shanghaiTime(at));
const hex = (bytes: Buffer) => bytes.toString('hex');

/** The whole of an agreement as its department sees it: no link, no code, addresses masked. */
export async function presentAgreement(parts: AgreementParts, id: number): Promise<Agreement> {
  const { sql } = parts.database;
  const agreement = await readAgreement(sql, id);
  const { isWorked } = workingTimeOf(parts.city.pack);
  const [
    project,
    signers,
    delegations,
    gateRows,
    confirmed,
    parcels,
    revisions,
    events,
    obligations,
    locked,
  ] = await Promise.all([
    readProjectRow(sql, agreement.projectId, null),
    readPlaces(sql, parts.secrets, id),
    readOpenDelegations(sql, parts.secrets, id),
    readGates(sql, id),
    readConfirmations(sql, id),
    readAgreementParcels(sql, id),
    readRevisions(sql, id),
    readEvents(sql, id),
    readObligations(sql, { projectId: agreement.projectId, agreementId: id, now: parts.now(), isWorked }),
    lockedPlaces(sql, id),
  ]);
  if (project === null) throw new Error('an agreement has a project');
  const { content } = agreement;
  const findings = lintAgreement(content);
  const names = await readAccountNames(
    sql,
    events.flatMap(({ accountId }) => accountId ?? []),
  );
  return {
    number: agreement.number,
    title: content.title,
    template: agreement.templateKey,
    templateVersion: agreement.templateVersion,
    exclusive: agreement.exclusive,
    status: agreement.state,
    department: agreement.department,
    project: { id: project.id, number: project.number, name: project.name, company: project.company },
    admissionIndustry: agreement.admissionIndustry,
    version: agreement.version,
    contentSha256: hex(agreement.contentSha256),
    draftSha256: hex(agreement.draftSha256),
    baseSha256: revisions[0] === undefined ? null : hex(revisions[0].sha256),
    text: content,
    isTextWhole: isWholeText(agreement),
    missing: agreement.missing,
    findings: findings.map(({ rule, severity, message, remedy }) => ({ rule, severity, message, remedy })),
    signers: signers.map(
      ({ position, party, role, turn, capacity, authorisation, state, contact, remindedAt }) => ({
        position,
        party,
        role,
        group: turn,
        ...shownContact(contact),
        capacity,
        authorisation,
        state,
        remindedAt: timeOf(remindedAt),
        isLocked: locked.has(position),
        delegation: delegationOf(delegations.findLast((one) => one.position === position)),
        isYou: false,
      }),
    ),
    gates: gates.map((gate) => {
      const row = gateRows.find((one) => one.gate === gate);
      return {
        gate,
        outcome: row?.outcome ?? null,
        note: row?.note ?? null,
        by: row?.by ?? null,
        at: timeOf(row?.at ?? null),
      };
    }),
    confirmations: content.parties.map(({ party }) => ({
      party,
      at: timeOf(confirmed.find((one) => one.party === party)?.at ?? null),
    })),
    blockers:
      agreement.state === 'draft'
        ? blockersOf({
            missing: agreement.missing,
            findings,
            passed: gateRows.filter(({ outcome }) => outcome === 'passed').map(({ gate }) => gate),
            confirmed: confirmed.map(({ party }) => party),
            unauthorised: unauthorisedOf(signers),
            sides: content.parties,
          })
        : [],
    deadline: shanghaiTime(agreement.deadline),
    publishName: agreement.publishName,
    publishAmount: agreement.publishAmount,
    parcels: parcels.map(({ code, version, heldUntil, recalledAt }) => ({
      code,
      version,
      heldUntil: timeOf(heldUntil),
      recalledAt: timeOf(recalledAt),
    })),
    revisions: revisions.map(({ number, kind, sha256, bytes, at }) => ({
      number,
      kind,
      sha256: hex(sha256),
      bytes,
      at: shanghaiTime(at),
    })),
    events: events.map(({ seq, at, kind, position, accountId, details }) => ({
      seq,
      at: shanghaiTime(new Date(at)),
      kind,
      position,
      by: accountId === null ? null : (names.get(accountId) ?? null),
      letter: kind === 'undelivered' ? letterOf(details) : null,
      reason: kind === 'remind' ? reasonOf(details) : null,
      gate: kind === 'gate' ? gateOf(details) : null,
      isOfDraft: kind === 'code' && OfDraft.safeParse(JSON.parse(details)).success,
    })),
    obligations: obligations.map(({ agreement: _, ...obligation }) => obligation),
    tier: agreement.tier,
    isTest: agreement.isTest,
    verifyCode: agreement.verifyCode,
    endReason: agreement.endReason,
    sealing: {
      attempts: agreement.sealAttempts,
      failure: agreement.sealFailure,
      nextAt: timeOf(agreement.sealNextAt),
    },
    createdAt: shanghaiTime(agreement.createdAt),
    sentAt: timeOf(agreement.sentAt),
    endedAt: timeOf(agreement.endedAt),
  };
}

function shownContact(contact: Contact | null) {
  if (contact === null)
    return { isContactReadable: false, name: '', organisation: '', email: '', phone: null };
  const { name, organisation, email, phone } = contact;
  return {
    ...{ isContactReadable: true, name, organisation },
    email: maskedEmail(email),
    phone: phone === null ? null : maskedPhone(phone),
  };
}

const Undelivered = z.object({ letter: z.string() });

/** Null for what was noted before the cause was. */
function letterOf(details: string): string | null {
  return Undelivered.safeParse(JSON.parse(details)).data?.letter ?? null;
}

const Reasoned = z.object({ reason: z.string() });

/** Null for a reminder without one. */
function reasonOf(details: string): string | null {
  return Reasoned.safeParse(JSON.parse(details)).data?.reason ?? null;
}

const Decided = z.object({ gate: z.enum(gates), outcome: z.enum(['passed', 'refused']) });

function gateOf(details: string): Agreement['events'][number]['gate'] {
  return Decided.safeParse(JSON.parse(details)).data ?? null;
}

/** A code names the draft it confirms, else the file that was sent. */
const OfDraft = z.object({ draft: z.string() });

function delegationOf(asked: StoredDelegation | undefined): Agreement['signers'][number]['delegation'] {
  if (asked === undefined) return null;
  const { to, reason, askedAt, outcome, authorisation } = asked;
  return {
    name: to.name,
    email: maskedEmail(to.email),
    phone: to.phone === null ? null : maskedPhone(to.phone),
    reason,
    askedAt: shanghaiTime(askedAt),
    outcome,
    authorisation,
  };
}
