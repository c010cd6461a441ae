import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOfOriginal, type Examined, type Registered } from '../api/agreements/verify-rules.ts';
import { fileFacts } from '../api/signatures/file-facts.ts';
import { makeTrust, signedRevisions, type TestTrust } from './support/signed-agreement.ts';
import { statusAnswer, statusList } from './support/status-data.ts';

let trust: TestTrust;

beforeAll(async () => {
  trust = await makeTrust();
});

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
    expect(archived.longTerm?.kept).toMatchObject({ lists: [{ status: 'good' }], answers: [] });
    expect(linesOf(first, true)).toEqual(['caution test-certificate', 'fact not-archived']);
    expect(linesOf(archived, true)).toEqual(['caution test-certificate', 'caution own-list']);
    expect(linesOf(archived, false)).toEqual(['caution process-recorded', 'caution kept-at-sealing']);
  });

  it('say that a certificate leads to no known root, or stands in the list', async () => {
    const [signatory] = trust.parties;
    if (signatory === undefined) throw new Error('nobody signs');
    const revocations = await statusList(trust.root, { names: [signatory.certificate] });
    const bytes = (await signedRevisions({ ...trust, revocations }, 1)).at(-1)?.bytes ?? new Uint8Array();
    const stranger = await makeTrust();
    expect(linesOf(await examined(bytes), false)).toEqual(['caution process-recorded', 'bad revoked']);
    expect(linesOf(await examined(bytes, [stranger.root.certificate]), false)).toEqual([
      'bad no-root',
      'bad revoked',
    ]);
  });

  it('say what the lists and answers in it say that the issuer signed, and believe no other', async () => {
    const { root, parties } = trust;
    const [signatory] = parties;
    if (signatory === undefined) throw new Error('nobody signs');
    const stranger = await makeTrust();
    const names = [signatory.certificate];
    const truth = trust.revocations;
    const forged = await statusList(stranger.root, { names });
    const answered = (status: 'good' | 'revoked', signer = root) =>
      statusAnswer(signatory.certificate, { status, issuer: root, signer });
    const ofPlatform = await statusAnswer(trust.platform.certificate, {
      ...{ status: 'good', issuer: root, signer: root },
    });
    const ofTimestamps = await statusAnswer(trust.stampedBy, {
      ...{ status: 'good', issuer: root, signer: root },
    });
    for (const [revocations, answers, line, said] of [
      [truth, [await answered('revoked')], 'bad revoked', /1 CRL \(good .+Z\), 1 OCSP \(revoked .+Z\)/],
      [
        forged,
        [await answered('good'), ofPlatform],
        'caution kept-at-sealing',
        /2 OCSP \(good .+Z; good .+Z\)/,
      ],
      [forged, [await answered('good')], 'caution no-status', /1 CRL \(unproved\), 1 OCSP \(good .+Z\)/],
      [forged, [null, null, ofTimestamps], 'caution no-status', /1 CRL \(unproved\), 1 OCSP \(good .+Z\)/],
      [forged, [await answered('revoked', stranger.root)], 'caution no-status', /\(unproved\).+\(unproved\)/],
    ] as const) {
      const answerTo = [signatory.certificate, trust.platform.certificate, trust.stampedBy];
      const getOCSP = (of: Uint8Array) =>
        Promise.resolve(answers[answerTo.findIndex((one) => Buffer.from(of).equals(one))] ?? null);
      const revisions = await signedRevisions({ ...trust, revocations }, 1, { getOCSP });
      const read = await examined(revisions.at(-1)?.bytes ?? new Uint8Array());
      expect(linesOf(read, false)[1]).toBe(line);
      expect(findingsOfOriginal(registeredAs(false), 0, read).revocation.technical).toMatch(said);
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
    const none = { lists: [], answers: [] };
    const bare = { signatures: [], longTerm: { kept: none, carried: none, areSignersGood: false } };
    expect(linesOf(bare, false)[1]).toBe('caution no-status');
  });
});
