import { webcrypto, X509Certificate } from 'node:crypto';
import { ObjectIdentifier } from 'asn1js';
import {
  Certificate,
  CertificateChainValidationEngine,
  ContentInfo,
  CryptoEngine,
  IssuerAndSerialNumber,
  SignedData,
  TSTInfo,
} from 'pkijs';

/** A signature as such (CMS, RFC 5652): whether it fits its bytes, whose it is, and when it was stamped. */
export type SignedMessage = {
  isIntact: boolean;
  /** The common name in the signer's certificate; empty where there is none. */
  signerName: string;
  certificate: Uint8Array<ArrayBuffer> | null;
  /** Of a timestamp that fits this signature. */
  stampedAt: Date | null;
  isTrusted: boolean;
};

/** Certificates (DER) that are believed without being certified by another. */
export type TrustedRoots = Uint8Array[];

/** Named, since the signing library sets one of its own for the whole process, which does not know short names of digests. */
export const engine = new CryptoEngine({ name: 'node', crypto });

const signatureTimestamp = '1.2.840.113549.1.9.16.2.14';
const contentType = '1.2.840.113549.1.9.3';
const commonName = '2.5.4.3';
const timeStamping = '1.3.6.1.5.5.7.3.8';

/**
 * Checks a signature over `covered`, which it must not bring along (detached: ISO 32000-2, 12.8.3.3; ETSI EN 319 142-1, 5.2):
 * what it carries would be checked in their place. What is no signature at all is one that is not intact.
 */
export async function readSignature(
  value: Uint8Array<ArrayBuffer>,
  covered: Uint8Array<ArrayBuffer>,
  roots: TrustedRoots,
): Promise<SignedMessage> {
  const signed = parse(value);
  if (signed === null) return nothing;
  const stamp = stampWithin(signed);
  const stampedAt = stamp === null ? null : await stampedInstant(stamp.token, stamp.stamped);
  const judged = await judge(signed, { data: covered, at: stampedAt ?? new Date(), stampedAt, roots });
  return { ...judged, isIntact: judged.isIntact && isDetached(signed) };
}

/** Checks a timestamp (RFC 3161) over `covered`: a document timestamp (ETSI.RFC3161). */
export async function readTimestamp(
  value: Uint8Array<ArrayBuffer>,
  covered: Uint8Array<ArrayBuffer>,
  roots: TrustedRoots,
): Promise<SignedMessage> {
  const signed = parse(value);
  if (signed === null) return nothing;
  const stampedAt = await stampedInstant(value, covered);
  const judged = await judge(signed, { data: covered, at: stampedAt ?? new Date(), stampedAt, roots });
  return { ...judged, isIntact: judged.isIntact && stampedAt !== null };
}

const nothing: SignedMessage = {
  isIntact: false,
  signerName: '',
  certificate: null,
  stampedAt: null,
  isTrusted: false,
};

function parse(value: Uint8Array<ArrayBuffer>): SignedData | null {
  try {
    const content = ContentInfo.fromBER(value);
    return new SignedData({ schema: content.content });
  } catch {
    return null;
  }
}

type Case = {
  data: Uint8Array<ArrayBuffer>;
  at: Date;
  stampedAt: Date | null;
  roots: TrustedRoots;
};

async function judge(signed: SignedData, { data, at, stampedAt, roots }: Case): Promise<SignedMessage> {
  const certificate = signerCertificate(signed);
  return {
    isIntact: certificate !== null && (await fits(signed, data)),
    signerName: certificate === null ? '' : nameOf(certificate),
    certificate: certificate === null ? null : new Uint8Array(certificate.toSchema().toBER()),
    stampedAt,
    isTrusted: certificate !== null && (await leadsToRoot(signed, certificate, { at, roots })),
  };
}

async function fits(signed: SignedData, data: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const question = { signer: 0, data: data.buffer, checkChain: false, extendedMode: true } as const;
    const outcome = await signed.verify(question, engine);
    return outcome.signatureVerified === true;
  } catch {
    return false;
  }
}

/** Nothing carried along, and what is signed says that it is plain content (RFC 5652, 11.1). */
function isDetached({ encapContentInfo, signerInfos }: SignedData): boolean {
  const types = signerInfos[0]?.signedAttrs?.attributes.filter(({ type }) => type === contentType) ?? [];
  const said: unknown = types[0]?.values[0];
  return (
    encapContentInfo.eContent === undefined &&
    encapContentInfo.eContentType === SignedData.ID_DATA &&
    types.length === 1 &&
    said instanceof ObjectIdentifier &&
    said.valueBlock.toString() === SignedData.ID_DATA
  );
}

function certificatesIn(signed: SignedData): Certificate[] {
  return (signed.certificates ?? []).filter((item) => item instanceof Certificate);
}

function signerCertificate(signed: SignedData): Certificate | null {
  const sid: unknown = signed.signerInfos[0]?.sid;
  if (signed.signerInfos.length !== 1 || !(sid instanceof IssuerAndSerialNumber)) return null;
  const isSigner = ({ issuer, serialNumber }: Certificate) =>
    issuer.isEqual(sid.issuer) && serialNumber.isEqual(sid.serialNumber);
  return certificatesIn(signed).find(isSigner) ?? null;
}

function nameOf(certificate: Certificate): string {
  const held = certificate.subject.typesAndValues.find(({ type }) => type === commonName);
  return held === undefined ? '' : String(held.value.valueBlock.value);
}

async function leadsToRoot(
  signed: SignedData,
  certificate: Certificate,
  { at, roots }: { at: Date; roots: TrustedRoots },
): Promise<boolean> {
  const others = certificatesIn(signed).filter((other) => other !== certificate);
  const path = new CertificateChainValidationEngine({
    trustedCerts: roots.map((root) => Certificate.fromBER(new Uint8Array(root))),
    // The last one is whose path is looked for.
    certs: [...others, certificate],
    checkDate: at,
  });
  return (await path.verify({}, engine)).result;
}

/** The timestamp within a signature (TimeStampToken, DER) and the bytes that it stamps; null where there is none. */
export function stampOf(value: Uint8Array<ArrayBuffer>) {
  const signed = parse(value);
  return signed === null ? null : stampWithin(signed);
}

function stampWithin(signed: SignedData) {
  const [signer] = signed.signerInfos;
  const attribute = signer?.unsignedAttrs?.attributes.find(({ type }) => type === signatureTimestamp);
  const encoded = attribute?.values[0];
  if (signer === undefined || encoded === undefined) return null;
  return {
    token: new Uint8Array(encoded.toBER()),
    stamped: new Uint8Array(signer.signature.valueBlock.valueHexView),
  };
}

/** When the token says; null where it does not fit `stamped` or its own signature. */
async function stampedInstant(
  token: Uint8Array<ArrayBuffer>,
  stamped: Uint8Array<ArrayBuffer>,
): Promise<Date | null> {
  const signed = parse(token);
  const stamp = readStamp(token);
  if (signed === null || stamp === null) return null;
  const digest = Buffer.from(await webcrypto.subtle.digest('SHA-256', stamped));
  return digest.equals(stamp.digest) && (await fits(signed, stamped)) ? stamp.at : null;
}

/** What a token (TimeStampToken, DER) says it stamped and when, unverified; null for what is none. */
export function readStamp(token: Uint8Array<ArrayBuffer>): { digest: Buffer; at: Date } | null {
  const signed = parse(token);
  const info = signed === null ? null : stampInfo(signed);
  if (info === null) return null;
  return { digest: Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView), at: info.genTime };
}

/** Whose a token (TimeStampToken, DER) is, whatever it stamped: only who may stamp (RFC 3161, 2.3) can be trusted with it. */
export async function judgeStamp(
  token: Uint8Array<ArrayBuffer>,
  roots: TrustedRoots,
): Promise<Pick<SignedMessage, 'isIntact' | 'isTrusted'>> {
  const [signed, stamp] = [parse(token), readStamp(token)];
  if (signed === null || stamp === null) return nothing;
  // Taken as plain content: of what was stamped there is the digest alone.
  signed.encapContentInfo.eContentType = SignedData.ID_DATA;
  const judged = await judge(signed, { data: new Uint8Array(), at: stamp.at, stampedAt: null, roots });
  const purposes = judged.certificate === null ? [] : new X509Certificate(judged.certificate).keyUsage;
  // Null, though its type does not say so, where the certificate names no purpose.
  return { ...judged, isTrusted: judged.isTrusted && [purposes].flat().includes(timeStamping) };
}

function stampInfo(signed: SignedData): TSTInfo | null {
  try {
    // The content may come in pieces: some authorities write BER.
    const content = signed.encapContentInfo.eContent?.getValue();
    return content === undefined ? null : TSTInfo.fromBER(content);
  } catch {
    return null;
  }
}
