import { createHash } from 'node:crypto';
import { type Certificate, ExtKeyUsage, type SignedData, TSTInfo } from 'pkijs';
import { digestName } from './signature-schemes.ts';
import { leadsToRoot, parseSigned, saysType, signerCertificate, type TrustedRoots } from './signed-data.ts';
import { type Fit, fitOf, namesCertificate } from './signer-fit.ts';

const timestampInfo = '1.2.840.113549.1.9.16.1.4';
const extendedKeyUsage = '2.5.29.37';
const timeStamping = '1.3.6.1.5.5.7.3.8';

/** What a timestamp (TimeStampToken, RFC 3161) is worth: `at` is said in any case, and believed only of one that fits and is trusted. */
export type Stamp = { fit: Fit; at: Date; isTrusted: boolean };

/** What a token (DER) says it stamped and when, unverified; null for what is none. */
export function readStamp(token: Uint8Array<ArrayBuffer>): { digest: Buffer; at: Date } | null {
  const read = parseToken(token);
  if (read === null) return null;
  return { digest: digestIn(read.info), at: read.info.genTime };
}

/** Whose a token (DER) is, whatever it stamped: only who may stamp (RFC 3161, 2.3) can be trusted with it. */
export async function judgeStamp(
  token: Uint8Array<ArrayBuffer>,
  roots: TrustedRoots,
): Promise<{ isIntact: boolean; isTrusted: boolean }> {
  const read = parseToken(token);
  if (read === null) return { isIntact: false, isTrusted: false };
  const { fit, isTrusted } = await judge(read, roots);
  return { isIntact: fit === 'fits', isTrusted };
}

/** Null for what is no timestamp: what is signed must say so, and who signed it may stamp, and nothing else (RFC 3161, 2.3 and 2.4.2). */
export async function stampOver(
  token: Uint8Array<ArrayBuffer>,
  { stamped, roots }: { stamped: Uint8Array; roots: TrustedRoots },
): Promise<Stamp | null> {
  const read = parseToken(token);
  if (read === null) return null;
  const digest = digestName(read.info.messageImprint.hashAlgorithm);
  const judged = await judge(read, roots);
  if (digest === null) return { ...judged, fit: 'unexamined' };
  const isSame = createHash(digest).update(stamped).digest().equals(digestIn(read.info));
  return isSame ? judged : { ...judged, fit: 'differs' };
}

type Read = { signed: SignedData; info: TSTInfo; content: Uint8Array };

async function judge({ signed, info, content }: Read, roots: TrustedRoots): Promise<Stamp> {
  const at = info.genTime;
  const certificate = signerCertificate(signed);
  const mayStamp = certificate !== null && isForStamps(certificate);
  // RFC 3161, 2.4.1, and RFC 5816: a token without the name of the certificate is none.
  const isToken = namesCertificate(signed) && (certificate === null || mayStamp);
  return {
    at,
    // Who came without his certificate may be anybody, one who may stamp as well.
    fit: isToken ? fitOf(signed, content) : 'differs',
    isTrusted: mayStamp && (await leadsToRoot(signed, certificate, { at, roots })),
  };
}

/** RFC 3161, 2.3: one purpose alone, and critical. */
function isForStamps({ extensions }: Certificate): boolean {
  const usage = extensions?.find(({ extnID }) => extnID === extendedKeyUsage);
  const purposes: unknown = usage?.parsedValue;
  return (
    usage?.critical === true &&
    purposes instanceof ExtKeyUsage &&
    purposes.keyPurposes.length === 1 &&
    purposes.keyPurposes[0] === timeStamping
  );
}

function parseToken(token: Uint8Array<ArrayBuffer>): Read | null {
  const signed = parseSigned(token);
  if (signed === null || !saysType(signed, timestampInfo)) return null;
  try {
    // The content may come in pieces: some authorities write BER.
    const content = signed.encapContentInfo.eContent?.getValue();
    if (content === undefined) return null;
    return { signed, info: TSTInfo.fromBER(content), content: new Uint8Array(content) };
  } catch {
    return null;
  }
}

function digestIn({ messageImprint }: TSTInfo): Buffer {
  return Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView);
}
