import { webcrypto } from 'node:crypto';
import { BitString, Integer, OctetString, Utf8String } from 'asn1js';
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificateRevocationList,
  ExtKeyUsage,
  Extension,
  Extensions,
  Time,
} from 'pkijs';

/** 证书: a certificate (X.509, DER) with the key it speaks for, and those above it, the nearest first. */
export type Credential = {
  certificate: Uint8Array<ArrayBuffer>;
  chain: Uint8Array<ArrayBuffer>[];
  privateKey: webcrypto.CryptoKey;
  keyType: KeyType;
};

export type KeyType = 'RSA' | 'EC';

export type CertificateRequest = {
  /** The common name (CN) of who holds it. */
  name: string;
  keyType: KeyType;
  purpose: keyof typeof usages;
  notBefore: Date;
  notAfter: Date;
};

/** Object identifiers of RFC 5280, 4.1.2.4 and 4.2.1. */
const oid = {
  commonName: '2.5.4.3',
  keyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
};

/** Bits of the key usage (RFC 5280, 4.2.1.3), from the left; a time stamping certificate serves nothing else (RFC 3161, 2.3). */
const usages = {
  authority: { bits: 0b0000_0110, isAuthority: true, extended: null },
  signature: { bits: 0b1100_0000, isAuthority: false, extended: null },
  timestamp: { bits: 0b1000_0000, isAuthority: false, extended: oid.timeStamping },
} as const;

/** RSA of 2,048 bits, or P-256: what readers of PDF outside China verify. */
const algorithms = {
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  EC: { name: 'ECDSA', namedCurve: 'P-256' },
} as const;

/** Makes a key and has it certified by `issuer`; by itself where that is null. */
export async function issueCertificate(
  request: CertificateRequest,
  issuer: Credential | null,
): Promise<Credential> {
  const keys = await newKeys(request.keyType);
  const issuing = issuer === null ? null : Certificate.fromBER(issuer.certificate);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = serialNumber();
  certificate.subject.typesAndValues.push(
    new AttributeTypeAndValue({
      type: oid.commonName,
      value: new Utf8String({ value: request.name }),
    }),
  );
  certificate.issuer = issuing?.subject ?? certificate.subject;
  certificate.notBefore.value = request.notBefore;
  certificate.notAfter.value = request.notAfter;
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  certificate.extensions = await extensionsOf(certificate, issuing ?? certificate, request.purpose);
  await certificate.sign(issuer?.privateKey ?? keys.privateKey, 'SHA-256');
  return {
    certificate: new Uint8Array(certificate.toSchema(true).toBER()),
    chain: issuer === null ? [] : [issuer.certificate, ...issuer.chain],
    privateKey: keys.privateKey,
    keyType: request.keyType,
  };
}

/** An empty list of revoked certificates (CRL; RFC 5280, 5), valid for `days`. */
export async function issueRevocationList(
  issuer: Credential,
  { at, days }: { at: Date; days: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const issuing = Certificate.fromBER(issuer.certificate);
  const list = new CertificateRevocationList();
  list.version = 1;
  list.issuer = issuing.subject;
  list.thisUpdate = new Time({ value: at });
  list.nextUpdate = new Time({ value: new Date(at.getTime() + days * 86_400_000) });
  const number = new Integer({ value: Math.floor(at.getTime() / 1000) });
  list.crlExtensions = new Extensions({
    extensions: [
      await authorityKeyOf(issuing),
      new Extension({ extnID: oid.crlNumber, extnValue: number.toBER() }),
    ],
  });
  await list.sign(issuer.privateKey, 'SHA-256');
  return new Uint8Array(list.toSchema(true).toBER());
}

async function newKeys(keyType: KeyType): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = algorithms[keyType];
  return keyType === 'RSA'
    ? await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    : await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** Sixteen random bytes, positive (RFC 5280, 4.1.2.2). */
function serialNumber(): Integer {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return new Integer({ valueHex: bytes.buffer });
}

async function extensionsOf(subject: Certificate, issuer: Certificate, purpose: keyof typeof usages) {
  const { bits, isAuthority, extended } = usages[purpose];
  const constraints = new BasicConstraints({ cA: isAuthority });
  const usage = new BitString({
    valueHex: new Uint8Array([bits]).buffer,
    unusedBits: trailingZeros(bits),
  });
  const extensions = [
    new Extension({
      extnID: oid.basicConstraints,
      critical: true,
      extnValue: constraints.toSchema().toBER(),
    }),
    new Extension({ extnID: oid.keyUsage, critical: true, extnValue: usage.toBER() }),
    new Extension({
      extnID: oid.keyIdentifier,
      extnValue: new OctetString({ valueHex: await keyIdentifier(subject) }).toBER(),
    }),
    await authorityKeyOf(issuer),
  ];
  if (extended !== null) {
    const only = new ExtKeyUsage({ keyPurposes: [extended] });
    extensions.push(
      new Extension({ extnID: oid.extendedKeyUsage, critical: true, extnValue: only.toSchema().toBER() }),
    );
  }
  return extensions;
}

function trailingZeros(byte: number): number {
  return 31 - Math.clz32(byte & -byte);
}

async function authorityKeyOf(issuer: Certificate): Promise<Extension> {
  const identifier = new AuthorityKeyIdentifier({
    keyIdentifier: new OctetString({ valueHex: await keyIdentifier(issuer) }),
  });
  return new Extension({
    extnID: oid.authorityKeyIdentifier,
    extnValue: identifier.toSchema().toBER(),
  });
}

/** The SHA-1 of the public key, a name and no protection (RFC 5280, 4.2.1.2, method 1). */
async function keyIdentifier(certificate: Certificate): Promise<ArrayBuffer> {
  const bits = certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  return await webcrypto.subtle.digest('SHA-1', new Uint8Array(bits));
}
