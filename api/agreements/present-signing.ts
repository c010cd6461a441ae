import { shanghaiTime } from '../calendar/rules.ts';
import {
  readAgreement,
  readAgreementParcels,
  readConfirmations,
  type AgreementRecord,
  type DraftFile,
} from './agreement-store.ts';
import { purposeOfRole } from './codes.ts';
import { consentInEnglish, consentText, consentVersion } from './consent.ts';
import { handwritingConsent } from './handwriting.ts';
import { readEvents } from './event-store.ts';
import type { SignerPlace } from './link-store.ts';
import { readAskedOfficer } from './officer-store.ts';
import type { AgreementParts } from './parts.ts';
import { readingOf } from './reading-store.ts';
import { readRevisions } from './revision-store.ts';
import { codeTo } from './signer-codes.ts';
import { readReachable, type Signer } from './signer-store.ts';
import { wholeText } from './whole-text.ts';
import type { Signing } from './signing-schema.ts';

type Presenting = {
  parts: AgreementParts;
  place: SignerPlace;
  countPages: (file: Pick<DraftFile, 'blob' | 'sha256'>) => Promise<number>;
};

const timeOf = (at: Date | string | undefined | null) => (at ? shanghaiTime(new Date(at)) : null);

/** The agreement as one of its signers sees it: nobody's address but his own, and that masked. */
export async function presentSigning({ parts, place, countPages }: Presenting): Promise<Signing> {
  const { agreementId, position } = place;
  const { sql } = parts.database;
  const agreement = await readAgreement(sql, agreementId);
  const [signers, revisions, confirmations, events, officer, parcels] = await Promise.all([
    readReachable(sql, parts.secrets, agreementId),
    readRevisions(sql, agreementId),
    readConfirmations(sql, agreementId),
    readEvents(sql, agreementId),
    readAskedOfficer(sql, agreement),
    readAgreementParcels(sql, agreementId),
  ]);
  const signer = signers.find((one) => one.position === position);
  if (signer === undefined) throw new Error('who signs is there');
  const base = revisions.find(({ number }) => number === 0);
  const { contact } = signer;
  const isCompleted = agreement.state === 'completed';
  const doneAt = (one: Signer) =>
    timeOf(
      one.role === 'approver' || one.role === 'witness'
        ? events.find(({ kind, position: of }) => kind === purposeOfRole(one.role) && of === one.position)?.at
        : revisions.find(({ kind, position: of }) => kind === 'signature' && of === one.position)?.at,
    );
  return {
    number: agreement.number,
    title: agreement.content.title,
    status: agreement.state,
    purpose: purposeOf(agreement, signer),
    baseSha256: base === undefined ? null : base.sha256.toString('hex'),
    draftSha256: agreement.draftSha256.toString('hex'),
    contentSha256: agreement.contentSha256.toString('hex'),
    pages: await countPages(base ?? { blob: agreement.draftBlob, sha256: agreement.draftSha256 }),
    text: wholeText(agreement),
    officer,
    signer: {
      name: contact.name,
      organisation: contact.organisation,
      party: signer.party,
      role: signer.role,
      capacity: signer.capacity,
      state: signer.state,
      doneAt: doneAt(signer),
      codeChannel: contact.phone === null ? 'mail' : 'sms',
      codeTo: codeTo(signer),
    },
    others: signers
      .filter((other) => other.position !== position)
      .map((other) => ({
        name: other.contact.name,
        organisation: other.contact.organisation,
        role: other.role,
        group: other.turn,
        state: other.state,
        doneAt: doneAt(other),
      })),
    confirmedAt: timeOf(confirmations.find(({ party }) => party === signer.party)?.at),
    readAt: timeOf(await readingOf(sql, { agreementId, position, contentSha256: agreement.contentSha256 })),
    consent: {
      textVersion: consentVersion,
      text: consentText(consentVersion),
      inEnglish: consentInEnglish(consentVersion),
    },
    handwriting: await handwritingConsent(sql, [place]),
    sentAt: timeOf(agreement.sentAt),
    deadline: shanghaiTime(agreement.deadline),
    endedAt: timeOf(agreement.endedAt),
    isTest: agreement.isTest,
    recalledParcels: parcels.flatMap(({ code, recalledAt }) => (recalledAt === null ? [] : [code])),
    canDownload: isCompleted,
    verifyCode: isCompleted ? agreement.verifyCode : null,
  };
}

function purposeOf({ state }: AgreementRecord, { role }: Signer): Signing['purpose'] {
  if (state === 'draft') return role === 'signer' ? 'confirm' : 'watch';
  return purposeOfRole(role) ?? 'watch';
}
