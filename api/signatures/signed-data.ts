import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString } from 'asn1js';
import {
  type Attribute,
  Certificate,
  CertificateChainValidationEngine,
  ContentInfo,
  CryptoEngine,
  IssuerAndSerialNumber,
  SignedData,
  type SignerInfo,
} from 'pkijs';
import { keepsPathLength } from './path-length.ts';

/** Certificates (DER) that are believed without being certified by another. */
export type TrustedRoots = Uint8Array[];

/** Named, since the signing library sets one of its own for the whole process, which does not know short names of digests. */
export const engine = new CryptoEngine({ name: 'node', crypto });

const contentType = '1.2.840.113549.1.9.3';
const keyIdentifier = '2.5.29.14';
const commonName = '2.5.4.3';

/** What is no signed data (CMS, RFC 5652) is null. */
export function parseSigned(value: Uint8Array<ArrayBuffer>): SignedData | null {
  try {
    const content = ContentInfo.fromBER(value);
    return content.contentType === ContentInfo.SIGNED_DATA
      ? new SignedData({ schema: content.content })
      : null;
  } catch {
    return null;
  }
}

/** Whose the signature is; null where it brings no such certificate along, or is of several. */
export function signerCertificate(signed: SignedData): Certificate | null {
  const [signer] = signed.signerInfos;
  if (signer === undefined || signed.signerInfos.length !== 1) return null;
  return certificatesIn(signed).find((certificate) => isNamed(signer.sid, certificate)) ?? null;
}

/** RFC 5652, 5.3: by issuer and serial number, or by the identifier of the key. */
function isNamed(sid: unknown, certificate: Certificate): boolean {
  if (sid instanceof IssuerAndSerialNumber)
    return certificate.issuer.isEqual(sid.issuer) && certificate.serialNumber.isEqual(sid.serialNumber);
  const named = keyNamed(sid);
  return named !== null && named.equals(keyIdentifierOf(certificate));
}

function keyNamed(sid: unknown): Buffer | null {
  if (typeof sid !== 'object' || sid === null || !('valueBlock' in sid)) return null;
  const { valueBlock } = sid;
  if (typeof valueBlock !== 'object' || valueBlock === null || !('valueHexView' in valueBlock)) return null;
  return valueBlock.valueHexView instanceof Uint8Array ? Buffer.from(valueBlock.valueHexView) : null;
}

/** As it says, else the SHA-1 of its key: a name and no protection (RFC 5280, 4.2.1.2, method 1). */
function keyIdentifierOf({ extensions, subjectPublicKeyInfo }: Certificate): Buffer {
  const said: unknown = extensions?.find(({ extnID }) => extnID === keyIdentifier)?.parsedValue;
  if (said instanceof OctetString) return Buffer.from(said.valueBlock.valueHexView);
  const bits = subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  return createHash('sha1').update(bits).digest();
}

export function nameOf(certificate: Certificate): string {
  const held = certificate.subject.typesAndValues.find(({ type }) => type === commonName);
  return held === undefined ? '' : String(held.value.valueBlock.value);
}

export function derOf(certificate: Certificate): Uint8Array<ArrayBuffer> {
  return new Uint8Array(certificate.toSchema().toBER());
}

/** What is signed beside the content itself, of one type. */
export function signedAttributes(signer: SignerInfo | undefined, type: string): Attribute[] {
  return signer?.signedAttrs?.attributes.filter((attribute) => attribute.type === type) ?? [];
}

/** The content is said to be of that type, in what is signed too (RFC 5652, 11.1): without that, only plain content is. */
export function saysType({ encapContentInfo, signerInfos: [signer] }: SignedData, type: string): boolean {
  if (encapContentInfo.eContentType !== type) return false;
  if (signer?.signedAttrs === undefined) return type === SignedData.ID_DATA;
  const [said, ...others] = signedAttributes(signer, contentType);
  const value: unknown = said?.values[0];
  return others.length === 0 && value instanceof ObjectIdentifier && value.valueBlock.toString() === type;
}

/** Whether a certificate led to one of the roots, by those that came along, `at` an instant. */
export async function leadsToRoot(
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
  // Who verifies leaves the way that was found in place of those to choose from, and its length unexamined.
  return (await path.verify({}, engine)).result && keepsPathLength(path.certs);
}

export function certificatesIn(signed: SignedData): Certificate[] {
  return (signed.certificates ?? []).filter((item) => item instanceof Certificate);
}
