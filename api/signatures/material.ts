import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { P12Signer } from '@libpdf/core';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { Database } from '../db/database.ts';
import type { Env } from '../env.ts';
import { StartError } from '../errors.ts';
import { keepTestAuthority } from './authority-store.ts';
import { certifiesItself, endOfPath, pathToRoot, type CertificatePath } from './certificate-path.ts';
import { makeTestMaterial, type SigningMaterial } from './trust.ts';

type Parts = { database: Database; env: Pick<Env, 'signing'>; secrets: SecretBox; now: Date };

/**
 * What this installation signs with: what it was given, else test certificates that its first start makes.
 * @throws StartError when the certificate cannot be used, leads to no root, or has ended.
 */
export async function readMaterial({ database, env, secrets, now }: Parts): Promise<SigningMaterial> {
  return env.signing === null
    ? await testMaterial(database, secrets, now)
    : await givenMaterial(env.signing, now);
}

/** @throws StartError as `readMaterial`. */
export async function givenMaterial(
  { p12Path, password, timestampUrl, rootsPath }: NonNullable<Env['signing']>,
  now: Date,
): Promise<SigningMaterial> {
  const p12 = await readFile(p12Path).catch((cause: unknown) => {
    throw new StartError('SIGNING_P12 cannot be read: name a file that this account may read.', { cause });
  });
  const named = rootsPath === null ? null : await readRoots(rootsPath);
  const signer = await P12Signer.create(new Uint8Array(p12), password).catch((cause: unknown) => {
    throw new StartError('SIGNING_P12 does not open: check SIGNING_P12_PASSWORD and the file.', { cause });
  });
  const roots = rootsOf(signer, named, now);
  return { kind: 'given', p12: new Uint8Array(p12), password, timestampUrl, roots };
}

type Certified = { certificate: Uint8Array; certificateChain: Uint8Array[] };

/** The roots that are named, else those in the file; @throws StartError where the certificate leads to none of them. */
function rootsOf(
  { certificate, certificateChain: chain }: Certified,
  named: Uint8Array[] | null,
  now: Date,
): Uint8Array[] {
  if (certifiesItself(certificate))
    throw new StartError(
      'The certificate in SIGNING_P12 certifies itself and proves nothing: have one issued by a certificate authority, or leave SIGNING_P12 and TSA_URL away for test certificates.',
    );
  const roots = named ?? chain.filter(certifiesItself);
  const path = pathToRoot(certificate, { chain, roots });
  if (path === null)
    throw new StartError(
      named === null
        ? 'SIGNING_P12 does not hold the root that its certificate leads to: name in SIGNING_ROOTS a file (PEM) with that root and the one of TSA_URL.'
        : 'The certificate in SIGNING_P12 leads to no root in SIGNING_ROOTS: put its root there, and the certificates between them into SIGNING_P12.',
    );
  refuseEnded(path, now);
  return roots;
}

function refuseEnded(path: CertificatePath, now: Date): void {
  if (endOfPath(path) > now) return;
  const isAbove = path[0] !== undefined && endOfPath([path[0]]) > now;
  throw new StartError(
    isAbove
      ? `A certificate that the one in SIGNING_P12 leads to ended on ${day(endOfPath(path))}: have SIGNING_P12 issued anew.`
      : `The certificate in SIGNING_P12 ended on ${day(endOfPath(path))}: renew it.`,
  );
}

/** Every certificate of a PEM file (RFC 7468, 5). */
async function readRoots(path: string): Promise<Uint8Array[]> {
  const text = await readFile(path, 'latin1').catch((cause: unknown) => {
    throw new StartError('SIGNING_ROOTS cannot be read: name a file that this account may read.', { cause });
  });
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new StartError('SIGNING_ROOTS holds no certificate (PEM).');
  try {
    return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
  } catch (cause) {
    throw new StartError('A certificate in SIGNING_ROOTS cannot be read.', { cause });
  }
}

const day = (at: Date) => at.toISOString().slice(0, 10);

async function testMaterial(database: Database, secrets: SecretBox, at: Date): Promise<SigningMaterial> {
  const make = () => makeTestMaterial(at);
  const kept = await database.transaction((tx) => keepTestAuthority(tx, { secrets, make, at }));
  return { kind: 'test', ...kept };
}
