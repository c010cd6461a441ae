import { createHash } from 'node:crypto';
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTimestamp } from '../api/signatures/signed-message.ts';
import { judgeStamp, readStamp } from '../api/signatures/timestamp-token.ts';
import { watchedTimestamps } from '../api/signatures/watched-timestamps.ts';
import { openOpensslDesk, type OpensslDesk } from './support/openssl-desk.ts';

const content = new Uint8Array(Buffer.from('%PDF-1.7 what is stamped'));
const stampsAlone = 'extendedKeyUsage = critical, timeStamping';
const infoType = '1.2.840.113549.1.9.16.1.4';

let desk: OpensslDesk;
let token: Uint8Array<ArrayBuffer>;
/** What the token says, as it is signed. */
let info: Uint8Array;

beforeAll(() => {
  desk = openOpensslDesk();
  desk.certify('stamps', { extensions: [stampsAlone], serial: 7 });
  token = desk.stamp('stamps', content);
  info = new Uint8Array(signedIn(token).encapContentInfo.eContent?.getValue() ?? new ArrayBuffer());
});
afterAll(() => desk.close());

function signedIn(bytes: Uint8Array<ArrayBuffer>): SignedData {
  return new SignedData({ schema: ContentInfo.fromBER(bytes).content });
}

/** What the token says, signed by somebody else or in another way, as a token. */
const forgedBy = (name: string, options: readonly string[] = ['-econtent_type', infoType]) =>
  desk.sign(name, info, ['-nodetach', ...options]);

async function read(bytes: Uint8Array<ArrayBuffer>, stamped = content) {
  const { isIntact, isExamined, isTrusted, stampedAt } = await readTimestamp(bytes, stamped, [desk.root]);
  return { isIntact, isExamined, isTrusted, isDated: stampedAt !== null };
}
const whole = { isIntact: true, isExamined: true, isTrusted: true, isDated: true };
const nothing = { isIntact: false, isExamined: true, isTrusted: false, isDated: false };

it('a timestamp is one of its bytes, by who may stamp, whatever digest he was asked for', async () => {
  expect(await read(token)).toEqual(whole);
  expect(await read(desk.stamp('stamps', content, 'sha512'))).toEqual(whole);
  const another = new Uint8Array(Buffer.from('%PDF-1.7 something else'));
  expect(await read(token, another)).toMatchObject({ isIntact: false, isExamined: true, isDated: false });
});

it('is none where it is signed as plain content, and says only within what it stamped', async () => {
  const plain = forgedBy('stamps', []);
  expect(await read(plain)).toEqual({ ...nothing, isTrusted: false });
  expect(readStamp(plain)).toBeNull();
  expect(await judgeStamp(plain, [desk.root])).toEqual({ isIntact: false, isTrusted: false });
});

it('is none where what is signed beside it says another type than it shows', async () => {
  const shown = signedIn(forgedBy('stamps', []));
  shown.encapContentInfo.eContentType = infoType;
  const dressed = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: shown.toSchema(true) });
  expect(await read(new Uint8Array(dressed.toSchema().toBER()))).toEqual(nothing);
});

it.each([
  ['for signatures alone', []],
  ['for mail', ['extendedKeyUsage = critical, emailProtection']],
  ['for stamps and more', ['extendedKeyUsage = critical, timeStamping, emailProtection']],
  ['for stamps, and nobody need heed that', ['extendedKeyUsage = timeStamping']],
])('is none by who has a certificate %s, though it fits and leads to a root', async (_, extensions) => {
  desk.certify('other', { extensions });
  const forged = forgedBy('other');
  expect(desk.takesStamp(forged, content)).toBe(false);
  expect(await read(forged)).toEqual(nothing);
  expect(await judgeStamp(forged, [desk.root])).toEqual({ isIntact: false, isTrusted: false });
});

it('is none where the certificate beside it is another of the same key than the one that was signed', async () => {
  desk.certify('later-of-stamps', { key: 'stamps', extensions: [stampsAlone], serial: 7, days: 3000 });
  const signed = signedIn(token);
  signed.certificates = [Certificate.fromBER(desk.der('later-of-stamps'))];
  const swapped = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) });
  const forged = new Uint8Array(swapped.toSchema().toBER());
  expect(desk.takesStamp(forged, content)).toBe(false);
  expect(await read(forged)).toMatchObject({ isIntact: false, isExamined: true, isDated: false });
});

it('is none where what is signed does not name the certificate of who signed (RFC 3161, 2.4.1)', async () => {
  const forged = forgedBy('stamps');
  expect(desk.takesStamp(forged, content)).toBe(false);
  expect(await read(forged)).toMatchObject({ isIntact: false, isExamined: true, isDated: false });
  const digest = new Uint8Array(createHash('sha256').update(content).digest());
  const watched = (given: Uint8Array) =>
    watchedTimestamps(
      { timestamp: () => Promise.resolve(given) },
      { now: () => new Date(), roots: [desk.root] },
    ).timestamp(digest, 'SHA-256');
  await expect(watched(forged)).rejects.toThrow('whom it names');
  await expect(watched(token)).resolves.toBeInstanceOf(Uint8Array);
  // The same with the name in it.
  const named = forgedBy('stamps', ['-econtent_type', infoType, '-cades']);
  expect(desk.takesStamp(named, content)).toBe(true);
  expect(await read(named)).toEqual(whole);
});

it('tells no time where it leads to no root, though it fits', async () => {
  const { stampedAt, isIntact, isTrusted } = await readTimestamp(token, content, []);
  expect([isIntact, isTrusted, stampedAt]).toEqual([true, false, null]);
});
