import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsOfForeign } from '../api/agreements/foreign-rules.ts';
import { findingsOfContinued, type Registered } from '../api/agreements/verify-rules.ts';
import { coveredBytes } from '../api/signatures/covered-bytes.ts';
import { fileFacts } from '../api/signatures/file-facts.ts';
import { signatureParts } from '../api/signatures/signature-parts.ts';
import { openOpensslDesk, type OpensslDesk } from './support/openssl-desk.ts';
import { makeTrust, signedRevisions } from './support/signed-agreement.ts';

const rsa = ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
const curveOf = (name: string) => ['EC', '-pkeyopt', `ec_paramgen_curve:${name}`];

let desk: OpensslDesk;
/** A file with one signature, which others of our making take the place of. */
let file: Uint8Array<ArrayBuffer>;
let slot: number;
let covered: Uint8Array;

beforeAll(async () => {
  desk = openOpensslDesk();
  const named = { extensions: ['subjectKeyIdentifier = hash'] };
  desk.certify('rsa', { ...named, keyOptions: rsa });
  desk.certify('odd', { extensions: ['subjectKeyIdentifier = 0102030405'], keyOptions: rsa });
  desk.certify('curve', { ...named, keyOptions: curveOf('P-384') });
  desk.certify('brainpool', { ...named, keyOptions: curveOf('brainpoolP256r1') });
  const [first] = await signedRevisions(await makeTrust(), 1);
  file = new Uint8Array(first?.bytes ?? new Uint8Array());
  const [part] = await signatureParts(file);
  if (part === undefined) throw new Error('it is signed');
  slot = part.range[1] + 1;
  covered = coveredBytes(file, part.range).covered ?? new Uint8Array();
});
afterAll(() => desk.close());

/** The file with that signature instead. */
function signedWith(value: Uint8Array): Uint8Array<ArrayBuffer> {
  const signed = new Uint8Array(file);
  const end = Buffer.from(file).indexOf('>', slot);
  signed.fill('0'.charCodeAt(0), slot, end);
  signed.set(Buffer.from(Buffer.from(value).toString('hex')), slot);
  return signed;
}

async function said(bytes: Uint8Array) {
  const { integrity } = findingsOfForeign(await fileFacts(bytes, [desk.root]));
  return `${integrity.verdict} ${integrity.reason}: ${integrity.technical}`;
}
const fits = 'fact facts: party_1 =';
const differs = 'fact facts: party_1 ≠';
const open = 'fact not-examined: party_1 ? (form)';

/** Lengths that are told by their ends (X.690, 8.1.3.6): of the outermost three, as streams are written. */
function streamed(der: Uint8Array, depth = 3): Uint8Array {
  if (depth === 0) return der;
  const head = (at: number) => ((der[at + 1] ?? 0) < 0x80 ? 2 : 2 + ((der[at + 1] ?? 0) & 0x7f));
  const lengthAt = (at: number) => {
    const digits = der.subarray(at + 2, at + head(at));
    return (
      head(at) + (head(at) === 2 ? (der[at + 1] ?? 0) : digits.reduce((sum, byte) => sum * 256 + byte, 0))
    );
  };
  const parts: Uint8Array[] = [];
  for (let at = head(0); at < der.length; at += lengthAt(at)) parts.push(der.subarray(at, at + lengthAt(at)));
  // In signed data and its envelope the last is not what goes on inwards, but what is [0] or the only sequence is.
  const inner = parts.map((part) => (depth > 1 && part === parts.at(-1) ? streamed(part, depth - 1) : part));
  return Buffer.concat([Buffer.from([der[0] ?? 0, 0x80]), ...inner, Buffer.from([0, 0])]);
}

describe('a signature of another program', () => {
  it.each([
    ['as they mostly are', 'rsa', []],
    ['without anything signed beside the content', 'rsa', ['-noattr']],
    ['by the identifier of its key', 'rsa', ['-keyid']],
    ['by an identifier of the key that is none of its digests', 'odd', ['-keyid']],
    ['that binds its certificate', 'rsa', ['-cades']],
    ['over SHA-384', 'rsa', ['-md', 'sha384']],
    ['over SHA-512', 'rsa', ['-md', 'sha512']],
    ['with PSS', 'rsa', ['-keyopt', 'rsa_padding_mode:pss']],
    ['with PSS over SHA-512', 'rsa', ['-md', 'sha512', '-keyopt', 'rsa_padding_mode:pss']],
    ['of P-384 over SHA-384', 'curve', ['-md', 'sha384']],
    ['of P-384 over SHA-512, without anything beside', 'curve', ['-md', 'sha512', '-noattr']],
    ['of a Brainpool curve', 'brainpool', []],
  ])('is computed: %s', async (_, name, options) => {
    const value = desk.sign(name, covered, options);
    const ofAnother = desk.sign(name, Buffer.concat([covered, Buffer.from('.')]), options);
    expect([desk.takes(value, covered), desk.takes(ofAnother, covered)]).toEqual([true, false]);
    expect(await said(signedWith(value))).toBe(fits);
    expect(await said(signedWith(ofAnother))).toBe(differs);
  });

  it('is computed in the form of a stream', async () => {
    for (const options of [[], ['-noattr']]) {
      const value = streamed(desk.sign('rsa', covered, options));
      expect(desk.takes(value, covered)).toBe(true);
      expect(await said(signedWith(value))).toBe(fits);
    }
  });

  it.each([
    ['over a digest that is not known here', 'rsa', ['-md', 'sha3-256']],
    ['without the certificate', 'rsa', ['-nocerts']],
    ['of two', 'rsa', ['-signer', 'curve.pem', '-inkey', 'curve.key']],
  ])('is left open, neither green nor called changed: %s', async (_, name, options) => {
    expect(await said(signedWith(desk.sign(name, covered, options)))).toBe(open);
  });

  it('is left open where the file says that it is of an older form', async () => {
    const bytes = signedWith(desk.sign('rsa', covered));
    const at = Buffer.from(bytes).indexOf('ETSI.CAdES.detached');
    const older = new Uint8Array(bytes);
    older.set(Buffer.from('adbe.x509.rsa_sha1 '), at);
    expect(await said(older)).toBe(open);
  });

  it('that is left open behind a state of the register is not told to fit', async () => {
    const { signatures } = await fileFacts(signedWith(desk.sign('rsa', covered, ['-md', 'sha3-256'])), []);
    const revisions = [
      { number: 0, kind: 'base', bytes: 1, sha256: Buffer.alloc(32) },
      { number: 1, kind: 'signature', bytes: 2, sha256: Buffer.alloc(32) },
    ] as const;
    const registered: Registered = { state: 'completed', tier: 'T1', isTest: false, revisions };
    const examined = { signatures, longTerm: null };
    const { integrity } = findingsOfContinued(registered, { number: 1, foreignBytes: 9, examined });
    expect([integrity.verdict, integrity.reason]).toEqual(['caution', 'not-examined']);
  });
});
