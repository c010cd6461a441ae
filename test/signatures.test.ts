import { OctetString } from 'asn1js';
import { ContentInfo, SignedData } from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { coveredBytes } from '../api/signatures/covered-bytes.ts';
import { fileSignatures } from '../api/signatures/file-signatures.ts';
import type { Revision } from '../api/signatures/sign.ts';
import { readSignature } from '../api/signatures/signed-message.ts';
import {
  agreementPdf,
  makeTrust,
  signAs,
  signedRevisions,
  type TestTrust,
} from './support/signed-agreement.ts';
import { askVerifiers } from './support/verifiers/pdf-verifiers.ts';

let trust: TestTrust;
let revisions: Revision[];

beforeAll(async () => {
  trust = await makeTrust();
  revisions = await signedRevisions(trust, 2);
});

function last(): Uint8Array {
  const bytes = revisions.at(-1)?.bytes;
  if (bytes === undefined) throw new Error('nothing was signed');
  return bytes;
}

/** The first that a file says. */
function rangeOf(file: Uint8Array): number[] {
  const numbers = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)/.exec(
    Buffer.from(file).toString('latin1'),
  );
  return (numbers ?? []).slice(1).map(Number);
}

/** A signature (CMS) with what it covers inside, as RFC 5652 allows and files do not. */
function bringingAlong(value: Uint8Array, covered: Uint8Array): Uint8Array<ArrayBuffer> {
  const content = ContentInfo.fromBER(new Uint8Array(value));
  const signed = new SignedData({ schema: content.content });
  signed.encapContentInfo.eContent = new OctetString({ valueHex: new Uint8Array(covered).buffer });
  content.content = signed.toSchema(true);
  return new Uint8Array(content.toSchema().toBER());
}

/** Java starts and compiles for each file that is asked about. */
const verifiersMs = 90_000;

const noMark = { strokes: [], seal: false };

describe('a signed agreement', () => {
  it.each([1, 2, 3])(
    'of %d parties is valid for every verifier that is not ours',
    async (parties) => {
      const signed = (await signedRevisions(trust, parties)).at(-1)?.bytes ?? new Uint8Array();
      const verdicts = askVerifiers(signed, trust.root.certificate);
      const signatures = parties + 1;
      expect(verdicts.pdfsig.filter((verdict) => verdict === 'Signature is Valid.')).toHaveLength(signatures);
      expect(verdicts.openssl).toEqual(Array(signatures + 1).fill(true));
      expect(verdicts.stamps).toEqual(Array(signatures).fill(true));
      expect(verdicts.qpdf).toBe(true);
      expect(verdicts.pdfbox).toEqual([
        ...Array(signatures).fill({ kind: 'ETSI.CAdES.detached', valid: true, stamp: 'true' }),
        { kind: 'ETSI.RFC3161', valid: true, stamp: 'itself' },
      ]);
    },
    verifiersMs,
  );

  it(
    'with pictures of seals in its fields is as valid for all of them',
    async () => {
      const pixels = 40 * 30;
      const picture = {
        width: 40,
        height: 30,
        colours: Uint8Array.from({ length: pixels * 3 }, (_, index) => [200, 32, 31][index % 3] ?? 0),
        opacity: Uint8Array.from({ length: pixels }, (_, index) => (index % 7) * 40),
      };
      const mark = { strokes: [], seal: false, picture };
      let bytes = await agreementPdf(2);
      for (const [index, party] of trust.parties.slice(0, 2).entries())
        ({ bytes } = await signAs(trust, party, { bytes, field: `party_${index + 1}`, mark }));
      const verdicts = askVerifiers(bytes, trust.root.certificate);
      expect(verdicts).toEqual({
        pdfsig: Array(2).fill('Signature is Valid.'),
        openssl: [true, true],
        stamps: [true, true],
        qpdf: true,
        pdfbox: Array(2).fill({ kind: 'ETSI.CAdES.detached', valid: true, stamp: 'true' }),
      });
    },
    verifiersMs,
  );

  it('keeps every earlier state as the exact beginning of the next', () => {
    for (const [index, { bytes }] of revisions.slice(0, -1).entries()) {
      const next = revisions[index + 1]?.bytes ?? new Uint8Array();
      expect(Buffer.compare(next.subarray(0, bytes.length), bytes)).toBe(0);
    }
  });

  it('is read by us as what it is: who signed, in which order, stamped, and how far each reaches', async () => {
    const read = await fileSignatures(last(), [trust.root.certificate]);
    expect(read.map(({ field, kind, signerName }) => [field, kind, signerName])).toEqual([
      ['party_1', 'signature', '甲方测试证书'],
      ['party_2', 'signature', '乙方测试证书'],
      ['platform', 'signature', '平台测试证书'],
      [expect.stringMatching(/^Timestamp/), 'timestamp', '测试时间戳'],
    ]);
    expect(read.every(({ isIntact, isTrusted, flaws }) => isIntact && isTrusted && flaws.length === 0)).toBe(
      true,
    );
    expect(read.every(({ stampedAt }) => stampedAt !== null)).toBe(true);
    expect(read.slice(0, 3).map(({ endsAt }) => endsAt)).toEqual(
      revisions.slice(0, 3).map(({ bytes }) => bytes.length),
    );
  });

  it('leads to no root that is not named', async () => {
    const stranger = await makeTrust();
    const read = await fileSignatures(last(), [stranger.root.certificate]);
    expect(read.every(({ isIntact, isTrusted }) => isIntact && !isTrusted)).toBe(true);
  });
});

describe('a changed file', () => {
  it(
    'is not intact when a byte that was signed is another',
    async () => {
      const changed = new Uint8Array(last());
      const at = Buffer.from(changed).indexOf('/Kids');
      changed[at + 1] = 'L'.charCodeAt(0);
      const before = revisions[0]?.bytes.length ?? 0;
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThan(before);
      expect(askVerifiers(changed, trust.root.certificate).openssl).toEqual(Array(4).fill(false));
      const read = await fileSignatures(changed, [trust.root.certificate]).catch(() => []);
      expect(read.filter(({ isIntact }) => isIntact)).toEqual([]);
    },
    verifiersMs,
  );

  it('has a flaw when something hides in the room behind a signature, which others call valid', async () => {
    const changed = new Uint8Array(last());
    const text = Buffer.from(changed).toString('latin1');
    const padding = text.lastIndexOf('0000000000000000>');
    changed[padding + 15] = '7'.charCodeAt(0);
    const read = await fileSignatures(changed, [trust.root.certificate]);
    expect(read.at(-1)).toMatchObject({ isIntact: true, flaws: ['padding'] });
  });

  it('is not signed by who signed another one, though his signature brings along what it covered', async () => {
    const [revision] = revisions;
    if (revision === undefined) throw new Error('nothing was signed');
    const { covered, value } = coveredBytes(revision.bytes, rangeOf(revision.bytes));
    if (covered === null || value === null) throw new Error('it says what it covers');
    const roots = [trust.root.certificate];
    const [another, carrying] = [Uint8Array.from([1, 2, 3]), bringingAlong(value, covered)];
    const isIntact = async (...[said, bytes]: [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]) =>
      (await readSignature(said, bytes, roots)).isIntact;
    expect([await isIntact(value, covered), await isIntact(value, another)]).toEqual([true, false]);
    expect([await isIntact(carrying, covered), await isIntact(carrying, another)]).toEqual([false, false]);
  });

  it('shows that nobody speaks for what was added at its end', async () => {
    const changed = Buffer.concat([last(), Buffer.from('\n% more\n')]);
    const read = await fileSignatures(changed, [trust.root.certificate]);
    expect(read.every(({ endsAt }) => endsAt < changed.length)).toBe(true);
  });
});

describe('what a signature says it covers', () => {
  it('begins with the first byte: a head that it leaves out is a flaw, and nothing of it is read', () => {
    const [, { bytes: file } = { bytes: new Uint8Array() }] = revisions;
    const [start = -1, length = 0, next = 0, rest = 0] = rangeOf(file);
    expect(coveredBytes(file, [start, length, next, rest])).toMatchObject({ endsAt: next + rest, flaws: [] });
    expect(start).toBe(0);
    for (const left of [1, 9])
      expect(coveredBytes(file, [left, length - left, next, rest])).toEqual({
        covered: null,
        value: null,
        endsAt: next + rest,
        flaws: ['range'],
      });
  });

  it('is told as a flaw of a file that leaves out its head and is otherwise signed as it says', async () => {
    const file = Buffer.from(last());
    const [found = '', length = '', tail = ''] =
      /\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+\s+\d+\s*\])/.exec(file.toString('latin1')) ?? [];
    const moved = `/ByteRange [9 ${Number(length) - 9} ${tail}`;
    const changed = Buffer.from(file.toString('latin1').replace(found, moved.padEnd(found.length)), 'latin1');
    expect(changed.length).toBe(file.length);
    const [first, ...others] = await fileSignatures(changed, [trust.root.certificate]);
    expect(first).toMatchObject({ isIntact: false, flaws: ['range'] });
    expect(others.every(({ flaws }) => flaws.length === 0)).toBe(true);
  });
});

describe('signing', () => {
  it('refuses a field that nobody reserved and one that is signed', async () => {
    const [party] = trust.parties;
    if (party === undefined) throw new Error('nobody signs');
    const bytes = await agreementPdf(1);
    await expect(signAs(trust, party, { bytes, field: 'party_9', mark: noMark })).rejects.toThrow('party_9');
    const signed = await signAs(trust, party, { bytes, field: 'party_1', mark: noMark });
    await expect(
      signAs(trust, party, { bytes: signed.bytes, field: 'party_1', mark: noMark }),
    ).rejects.toThrow('is signed');
  });

  it('makes no signature when the timestamp cannot be had', async () => {
    const [party] = trust.parties;
    if (party === undefined) throw new Error('nobody signs');
    const timestamps = { timestamp: () => Promise.reject(new Error('the authority is away')) };
    const bytes = await agreementPdf(1);
    await expect(
      signAs({ ...trust, timestamps }, party, { bytes, field: 'party_1', mark: noMark }),
    ).rejects.toThrow('away');
  });
});
