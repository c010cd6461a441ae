import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperTasks, type PaperTasks } from '../api/agreements/paper-tasks.ts';
import { fileSignatures } from '../api/signatures/file-signatures.ts';
import { givenMaterial } from '../api/signatures/material.ts';
import { answerTimestamp } from '../api/signatures/timestamp-responder.ts';
import { openTrust } from '../api/signatures/trust.ts';
import { openOutsideAuthority, type OutsideAuthority } from './support/outside-authority.ts';
import { agreementPdf, makeTrust } from './support/signed-agreement.ts';
import { askVerifiers } from './support/verifiers/pdf-verifiers.ts';

/** With what an authority gives: a PKCS #12 file, and timestamps over HTTP; both made by OpenSSL. */
let authority: OutsideAuthority;
let tasks: PaperTasks;
let roots: Uint8Array[];

beforeAll(async () => {
  authority = await openOutsideAuthority();
  const material = await givenMaterial(authority.signing, new Date());
  tasks = paperTasks(material);
  ({ roots } = await openTrust(material));
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
  it('make files that every verifier finds valid under their root, for the long term too', async () => {
    const signed = await tasks.sign(await agreementPdf(1), signature('party_1', '林国栋'));
    const sealed = await tasks.sign(signed.bytes, signature('platform', null));
    const { bytes } = await tasks.archive(sealed.bytes);
    const verdicts = askVerifiers(bytes, authority.root);
    expect(verdicts.pdfsig.slice(0, 2)).toEqual(Array(2).fill('Signature is Valid.'));
    expect(verdicts.openssl).toEqual([true, true, true]);
    expect(verdicts.stamps).toEqual([true, true]);
    expect(verdicts.qpdf).toBe(true);
    expect(verdicts.pdfbox.every(({ valid }) => valid)).toBe(true);
    const read = await fileSignatures(bytes, roots);
    expect(read.map(({ signerName, isIntact, isTrusted }) => [signerName, isIntact, isTrusted])).toEqual([
      ['招商签署平台', true, true],
      ['招商签署平台', true, true],
      ['外部时间戳', true, true],
    ]);
  }, 90_000);
});

describe('no signature is made', () => {
  const attempt = async () => tasks.sign(await agreementPdf(1), signature('party_1', '林国栋'));

  it('when the authority is away', async () => {
    authority.suffer(503);
    await expect(attempt()).rejects.toThrow('503');
  });

  it.each([-61, 61])('when its clock is %i seconds from ours', async (seconds) => {
    const { timestamps } = await deskAt(() => new Date(Date.now() + seconds * 1000));
    authority.suffer(timestamps);
    await expect(attempt()).rejects.toThrow(/6[0-3] s apart/);
  });

  it('when it stamped something else', async () => {
    const other = await deskAt(() => new Date());
    authority.suffer((request) => {
      const changed = Buffer.from(request);
      // The digest stands behind its header: OCTET STRING of 32 bytes.
      const at = changed.indexOf(Buffer.from([0x04, 0x20])) + 2;
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      return other.timestamps(changed);
    });
    await expect(attempt()).rejects.toThrow('something else');
  });

  it('and it is made again when all is well', async () => {
    await expect(attempt()).resolves.toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  async function deskAt(now: () => Date) {
    const { root } = await makeTrust();
    return {
      timestamps: async (request: Buffer) =>
        Buffer.from(await answerTimestamp(new Uint8Array(request), { credential: root, now })),
    };
  }
});

describe('the start is refused', () => {
  it.each<[string, Partial<OutsideAuthority['signing']>]>([
    ['SIGNING_P12 does not open', { password: 'wrong' }],
    ['SIGNING_P12 cannot be read', { p12Path: '/nowhere/platform.p12' }],
    ['SIGNING_ROOTS cannot be read', { rootsPath: '/nowhere/roots.pem' }],
    ['SIGNING_ROOTS holds no certificate', { rootsPath: import.meta.filename }],
  ])('%s', async (sentence, over) => {
    await expect(givenMaterial({ ...authority.signing, ...over }, new Date())).rejects.toThrow(sentence);
  });

  it('when the certificate has ended, not before', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    await expect(givenMaterial(authority.signing, inDays(366))).rejects.toThrow(/ended on 20\d\d-\d\d-\d\d/);
    await expect(givenMaterial(authority.signing, inDays(364))).resolves.toMatchObject({ kind: 'given' });
  });
});
