import { Integer } from 'asn1js';
import {
  Certificate,
  CRLDistributionPoints,
  DistributionPoint,
  Extension,
  GeneralName,
  IssuingDistributionPoint,
} from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { askedAbout, type Asked } from '../api/signatures/certificate-status.ts';
import { issueCertificate, type Credential } from '../api/signatures/certificates.ts';
import { engine } from '../api/signatures/signed-data.ts';
import { readStatusAnswer } from '../api/signatures/status-answers.ts';
import { readStatusList } from '../api/signatures/status-lists.ts';
import { inDays, makeResponder, statusAnswer, statusList } from './support/status-data.ts';

/** A root, an authority under it that certified who signed today, and another root of the same name. */
let root: Credential;
let issuing: Credential;
let platform: Credential;
let namesake: Credential;
let asked: Asked[];

const certificateOf = ({ certificate }: Credential) => Certificate.fromBER(certificate);
const certified = (name: string, purpose: 'authority' | 'signature', issuer: Credential | null) =>
  issueCertificate({ name, keyType: 'EC', purpose, notBefore: inDays(-400), notAfter: inDays(400) }, issuer);

beforeAll(async () => {
  root = await certified('根', 'authority', null);
  issuing = await certified('签发机构', 'authority', root);
  platform = await certified('平台', 'signature', issuing);
  namesake = await certified('签发机构', 'authority', null);
  asked = await askedAbout(
    [{ certificate: certificateOf(platform), signedAt: new Date() }],
    [namesake, root, issuing, platform].map(certificateOf),
  );
});

describe('who is asked about', () => {
  it('are who signed and all above him but the root, each with who really certified it', () => {
    expect(asked.map(({ certificate, issuer }) => [certificate, issuer].map(serial))).toEqual([
      [platform, issuing].map(certificateOf).map(serial),
      [issuing, root].map(certificateOf).map(serial),
    ]);
  });
});

describe('a list of revoked certificates', () => {
  const statusOf = async (signer: Credential, list: Parameters<typeof statusList>[1]) =>
    (await readStatusList(await statusList(signer, list), asked)).status;

  it('is believed of who issued them: that it names one, or its authority, or neither', async () => {
    expect(await statusOf(issuing, { names: [platform.certificate] })).toBe('revoked');
    expect(await statusOf(root, { names: [issuing.certificate] })).toBe('revoked');
    expect(await statusOf(issuing, { names: [] })).toBe('good');
    expect(await statusOf(issuing, { names: [namesake.certificate] })).toBe('good');
  });

  it('proves nothing when another signed it in that name, or changed it, or it is none', async () => {
    expect(await statusOf(namesake, { names: [platform.certificate] })).toBe('unproved');
    expect(await statusOf(namesake, { names: [] })).toBe('unproved');
    const changed = Buffer.from(await statusList(issuing, { names: [platform.certificate] }));
    const serialAt = changed.indexOf(Buffer.from(serial(certificateOf(platform)), 'hex'));
    changed[serialAt + 1] = (changed[serialAt + 1] ?? 0) ^ 1;
    expect((await readStatusList(changed, asked)).status).toBe('unproved');
    expect((await readStatusList(Buffer.from('list'), asked)).status).toBe('unproved');
  });

  it('says of nobody that he was in order after newer word was due; who was revoked stays so', async () => {
    expect(await statusOf(issuing, { names: [], from: inDays(-6) })).toBe('good');
    expect(await statusOf(issuing, { names: [], from: inDays(-8) })).toBe('outdated');
    expect(await statusOf(issuing, { names: [platform.certificate], from: inDays(-8) })).toBe('revoked');
    expect(await statusOf(issuing, { names: [], from: inDays(1) })).toBe('good');
  });

  it('of changes alone (delta) says who was revoked, and of nobody else that he is in order', async () => {
    const extnValue = new Integer({ value: 1 }).toBER();
    const extensions = [new Extension({ extnID: '2.5.29.27', critical: true, extnValue })];
    expect(await statusOf(issuing, { names: [], extensions })).toBe('partial');
    expect(await statusOf(issuing, { names: [platform.certificate], extensions })).toBe('revoked');
    // Taken off the list again (removeFromCRL).
    const names = [platform.certificate];
    expect(await statusOf(issuing, { names, extensions, reason: 8 })).toBe('partial');
    expect(await statusOf(issuing, { names, extensions, reason: 1 })).toBe('revoked');
  });

  it('is of those certificates and reasons that it says it is of', async () => {
    const ofScope = (scope: Partial<IssuingDistributionPoint>) => {
      const extnValue = new IssuingDistributionPoint(scope).toSchema().toBER();
      return [new Extension({ extnID: '2.5.29.28', critical: true, extnValue })];
    };
    const said = (scope: Partial<IssuingDistributionPoint>) =>
      statusOf(issuing, { names: [], extensions: ofScope(scope) });
    expect(await said({ onlyContainsUserCerts: true })).toBe('good');
    expect(await said({ onlyContainsCACerts: true })).toBe('unproved');
    expect(await said({ onlyContainsAttributeCerts: true })).toBe('unproved');
    expect(await said({ indirectCRL: true })).toBe('partial');
    const ofRoot = { names: [], extensions: ofScope({ onlyContainsCACerts: true }) };
    expect(await statusOf(root, ofRoot)).toBe('good');
  });

  it('of one point among several (shard) says of nobody else that he is in order', async () => {
    const shard = new GeneralName({ type: 6, value: 'http://ca.test/shard-7.crl' });
    const other = new GeneralName({ type: 6, value: 'http://ca.test/shard-8.crl' });
    const extnValue = new IssuingDistributionPoint({ distributionPoint: [shard] }).toSchema().toBER();
    const extensions = [new Extension({ extnID: '2.5.29.28', critical: true, extnValue })];
    const saidOf = async (points: readonly GeneralName[], isRevoked = false) => {
      const certificate = await pointing(points);
      const names = isRevoked ? [new Uint8Array(certificate.toSchema().toBER())] : [];
      const his = await askedAbout(
        [{ certificate, signedAt: new Date() }],
        [issuing, root].map(certificateOf),
      );
      return (await readStatusList(await statusList(issuing, { names, extensions }), his)).status;
    };
    expect(await saidOf([])).toBe('partial');
    expect(await saidOf([other])).toBe('partial');
    expect(await saidOf([other], true)).toBe('revoked');
    expect(await saidOf([shard])).toBe('good');
    expect(await saidOf([other, shard])).toBe('good');
    expect(await saidOf([shard], true)).toBe('revoked');
  });

  it('covers every signature, not only the earlier ones', async () => {
    const signedAt = (days: number) => ({ certificate: certificateOf(platform), signedAt: inDays(days) });
    const known = [root, issuing, platform].map(certificateOf);
    // It ended eight days ago.
    const list = await statusList(issuing, { names: [], from: inDays(-15) });
    const statusFor = async (...signed: ReturnType<typeof signedAt>[]) =>
      (await readStatusList(list, await askedAbout(signed, known))).status;
    expect(await statusFor(signedAt(-12))).toBe('good');
    expect(await statusFor(signedAt(-12), signedAt(-1))).toBe('outdated');
    expect(await statusFor(signedAt(-1), signedAt(-12))).toBe('outdated');
  });
});

describe('an answer about a certificate', () => {
  const statusesOf = async (answer: Omit<Parameters<typeof statusAnswer>[1], 'issuer'>) =>
    (
      await readStatusAnswer(await statusAnswer(platform.certificate, { ...answer, issuer: issuing }), asked)
    ).map(({ status }) => status);
  const delegated = async (signer: Credential, status: 'good' | 'revoked' = 'good') =>
    await statusesOf({ status, signer, isDelegated: true });

  it('is believed of who issued it, up to when newer word was due', async () => {
    expect(await statusesOf({ status: 'good', signer: issuing })).toEqual(['good']);
    expect(await statusesOf({ status: 'revoked', signer: issuing })).toEqual(['revoked']);
    expect(await statusesOf({ status: 'good', signer: issuing, from: inDays(-8) })).toEqual(['outdated']);
    expect(await statusesOf({ status: 'good', signer: namesake })).toEqual(['unproved']);
    expect((await readStatusAnswer(Buffer.from('answer'), asked)).map(({ status }) => status)).toEqual([
      'unproved',
    ]);
  });

  it('is believed of a responder that the issuer certified for answering', async () => {
    const responder = await makeResponder(issuing);
    expect(await delegated(responder)).toEqual(['good']);
    expect(await delegated(responder, 'revoked')).toEqual(['revoked']);
  });

  it.each<[string, () => Promise<Credential>]>([
    ['is certified for no purpose', () => certified('状态应答', 'signature', issuing)],
    ['is certified for another purpose', () => makeResponder(issuing, { purpose: '1.3.6.1.5.5.7.3.8' })],
    ['was certified by the authority above', () => makeResponder(root)],
    ['was certified by another in its name', () => makeResponder(namesake)],
    ['had a certificate that was over', () => makeResponder(issuing, { notAfter: inDays(-2) })],
  ])('proves nothing of a responder that %s', async (_, make) => {
    expect(await delegated(await make())).toEqual(['unproved']);
  });
});

/** The certificate of the platform with those points in it. */
async function pointing(points: readonly GeneralName[]): Promise<Certificate> {
  const certificate = certificateOf(platform);
  if (points.length === 0) return certificate;
  const distributionPoints = points.map((point) => new DistributionPoint({ distributionPoint: [point] }));
  const extnValue = new CRLDistributionPoints({ distributionPoints }).toSchema().toBER();
  certificate.extensions?.push(new Extension({ extnID: '2.5.29.31', extnValue }));
  await certificate.sign(issuing.privateKey, 'SHA-256', engine);
  return Certificate.fromBER(certificate.toSchema(true).toBER());
}

function serial({ serialNumber }: Certificate): string {
  return Buffer.from(serialNumber.valueBlock.valueHexView).toString('hex');
}
