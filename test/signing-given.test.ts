import { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';
import type { TimestampAuthority } from '@libpdf/core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { paperTasks, type PaperTasks } from '../api/agreements/paper-tasks.ts';
import { certificateStanding } from '../api/signatures/expiry-rules.ts';
import { fileFacts } from '../api/signatures/file-facts.ts';
import { givenMaterial } from '../api/signatures/material.ts';
import { ownTimestamps } from '../api/signatures/timestamp-desk.ts';
import { answerTimestamp } from '../api/signatures/timestamp-responder.ts';
import { tryTimestamps } from '../api/signatures/trial-stamp.ts';
import { openTrust } from '../api/signatures/trust.ts';
import { watchedTimestamps } from '../api/signatures/watched-timestamps.ts';
import { openOutsideAuthority, type ListFault, type OutsideAuthority } from './support/outside-authority.ts';
import { agreementPdf, makeTrust, type TestTrust } from './support/signed-agreement.ts';
import { askVerifiersOfAll } from './support/verifiers/pdf-verifiers.ts';

/** With what an authority gives: a PKCS #12 file, and timestamps over HTTP; both made by OpenSSL. */
let authority: OutsideAuthority;
let stranger: TestTrust;
let tasks: PaperTasks;
/** With a key of P-256; `tasks` has one of RSA. */
let curveTasks: PaperTasks;
let roots: Uint8Array[];

beforeAll(async () => {
  authority = await openOutsideAuthority();
  stranger = await makeTrust();
  const material = await givenMaterial(authority.signing, new Date());
  tasks = paperTasks(material);
  ({ roots } = await openTrust(material));
  const withCurve = { ...authority.signing, p12Path: authority.curveP12Path };
  curveTasks = paperTasks(await givenMaterial(withCurve, new Date()));
});
afterAll(() => authority.close());

const signature = (field: string, name: string | null) => ({
  field,
  name,
  reason: '投资意向书',
  mark: { strokes: [], seal: name === null },
  typedName: null,
  at: new Date(),
});

describe('a certificate and timestamps from outside', () => {
  async function archived(by: PaperTasks) {
    const signed = await by.sign(await agreementPdf(1), signature('party_1', '林国栋'));
    const sealed = await by.sign(signed.bytes, signature('platform', null));
    return (await by.archive(sealed.bytes)).bytes;
  }

  const sealedBy = async (by: PaperTasks) => {
    const signed = await by.sign(await agreementPdf(1), signature('party_1', '林国栋'));
    return (await by.sign(signed.bytes, signature('platform', null))).bytes;
  };

  it.each<[string, ListFault]>([
    ['is away', 503],
    ['answers nothing', 'silent'],
  ])(
    'are not archived while the authority that says who is revoked %s, and are when it is back',
    async (_, fault) => {
      const sealed = await sealedBy(tasks);
      authority.sufferLists(fault);
      onTestFinished(() => void authority.sufferLists(null));
      const stamped = authority.asked();
      const began = Date.now();
      await expect(tasks.archive(sealed)).rejects.toThrow(
        /^no revocation status could be had of (招商签署平台|外部)/,
      );
      expect(Date.now() - began).toBeLessThan(15_000);
      expect(authority.asked()).toBe(stamped);
      authority.sufferLists(null);
      const { longTerm } = await fileFacts((await tasks.archive(sealed)).bytes, roots);
      expect(longTerm).toMatchObject({ areSignersGood: true });
    },
    60_000,
  );

  it('are not archived where who issued the certificate has revoked it', async () => {
    const harsh = await openOutsideAuthority();
    onTestFinished(() => harsh.close());
    const by = paperTasks(await givenMaterial(harsh.signing, new Date()));
    const sealed = await sealedBy(by);
    harsh.revokePlatform();
    await expect(by.archive(sealed)).rejects.toThrow('招商签署平台 is revoked');
  }, 60_000);

  it('make files that every verifier finds valid under their root, for the long term too, with RSA and P-256', async () => {
    const files = [await archived(tasks), await archived(curveTasks)];
    const verdicts = askVerifiersOfAll(files, authority.root);
    for (const [index, bytes] of files.entries()) {
      const verdict = verdicts[index];
      expect(verdict?.pdfsig.slice(0, 2)).toEqual(Array(2).fill('Signature is Valid.'));
      expect(verdict?.openssl).toEqual([true, true, true]);
      expect(verdict?.stamps).toEqual([true, true]);
      expect(verdict?.qpdf).toBe(true);
      expect(verdict?.pdfbox.map(({ valid }) => valid)).toEqual([true, true, true]);
      const { signatures, longTerm } = await fileFacts(bytes, roots);
      expect(
        signatures.map(({ signerName, isIntact, isTrusted }) => [signerName, isIntact, isTrusted]),
      ).toEqual([
        ['招商签署平台', true, true],
        ['招商签署平台', true, true],
        ['外部时间戳', true, true],
      ]);
      expect(keyOf(signatures[0]?.certificate)).toBe(['rsa', 'ec'][index]);
      // The list of the root and that of the authority under it: OpenSSL made them, and each is signed by who may.
      expect(longTerm?.kept?.lists.map(({ status }) => status)).toEqual(['good', 'good']);
    }
  }, 90_000);
});

describe('no signature is made', () => {
  const attempt = async () => tasks.sign(await agreementPdf(1), signature('party_1', '林国栋'));

  it('when the authority is away', async () => {
    authority.suffer(503);
    await expect(attempt()).rejects.toThrow('503');
  });

  it.each([-61, 61])('when its clock is %i seconds from ours', async (seconds) => {
    authority.suffer(strangerAt(() => new Date(Date.now() + seconds * 1000)));
    await expect(attempt()).rejects.toThrow(/6[0-3] s apart/);
  });

  it('when it stamped something else', async () => {
    const other = strangerAt(() => new Date());
    authority.suffer((request) => {
      const changed = Buffer.from(request);
      // The digest stands behind its header: OCTET STRING of 32 bytes.
      const at = changed.indexOf(Buffer.from([0x04, 0x20])) + 2;
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      return other(changed);
    });
    await expect(attempt()).rejects.toThrow('something else');
  });

  it('when who stamped leads to none of the roots, or may sign and not stamp', async () => {
    authority.suffer(strangerAt(() => new Date()));
    await expect(attempt()).rejects.toThrow('leads to no root');
    const { root, timestamps, platform } = stranger;
    const digest = new Uint8Array(32);
    const watched = (stamper: TimestampAuthority) =>
      watchedTimestamps(stamper, { now: () => new Date(), roots: [root.certificate] });
    await expect(watched(timestamps).timestamp(digest, 'SHA-256')).resolves.toBeInstanceOf(Uint8Array);
    const signatory = ownTimestamps({ credential: platform, now: () => new Date() });
    await expect(watched(signatory).timestamp(digest, 'SHA-256')).rejects.toThrow('leads to no root');
  });

  it('when a known authority is named and its signature is another', async () => {
    const { root, timestamps } = stranger;
    const forged: TimestampAuthority = {
      async timestamp(digest, algorithm) {
        const token = new Uint8Array(await timestamps.timestamp(digest, algorithm));
        // The signature stands last.
        return token.with(-1, (token.at(-1) ?? 0) ^ 1);
      },
    };
    const watched = watchedTimestamps(forged, { now: () => new Date(), roots: [root.certificate] });
    await expect(watched.timestamp(new Uint8Array(32), 'SHA-256')).rejects.toThrow('whom it names');
  });

  it('and it is made again when all is well', async () => {
    await expect(attempt()).resolves.toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe('the start is refused', () => {
  it.each<[string, (given: OutsideAuthority) => Partial<Parameters<typeof givenMaterial>[0]>]>([
    ['SIGNING_P12 does not open', () => ({ password: 'wrong' })],
    ['SIGNING_P12 does not open', ({ curveP12Path: p12Path }) => ({ p12Path, password: 'wrong' })],
    ['SIGNING_P12 cannot be read', () => ({ p12Path: '/nowhere/platform.p12' })],
    ['SIGNING_ROOTS cannot be read', () => ({ rootsPath: '/nowhere/roots.pem' })],
    ['SIGNING_ROOTS holds no certificate', () => ({ rootsPath: import.meta.filename })],
    ['certifies itself and proves nothing', ({ selfSignedP12Path: p12Path }) => ({ p12Path })],
    ['SIGNING_P12 does not hold the root', () => ({ rootsPath: null })],
    ['leads to no root in SIGNING_ROOTS', ({ aloneP12Path: p12Path }) => ({ p12Path })],
  ])('%s', async (sentence, over) => {
    await expect(
      givenMaterial({ ...authority.signing, ...over(authority) }, new Date()),
    ).rejects.toMatchObject({ name: 'StartError', message: expect.stringContaining(sentence) });
  });

  it('when the certificate has ended, not before', async () => {
    await expect(givenMaterial(authority.signing, inDays(366))).rejects.toThrow(
      /^The certificate in SIGNING_P12 ended on 20\d\d-\d\d-\d\d/,
    );
    await expect(givenMaterial(authority.signing, inDays(364))).resolves.toMatchObject({ kind: 'given' });
  });

  it('when who stamps leads to none of the roots, and not when he is away: then nothing is signed until he comes', async () => {
    const { timestampAuthority } = await openTrust(await givenMaterial(authority.signing, new Date()));
    expect(await tryTimestamps(timestampAuthority)).toBeNull();
    authority.suffer(503);
    expect(String(await tryTimestamps(timestampAuthority))).toContain('503');
    authority.suffer(strangerAt(() => new Date()));
    await expect(tryTimestamps(timestampAuthority)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('name in SIGNING_ROOTS'),
    });
  });
});

describe('a file of a certificate that has its root in it', () => {
  it('needs no roots named', async () => {
    const whole = { ...authority.signing, p12Path: authority.wholeP12Path, rootsPath: null };
    const trust = await openTrust(await givenMaterial(whole, new Date()));
    expect(trust.roots.map((root) => Buffer.from(root))).toEqual([authority.root]);
    expect(await tryTimestamps(trust.timestampAuthority)).toBeNull();
  });
});

describe('an authority between the certificate and its root that ends first', () => {
  it('decides when no more is sent, and when the start is refused', async () => {
    const brief = await openOutsideAuthority({ issuingDays: 10 });
    onTestFinished(() => brief.close());
    const { notAfter } = await openTrust(await givenMaterial(brief.signing, new Date()));
    expect(certificateStanding(notAfter, new Date())).toBe('refused');
    await expect(givenMaterial(brief.signing, inDays(11))).rejects.toThrow(
      /^A certificate that the one in SIGNING_P12 leads to ended on 20\d\d-\d\d-\d\d/,
    );
  });
});

/** Timestamps of somebody whom no root knows. */
function strangerAt(now: () => Date) {
  return async (request: Buffer) =>
    Buffer.from(await answerTimestamp(new Uint8Array(request), { credential: stranger.root, now }));
}

function keyOf(certificate: Uint8Array | null | undefined) {
  return certificate ? new X509Certificate(certificate).publicKey.asymmetricKeyType : null;
}

function inDays(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}
