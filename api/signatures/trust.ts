import { webcrypto } from 'node:crypto';
import {
  CryptoKeySigner,
  HttpTimestampAuthority,
  P12Signer,
  type RevocationProvider,
  type Signer,
  type TimestampAuthority,
} from '@libpdf/core';
import { Certificate } from 'pkijs';
import { endOfPath, pathToRoot } from './certificate-path.ts';
import { issueCertificate, issueRevocationList, type Credential, type KeyType } from './certificates.ts';
import { ownTimestamps } from './timestamp-desk.ts';
import { watchedTimestamps } from './watched-timestamps.ts';

/** A certificate and its key as bytes, so that they can be kept and handed to a thread; the key as PKCS #8. */
export type StoredCredential = {
  certificate: Uint8Array<ArrayBuffer>;
  chain: Uint8Array<ArrayBuffer>[];
  key: Uint8Array<ArrayBuffer>;
  keyType: KeyType;
};

/**
 * 签名材料: `test` certificates that this installation made for itself, or what it was given: a PKCS #12 file of a certificate
 * authority and the address of a time stamping authority.
 */
export type SigningMaterial =
  | { kind: 'test'; root: StoredCredential; platform: StoredCredential; timestamp: StoredCredential }
  | {
      kind: 'given';
      p12: Uint8Array;
      password: string;
      timestampUrl: string;
      /** Certificates (DER) of the authorities, which the certificate and the timestamps lead to. */
      roots: Uint8Array[];
    };

/** Who signs for whom. A module elsewhere (HSM) or an authority's own service is another implementation of it. */
export type SigningTrust = {
  /** True for certificates that prove nothing: everything made with them says 测试证书. */
  isTest: boolean;
  platform: Signer;
  /** The certificate of a party; `name` is its holder's, where one is made for him. */
  signerFor: (name: string, at: Date) => Promise<Signer>;
  timestampAuthority: TimestampAuthority;
  /** Null: asked for where the certificates say. */
  revocationProvider: RevocationProvider | null;
  /** Certificates (DER) that our signatures lead to. */
  roots: Uint8Array[];
  /** When the first of the certificates up to the root ends (RFC 5280, 4.1.2.5). */
  notAfter: Date;
};

const dayMs = 86_400_000;
const testYears = 10;
/** An authority that takes longer is away; the lease of who signs lasts a minute. */
const timestampMs = 15_000;
/** Common names have 64 characters (X.520, ub-common-name). */
const mostNameCharacters = 64;

export async function openTrust(material: SigningMaterial): Promise<SigningTrust> {
  return material.kind === 'test' ? await testTrust(material) : await givenTrust(material);
}

/** 测试证书: a root, the platform's and the time stamp's, which say in their names what they are. */
export async function makeTestMaterial(at: Date): Promise<SigningMaterial & { kind: 'test' }> {
  const notBefore = new Date(at.getTime() - dayMs);
  const validity = { notBefore, notAfter: new Date(at.getTime() + testYears * 365 * dayMs) };
  const root = await issueCertificate(
    { name: '测试根证书，不可信', keyType: 'EC', purpose: 'authority', ...validity },
    null,
  );
  const certified = (name: string, purpose: 'signature' | 'timestamp') =>
    issueCertificate({ name, keyType: 'EC', purpose, ...validity }, root);
  const [platform, timestamp] = [
    await certified('平台测试证书', 'signature'),
    await certified('测试时间戳', 'timestamp'),
  ];
  return {
    kind: 'test',
    root: await stored(root),
    platform: await stored(platform),
    timestamp: await stored(timestamp),
  };
}

async function testTrust(material: SigningMaterial & { kind: 'test' }): Promise<SigningTrust> {
  const [root, platform, timestamp] = [
    await opened(material.root),
    await opened(material.platform),
    await opened(material.timestamp),
  ];
  return {
    isTest: true,
    platform: signerOf(platform),
    async signerFor(name, at) {
      const credential = await issueCertificate(
        {
          name: `${name}（测试证书）`.slice(-mostNameCharacters),
          keyType: 'EC',
          purpose: 'signature',
          notBefore: new Date(at.getTime() - dayMs),
          notAfter: new Date(at.getTime() + 365 * dayMs),
        },
        root,
      );
      return signerOf(credential);
    },
    timestampAuthority: ownTimestamps({ credential: timestamp, now: () => new Date() }),
    revocationProvider: { getCRL: () => issueRevocationList(root, { at: new Date(), days: 30 }) },
    roots: [material.root.certificate],
    notAfter: endOf(material.platform.certificate),
  };
}

async function givenTrust({
  p12,
  password,
  timestampUrl,
  roots,
}: SigningMaterial & { kind: 'given' }): Promise<SigningTrust> {
  const platform = await P12Signer.create(p12, password);
  const { certificate, certificateChain: chain } = platform;
  const path = pathToRoot(certificate, { chain, roots });
  if (path === null) throw new Error('the certificate leads to no root');
  return {
    isTest: false,
    platform,
    // The platform keeps one certificate; nobody signs with one of his own before an authority is connected.
    signerFor: () => Promise.resolve(platform),
    timestampAuthority: watchedTimestamps(
      new HttpTimestampAuthority(timestampUrl, { timeout: timestampMs }),
      { now: () => new Date(), roots },
    ),
    revocationProvider: null,
    roots,
    notAfter: endOfPath(path),
  };
}

async function stored({ certificate, chain, privateKey, keyType }: Credential): Promise<StoredCredential> {
  return {
    certificate,
    chain,
    key: new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', privateKey)),
    keyType,
  };
}

async function opened({ certificate, chain, key, keyType }: StoredCredential): Promise<Credential> {
  const algorithm =
    keyType === 'RSA'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: 'P-256' };
  const privateKey = await webcrypto.subtle.importKey('pkcs8', key, algorithm, false, ['sign']);
  return { certificate, chain, privateKey, keyType };
}

function signerOf({ privateKey, certificate, keyType, chain }: Credential): Signer {
  const algorithm = keyType === 'RSA' ? 'RSASSA-PKCS1-v1_5' : 'ECDSA';
  return new CryptoKeySigner(privateKey, certificate, keyType, algorithm, chain);
}

function endOf(certificate: Uint8Array): Date {
  return Certificate.fromBER(new Uint8Array(certificate)).notAfter.value;
}
