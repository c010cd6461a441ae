import { Constructed, Enumerated, GeneralizedTime, OctetString, Primitive } from 'asn1js';
import {
  BasicOCSPResponse,
  CertID,
  Certificate,
  CertificateRevocationList,
  OCSPResponse,
  ResponseBytes,
  RevokedCertificate,
  SingleResponse,
  Time,
} from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOfOriginal, type Examined, type Registered } from '../api/agreements/verify-rules.ts';
import type { Credential } from '../api/signatures/certificates.ts';
import { fileFacts } from '../api/signatures/file-facts.ts';
import { engine } from '../api/signatures/signed-message.ts';
import { makeTrust, signedRevisions, type TestTrust } from './support/signed-agreement.ts';

let trust: TestTrust;

beforeAll(async () => {
  trust = await makeTrust();
});

/** The list of the root with one of its certificates in it. */
async function listNaming(certificate: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const list = CertificateRevocationList.fromBER(new Uint8Array(trust.revocations));
  const userCertificate = Certificate.fromBER(new Uint8Array(certificate)).serialNumber;
  const revocationDate = new Time({ value: new Date() });
  list.revokedCertificates = [new RevokedCertificate({ userCertificate, revocationDate })];
  await list.sign(trust.root.privateKey, 'SHA-256');
  return new Uint8Array(list.toSchema(true).toBER());
}

const thisUpdate = new Date('2026-11-22T00:00:00Z');
const nextUpdate = new Date('2026-11-29T00:00:00Z');

/** An answer (OCSP) of `signer` about a certificate of `issuer`. */
async function answerOn(
  certificate: Uint8Array,
  { status, issuer, signer }: { status: 'good' | 'revoked' } & Record<'issuer' | 'signer', Credential>,
): Promise<Uint8Array<ArrayBuffer>> {
  const read = (bytes: Uint8Array) => Certificate.fromBER(new Uint8Array(bytes));
  const certID = new CertID();
  const issuerCertificate = read(issuer.certificate);
  await certID.createForCertificate(read(certificate), { hashAlgorithm: 'SHA-1', issuerCertificate }, engine);
  const tag = { tagClass: 3, tagNumber: status === 'good' ? 0 : 1 };
  const certStatus =
    status === 'good'
      ? new Primitive({ idBlock: tag })
      : new Constructed({ idBlock: tag, value: [new GeneralizedTime({ valueDate: thisUpdate })] });
  const basic = new BasicOCSPResponse();
  basic.tbsResponseData.responderID = read(signer.certificate).subject;
  basic.tbsResponseData.producedAt = thisUpdate;
  basic.tbsResponseData.responses = [new SingleResponse({ certID, certStatus, thisUpdate, nextUpdate })];
  await basic.sign(signer.privateKey, 'SHA-256', engine);
  const response = new OctetString({ valueHex: basic.toSchema().toBER() });
  const whole = new OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new ResponseBytes({ responseType: '1.3.6.1.5.5.7.48.1.1', response }),
  });
  return new Uint8Array(whole.toSchema().toBER());
}

async function examined(bytes: Uint8Array, roots = [trust.root.certificate]) {
  return await fileFacts(bytes, roots);
}

function registeredAs(isTest: boolean): Registered {
  const revisions = [{ number: 0, kind: 'archive', bytes: 1, sha256: Buffer.alloc(32) } as const];
  return { state: 'completed', tier: isTest ? 'T0' : 'T1', isTest, revisions };
}

function linesOf(read: Examined, isTest: boolean): string[] {
  const { trust: of, revocation } = findingsOfOriginal(registeredAs(isTest), 0, read);
  return [of, revocation].map(({ verdict, reason }) => `${verdict} ${reason}`);
}

describe('trust and revocation of a file of ours', () => {
  it('are what stands in it: before the archive no status, then that of its own list', async () => {
    const revisions = await signedRevisions(trust, 1);
    const [first, , archived] = await Promise.all(revisions.map(({ bytes }) => examined(bytes)));
    if (first === undefined || archived === undefined) throw new Error('three states were made');
    expect(first.longTerm).toBeNull();
    expect(archived.longTerm).toEqual({ lists: 1, answers: [], revoked: 0 });
    expect(linesOf(first, true)).toEqual(['caution test-certificate', 'fact not-archived']);
    expect(linesOf(archived, true)).toEqual(['caution test-certificate', 'caution own-list']);
    expect(linesOf(archived, false)).toEqual(['caution process-recorded', 'caution kept-at-sealing']);
  });

  it('say that a certificate leads to no known root, or stands in the list', async () => {
    const [signatory] = trust.parties;
    if (signatory === undefined) throw new Error('nobody signs');
    const revocations = await listNaming(signatory.certificate);
    const bytes = (await signedRevisions({ ...trust, revocations }, 1)).at(-1)?.bytes ?? new Uint8Array();
    const stranger = await makeTrust();
    expect(linesOf(await examined(bytes), false)).toEqual(['caution process-recorded', 'bad revoked']);
    expect(linesOf(await examined(bytes, [stranger.root.certificate]), false)).toEqual([
      'bad no-root',
      'bad revoked',
    ]);
  });

  it('say what the answers in it say that the issuer signed, and believe no other', async () => {
    const { root, parties, platform } = trust;
    const [signatory] = parties;
    if (signatory === undefined) throw new Error('nobody signs');
    const stranger = await makeTrust();
    for (const [status, signer, line, said] of [
      ['revoked', root, 'bad revoked', 'revoked 2026-11-22T00:00:00.000Z–2026-11-29T00:00:00.000Z'],
      ['good', root, 'caution kept-at-sealing', 'good 2026-11-22T00:00:00.000Z–2026-11-29T00:00:00.000Z'],
      // By another root, and by who has a certificate of this one, but not for this.
      ['revoked', stranger.root, 'caution kept-at-sealing', 'unproved'],
      ['revoked', platform, 'caution kept-at-sealing', 'unproved'],
    ] as const) {
      const answer = await answerOn(signatory.certificate, { status, issuer: root, signer });
      const getOCSP = (of: Uint8Array) =>
        Promise.resolve(Buffer.from(of).equals(signatory.certificate) ? answer : null);
      const bytes = (await signedRevisions(trust, 1, { getOCSP })).at(-1)?.bytes ?? new Uint8Array();
      const read = await examined(bytes);
      expect([linesOf(read, false)[1], read.longTerm?.answers.length]).toEqual([line, 1]);
      expect(findingsOfOriginal(registeredAs(false), 0, read).revocation.technical).toContain(
        `1 OCSP (${said})`,
      );
      const alone = { ...read, longTerm: read.longTerm && { ...read.longTerm, lists: 0 } };
      if (said === 'unproved') expect(linesOf(alone, false)[1]).toBe('caution no-status');
    }
  });

  it('leave no file good whose signature is broken, though the register has these very bytes', async () => {
    const bytes = (await signedRevisions(trust, 1)).at(-1)?.bytes ?? new Uint8Array();
    const read = await examined(bytes);
    const integrityOf = (of: Examined) => {
      const { verdict, reason } = findingsOfOriginal(registeredAs(false), 0, of).integrity;
      return `${verdict} ${reason}`;
    };
    expect(integrityOf(read)).toBe('good identical');
    const [first, ...others] = read.signatures;
    if (first === undefined) throw new Error('it is signed');
    expect(integrityOf({ ...read, signatures: [{ ...first, isIntact: false }, ...others] })).toBe(
      'bad broken',
    );
  });

  it('say nothing of a file that was not read or holds nothing, and miss a status that is not there', () => {
    expect(linesOf(null, false)).toEqual(['fact unread', 'fact unread']);
    expect(linesOf({ signatures: [], longTerm: null }, false)).toEqual([
      'fact no-signature',
      'fact not-archived',
    ]);
    const bare = { signatures: [], longTerm: { lists: 0, answers: [], revoked: 0 } };
    expect(linesOf(bare, false)[1]).toBe('caution no-status');
  });
});
