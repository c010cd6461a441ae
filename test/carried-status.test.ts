import { Constructed, fromBER, Sequence } from 'asn1js';
import {
  Attribute,
  CertificateRevocationList,
  ContentInfo,
  OtherRevocationInfoFormat,
  SignedData,
} from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOfForeign } from '../api/agreements/foreign-rules.ts';
import { revocationOf } from '../api/agreements/revocation-rules.ts';
import { fileFacts } from '../api/signatures/file-facts.ts';
import { signatureParts } from '../api/signatures/signature-parts.ts';
import { makeTrust, signedRevisions, type TestTrust } from './support/signed-agreement.ts';
import { statusAnswer, statusList } from './support/status-data.ts';

let trust: TestTrust;
let file: Uint8Array<ArrayBuffer>;
let slot: number;
let value: Uint8Array<ArrayBuffer>;
let signatory: Uint8Array;

beforeAll(async () => {
  trust = await makeTrust();
  signatory = trust.parties[0]?.certificate ?? new Uint8Array();
  const [first] = await signedRevisions(trust, 1);
  file = new Uint8Array(first?.bytes ?? new Uint8Array());
  const [part] = await signatureParts(file);
  if (part === undefined) throw new Error('it is signed');
  slot = part.range[1] + 1;
  ({ value } = part);
});

/** The file with something more in its signature, beside what is signed. */
async function factsWith(change: (signed: SignedData) => void) {
  const { contentType, content } = ContentInfo.fromBER(value);
  const signed = new SignedData({ schema: content });
  change(signed);
  const changed = new ContentInfo({ contentType, content: signed.toSchema() }).toSchema().toBER();
  const bytes = new Uint8Array(file);
  bytes.fill('0'.charCodeAt(0), slot, Buffer.from(file).indexOf('>', slot));
  bytes.set(Buffer.from(Buffer.from(changed).toString('hex')), slot);
  return await fileFacts(bytes, [trust.root.certificate]);
}

const listed = async (names: readonly Uint8Array[], issuer = trust.root) =>
  CertificateRevocationList.fromBER(await statusList(issuer, { names }));
const answered = async (status: 'good' | 'revoked') =>
  statusAnswer(signatory, { status, issuer: trust.root, signer: trust.root });
const lineOf = (facts: Awaited<ReturnType<typeof fileFacts>>) => {
  const { verdict, reason, technical } = revocationOf({ isTest: false }, facts);
  return `${verdict} ${reason} ${technical.replace(/20\S+Z/g, '…')}`;
};

describe('a status that came along in a signature', () => {
  it('is read where it is a list: it fits still, and is revoked where the issuer says so', async () => {
    for (const [names, line] of [
      [[], 'fact not-archived CMS: 1 CRL (good …), 0 OCSP'],
      [[signatory], 'bad revoked CMS: 1 CRL (revoked …), 0 OCSP'],
    ] as const) {
      const list = await listed(names);
      const facts = await factsWith((signed) => (signed.crls = [list]));
      expect(facts.signatures.map(({ isIntact }) => isIntact)).toEqual([true]);
      expect(lineOf(facts)).toBe(line);
    }
    const stranger = await makeTrust();
    const forged = await listed([signatory], stranger.root);
    const facts = await factsWith((signed) => (signed.crls = [forged]));
    expect(lineOf(facts)).toBe('fact not-archived CMS: 1 CRL (unproved), 0 OCSP');
  });

  it('is read where it is an answer', async () => {
    const answer = fromBER(await answered('revoked')).result;
    const otherRevInfoFormat = '1.3.6.1.5.5.7.16.2';
    const facts = await factsWith(
      (signed) =>
        (signed.crls = [new OtherRevocationInfoFormat({ otherRevInfoFormat, otherRevInfo: answer })]),
    );
    expect(lineOf(facts)).toBe('bad revoked CMS: 0 CRL, 1 OCSP (revoked …)');
  });

  it('is read where Adobe’s attribute has it, among what is signed', async () => {
    const list = fromBER(await statusList(trust.root, { names: [signatory] })).result;
    const answer = fromBER(await answered('good')).result;
    const tagged = (tagNumber: number, item: typeof list) =>
      new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [new Sequence({ value: [item] })] });
    const archive = new Sequence({ value: [tagged(0, list), tagged(1, answer)] });
    const facts = await factsWith(({ signerInfos: [signer] }) =>
      signer?.signedAttrs?.attributes.push(
        new Attribute({ type: '1.2.840.113583.1.1.8', values: [archive] }),
      ),
    );
    expect(lineOf(facts)).toBe('bad revoked CMS: 1 CRL (revoked …), 1 OCSP (good …)');
  });

  it('is told of a file from elsewhere as a fact, and nobody is said to have been asked', async () => {
    const list = await listed([]);
    const facts = await factsWith((signed) => (signed.crls = [list]));
    const { revocation } = findingsOfForeign(facts);
    expect([revocation.verdict, revocation.reason]).toEqual(['fact', 'facts']);
    expect(revocation.technical).toMatch(/^CMS: 1 CRL \(good /);
    expect(findingsOfForeign({ ...facts, longTerm: null }).revocation.reason).toBe('not-asked');
  });
});
