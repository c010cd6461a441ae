import { SignedData } from 'pkijs';
import { carriedStatus, type CarriedStatus } from './carried-status.ts';
import {
  certificatesIn,
  derOf,
  leadsToRoot,
  nameOf,
  parseSigned,
  saysType,
  signerCertificate,
  type TrustedRoots,
} from './signed-data.ts';
import { type Fit, fitOf } from './signer-fit.ts';
import { type Stamp, stampOver } from './timestamp-token.ts';

/** A signature as such (CMS, RFC 5652): whether it fits its bytes, whose it is, and when it was stamped. */
export type SignedMessage = {
  isIntact: boolean;
  /** False for a form that is not examined here: that it is not intact says nothing then. */
  isExamined: boolean;
  /** The common name in the signer's certificate; empty where there is none. */
  signerName: string;
  certificate: Uint8Array<ArrayBuffer> | null;
  /** What came along to judge it by: certificates (DER), and what says of them whether they are revoked. */
  carried: CarriedStatus & { certificates: Uint8Array<ArrayBuffer>[] };
  /** Of a timestamp that fits this signature, by somebody who leads to a root: others say whatever time they like. */
  stampedAt: Date | null;
  isTrusted: boolean;
};

const signatureTimestamp = '1.2.840.113549.1.9.16.2.14';

/**
 * Checks a signature over `covered`, which it must not bring along (detached: ISO 32000-2, 12.8.3.3; ETSI EN 319 142-1, 5.2):
 * what it carries would be checked in their place. What is no signature at all is one that is not intact.
 */
export async function readSignature(
  value: Uint8Array<ArrayBuffer>,
  covered: Uint8Array<ArrayBuffer>,
  roots: TrustedRoots,
): Promise<SignedMessage> {
  const signed = parseSigned(value);
  if (signed === null) return nothing;
  const within = stampWithin(signed);
  const stamp = within === null ? null : await stampOver(within.token, { stamped: within.stamped, roots });
  const isDetached = signed.encapContentInfo.eContent === undefined && saysType(signed, SignedData.ID_DATA);
  return await messageOf(signed, {
    fit: isDetached ? fitOf(signed, covered) : 'differs',
    stampedAt: believed(stamp),
    roots,
  });
}

/** Checks a timestamp (RFC 3161) over `covered`: a document timestamp (ETSI.RFC3161). */
export async function readTimestamp(
  value: Uint8Array<ArrayBuffer>,
  covered: Uint8Array<ArrayBuffer>,
  roots: TrustedRoots,
): Promise<SignedMessage> {
  const signed = parseSigned(value);
  if (signed === null) return nothing;
  const stamp = await stampOver(value, { stamped: covered, roots });
  const message = await messageOf(signed, {
    fit: stamp?.fit ?? 'differs',
    stampedAt: believed(stamp),
    roots,
  });
  return { ...message, isTrusted: stamp?.isTrusted === true };
}

const nothing: SignedMessage = {
  isIntact: false,
  isExamined: true,
  signerName: '',
  certificate: null,
  carried: { certificates: [], lists: [], answers: [] },
  stampedAt: null,
  isTrusted: false,
};

function believed(stamp: Stamp | null): Date | null {
  return stamp !== null && stamp.fit === 'fits' && stamp.isTrusted ? stamp.at : null;
}

type Judged = { fit: Fit; stampedAt: Date | null; roots: TrustedRoots };

async function messageOf(signed: SignedData, { fit, stampedAt, roots }: Judged): Promise<SignedMessage> {
  const certificate = signerCertificate(signed);
  const at = stampedAt ?? new Date();
  return {
    isIntact: fit === 'fits',
    isExamined: fit !== 'unexamined',
    signerName: certificate === null ? '' : nameOf(certificate),
    certificate: certificate === null ? null : derOf(certificate),
    carried: { certificates: certificatesIn(signed).map(derOf), ...carriedStatus(signed) },
    stampedAt,
    isTrusted: certificate !== null && (await leadsToRoot(signed, certificate, { at, roots })),
  };
}

/** The timestamp within a signature (TimeStampToken, DER) and the bytes that it stamps; null where there is none. */
export function stampOf(value: Uint8Array<ArrayBuffer>) {
  const signed = parseSigned(value);
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
