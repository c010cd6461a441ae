import { webcrypto } from 'node:crypto';
import { Integer, ObjectIdentifier, OctetString, Sequence, Utf8String } from 'asn1js';
import {
  Accuracy,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  PKIStatus,
  PKIStatusInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import type { Credential } from './certificates.ts';

/** What the responder signs with, and the clock that it vouches for. */
export type TimestampDesk = { credential: Credential; now: () => Date };

/** Object identifiers of RFC 5652, RFC 3161 and RFC 5035. */
const oid = {
  sha256: '2.16.840.1.101.3.4.2.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};

/** The policy of demonstration timestamps: of the arc that ITU-T X.667 leaves to everybody's own UUIDs. */
const demonstrationPolicy = '2.25.126303827719311459';

/** SHA-256 alone: what this portal asks for, and nothing weaker is vouched for. */
const digestBytes = 32;

/**
 * 时间戳: answers a request (TimeStampReq, DER) with a response (TimeStampResp, DER; RFC 3161, 2.4), for demonstrations.
 * What is no request, or asks for another digest than SHA-256, gets a rejection, never a token.
 */
export async function answerTimestamp(
  request: Uint8Array,
  desk: TimestampDesk,
): Promise<Uint8Array<ArrayBuffer>> {
  const asked = readRequest(request);
  if (asked === null) return rejection('only SHA-256 digests are stamped');
  const info = stampInfo(asked, desk.now());
  const response = new TimeStampResp({
    status: new PKIStatusInfo({ status: PKIStatus.granted }),
    timeStampToken: await tokenOf(info, desk.credential, asked.certReq === true),
  });
  return new Uint8Array(response.toSchema().toBER());
}

function readRequest(bytes: Uint8Array): TimeStampReq | null {
  try {
    const request = TimeStampReq.fromBER(new Uint8Array(bytes));
    const { hashAlgorithm, hashedMessage } = request.messageImprint;
    const isTaken =
      hashAlgorithm.algorithmId === oid.sha256 &&
      hashedMessage.valueBlock.valueHexView.length === digestBytes;
    return isTaken ? request : null;
  } catch {
    return null;
  }
}

function rejection(reason: string): Uint8Array<ArrayBuffer> {
  const status = new PKIStatusInfo({
    status: PKIStatus.rejection,
    statusStrings: [new Utf8String({ value: reason })],
  });
  return new Uint8Array(new TimeStampResp({ status }).toSchema().toBER());
}

function stampInfo(asked: TimeStampReq, at: Date): TSTInfo {
  return new TSTInfo({
    version: 1,
    policy: demonstrationPolicy,
    messageImprint: asked.messageImprint,
    serialNumber: new Integer({ valueHex: positive(webcrypto.getRandomValues(new Uint8Array(16))).buffer }),
    genTime: at,
    accuracy: new Accuracy({ seconds: 1 }),
    ...(asked.nonce === undefined ? {} : { nonce: asked.nonce }),
  });
}

function positive(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

async function tokenOf(
  info: TSTInfo,
  credential: Credential,
  withCertificate: boolean,
): Promise<ContentInfo> {
  const certificate = Certificate.fromBER(credential.certificate);
  const content = new Uint8Array(info.toSchema().toBER());
  const encapContentInfo = new EncapsulatedContentInfo({ eContentType: oid.timestampInfo });
  // Given to the constructor it would be cut into pieces, which DER does not know (X.690, 10.2).
  encapContentInfo.eContent = new OctetString({ valueHex: content.buffer });
  const signed = new SignedData({
    version: 3,
    encapContentInfo,
    signerInfos: [await signerInfo(certificate, content)],
    certificates: withCertificate
      ? [certificate, ...credential.chain.map((above) => Certificate.fromBER(above))]
      : [],
  });
  await signed.sign(credential.privateKey, 0, 'SHA-256');
  return new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) });
}

async function signerInfo(certificate: Certificate, content: Uint8Array<ArrayBuffer>): Promise<SignerInfo> {
  const digest = await webcrypto.subtle.digest('SHA-256', content);
  return new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({
      issuer: certificate.issuer,
      serialNumber: certificate.serialNumber,
    }),
    signedAttrs: new SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        new Attribute({
          type: oid.contentType,
          values: [new ObjectIdentifier({ value: oid.timestampInfo })],
        }),
        new Attribute({ type: oid.messageDigest, values: [new OctetString({ valueHex: digest })] }),
        new Attribute({ type: oid.signingCertificateV2, values: [await signingCertificate(certificate)] }),
      ],
    }),
  });
}

/** ESSCertIDv2 with the digest that is its default, SHA-256 (RFC 5035, 4). */
async function signingCertificate(certificate: Certificate): Promise<Sequence> {
  const digest = await webcrypto.subtle.digest('SHA-256', certificate.toSchema().toBER());
  const identifier = new Sequence({ value: [new OctetString({ valueHex: digest })] });
  return new Sequence({ value: [new Sequence({ value: [identifier] })] });
}
