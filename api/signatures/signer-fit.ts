import { createHash, X509Certificate } from 'node:crypto';
import { OctetString, Sequence } from 'asn1js';
import { AlgorithmIdentifier, type Certificate, type SignedData, type SignerInfo } from 'pkijs';
import { digestName, schemeOf, verifies } from './signature-schemes.ts';
import { derOf, signedAttributes, signerCertificate } from './signed-data.ts';

/** `unexamined`: of a form that is not examined here, so that nothing is said of whether it fits. */
export type Fit = 'fits' | 'differs' | 'unexamined';

const oid = {
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};
/** A length that is told by the end (X.690, 8.1.3.6). */
const withoutLength = 0x80;

/** Whether the one signature of `signed` is of `content` by the certificate that came along with it (RFC 5652, 5.4 and 5.6). */
export function fitOf(signed: SignedData, content: Uint8Array): Fit {
  const [signer] = signed.signerInfos;
  if (signer === undefined) return 'differs';
  const certificate = signerCertificate(signed);
  const digest = digestName(signer.digestAlgorithm);
  if (certificate === null || digest === null) return 'unexamined';
  const { signedAttrs: attributes } = signer;
  if (attributes === undefined) return signatureFit(signer, { certificate, digest, data: content });
  const data = new Uint8Array(attributes.encodedValue);
  // What is signed is its DER form, whatever the form it came in.
  if (data[1] === withoutLength) return 'unexamined';
  if (!saysDigest(signer, createHash(digest).update(content).digest())) return 'differs';
  const bound = bindingFit(signer, certificate);
  return bound === 'fits' ? signatureFit(signer, { certificate, digest, data }) : bound;
}

/** Whether what is signed names a certificate at all, in either form; that it is the signer's is a matter of `fitOf`. */
export function namesCertificate({ signerInfos: [signer] }: SignedData): boolean {
  return [oid.signingCertificate, oid.signingCertificateV2].some(
    (form) => signedAttributes(signer, form).length > 0,
  );
}

function saysDigest(signer: SignerInfo, digest: Buffer): boolean {
  const [said, ...others] = signedAttributes(signer, oid.messageDigest);
  const value: unknown = said?.values[0];
  return others.length === 0 && value instanceof OctetString && digest.equals(value.valueBlock.valueHexView);
}

type Signed = { certificate: Certificate; digest: string; data: Uint8Array };

function signatureFit(signer: SignerInfo, { certificate, digest, data }: Signed): Fit {
  try {
    const scheme = schemeOf(signer.signatureAlgorithm, digest);
    if (scheme === null) return 'unexamined';
    const { publicKey: key } = new X509Certificate(derOf(certificate));
    const signature = signer.signature.valueBlock.valueHexView;
    return verifies(scheme, { key, data, signature }) ? 'fits' : 'differs';
  } catch {
    return 'unexamined';
  }
}

/** 签名证书绑定 (ESSCertID, RFC 5035; RFC 5816): where a certificate is named in what is signed, it is the signer's. */
function bindingFit(signer: SignerInfo, certificate: Certificate): Fit {
  const named = [
    ...signedAttributes(signer, oid.signingCertificate).map(({ values }) => namedBy(values[0], 'sha1')),
    ...signedAttributes(signer, oid.signingCertificateV2).map(({ values }) => namedBy(values[0], 'sha256')),
  ];
  if (named.includes(null)) return 'differs';
  if (named.some((one) => one?.digest === null)) return 'unexamined';
  const der = derOf(certificate);
  return named.every((one) =>
    one?.hash.equals(
      createHash(one.digest ?? '')
        .update(der)
        .digest(),
    ),
  )
    ? 'fits'
    : 'differs';
}

type Named = { digest: string | null; hash: Buffer };

/** The first is the signer's (RFC 5035, 5.4); null for what names none. `usual`: the digest where none is said. */
function namedBy(value: unknown, usual: string): Named | null {
  const [list] = partsOf(value);
  const [first] = partsOf(list);
  const [one, next] = partsOf(first);
  if (one instanceof OctetString) return { digest: usual, hash: Buffer.from(one.valueBlock.valueHexView) };
  if (!(one instanceof Sequence) || !(next instanceof OctetString)) return null;
  return {
    digest: digestName(new AlgorithmIdentifier({ schema: one })),
    hash: Buffer.from(next.valueBlock.valueHexView),
  };
}

function partsOf(value: unknown): unknown[] {
  return value instanceof Sequence ? value.valueBlock.value : [];
}
