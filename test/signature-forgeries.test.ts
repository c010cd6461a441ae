import { ContentInfo, SignedData } from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { coveredBytes } from '../api/signatures/covered-bytes.ts';
import { fileSignatures } from '../api/signatures/file-signatures.ts';
import { signatureParts } from '../api/signatures/signature-parts.ts';
import { readSignature, stampOf } from '../api/signatures/signed-message.ts';
import { makeTrust, signedRevisions, type TestTrust } from './support/signed-agreement.ts';

/** A file with a slot that holds `slot` between five bytes and four, and what a signature over all else says it covers. */
function withSlot(slot: string) {
  const file = new Uint8Array(Buffer.from(`head:${slot}tail`, 'latin1'));
  return { file, range: [0, 5, 5 + slot.length, 4] };
}

const readSlot = (slot: string) => {
  const { file, range } = withSlot(slot);
  return coveredBytes(file, range);
};
const covered = new Uint8Array(Buffer.from('head:tail', 'latin1'));

describe('the slot of a signature', () => {
  it('holds one value in hexadecimal digits between angle brackets, and zeros behind it', () => {
    const value = new Uint8Array([0x30, 2, 5, 0]);
    expect(readSlot('<30020500>')).toEqual({ covered, value, endsAt: 19, flaws: [] });
    expect(readSlot('<300205000000>')).toMatchObject({ value, flaws: [] });
    expect(readSlot('<300205000001>')).toMatchObject({ value, flaws: ['padding'] });
  });

  it.each([
    ['opens with no bracket', '(30020500>'],
    ['closes with none', '<30020500)'],
    ['has brackets that are not its own', '<<30020500>>'],
    ['holds what is no digit', '<30020500zz>'],
    ['holds room between its digits', '<30 02 0500>'],
    ['holds half a byte', '<3002050>'],
    ['ends before its value does', '<30080500>'],
    ['holds a value without an end', '<30800500>'],
    ['holds none', '<0000>'],
  ])('that %s is none: its value is not read', (_, slot) => {
    expect(readSlot(slot)).toMatchObject({ covered, value: null, flaws: ['slot'] });
  });

  it('lies within the file, and so does what is covered behind it', () => {
    const { file, range } = withSlot('<30020500>');
    const [start = 0, length = 0, next = 0, rest = 0] = range;
    const wrong = [
      [start, length, next, rest + 1],
      [start, length, next + 1, rest],
      [start, length, next, 2 ** 40],
      [start, length, next],
      [...range, 0],
      [start, length, next, -1],
      [start, length, next + 0.5, rest],
      [start, length, length + 2, rest],
      [start, length, 0, rest],
      [start, Number.NaN, next, rest],
    ];
    for (const numbers of wrong) {
      const read = coveredBytes(file, numbers);
      expect([numbers, read]).toMatchObject([numbers, { covered: null, value: null, flaws: ['range'] }]);
      expect(read.endsAt).toBeLessThanOrEqual(file.length);
    }
  });
});

describe('a signature that is made up', () => {
  let trust: TestTrust;
  let file: Uint8Array;
  let value: Uint8Array<ArrayBuffer>;
  let data: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    trust = await makeTrust();
    file = (await signedRevisions(trust, 1)).at(-1)?.bytes ?? new Uint8Array();
    const [part] = await signatureParts(file);
    if (part === undefined) throw new Error('nobody signed');
    ({ value } = part);
    data = coveredBytes(file, part.range).covered ?? new Uint8Array();
  });

  const read = (bytes: Uint8Array<ArrayBuffer>) => readSignature(bytes, data, [trust.root.certificate]);

  function changed(change: (signed: SignedData) => void): Uint8Array<ArrayBuffer> {
    const content = ContentInfo.fromBER(value);
    const signed = new SignedData({ schema: content.content });
    change(signed);
    const { contentType } = content;
    return new Uint8Array(
      new ContentInfo({ contentType, content: signed.toSchema(true) }).toSchema().toBER(),
    );
  }

  it('is of one person: with a second one beside it, it is nobody’s', async () => {
    expect(await read(changed(() => {}))).toMatchObject({ isIntact: true, signerName: '甲方测试证书' });
    const twice = changed(({ signerInfos }) => signerInfos.push(...signerInfos));
    expect(await read(twice)).toMatchObject({ isIntact: false, signerName: '', isTrusted: false });
    const none = changed(({ signerInfos }) => signerInfos.splice(0));
    expect(await read(none)).toMatchObject({ isIntact: false, signerName: '', isTrusted: false });
  });

  it('is stamped at no time where the stamp’s own signature does not fit it', async () => {
    expect(await read(value)).toMatchObject({ isIntact: true, stampedAt: expect.any(Date) as unknown });
    const { token = new Uint8Array() } = stampOf(value) ?? {};
    const at = Buffer.from(value).indexOf(token);
    expect(at).toBeGreaterThan(0);
    const year = Buffer.from(token).indexOf(`${new Date().getUTCFullYear()}`);
    expect(year).toBeGreaterThan(0);
    // A year earlier, and the last byte of the token's own signature.
    for (const place of [year + 3, token.length - 1]) {
      const forged = new Uint8Array(value);
      forged[at + place] = (forged[at + place] ?? 0) ^ 1;
      expect(await read(forged)).toMatchObject({ isIntact: true, stampedAt: null });
    }
  });

  it('is not intact where its slot is none, though a reader of PDF finds the signature in it', async () => {
    const text = Buffer.from(file).toString('latin1');
    const padding = text.indexOf('0000>');
    const spaced = new Uint8Array(file);
    spaced.set(Buffer.from('  '), padding);
    const [first, ...others] = await fileSignatures(spaced, [trust.root.certificate]);
    expect(first).toMatchObject({ isIntact: false, signerName: '甲方测试证书', flaws: ['slot'] });
    expect(others.every(({ flaws }) => flaws.length === 0)).toBe(true);
  });
});
