import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { Database } from '../db/database.ts';
import type { Env } from '../env.ts';
import { StartError } from '../errors.ts';
import { keepTestAuthority } from './authority-store.ts';
import { makeTestMaterial, openTrust, type SigningMaterial } from './trust.ts';

type Parts = { database: Database; env: Pick<Env, 'signing'>; secrets: SecretBox; now: Date };

/**
 * What this installation signs with: what it was given, else test certificates that its first start makes.
 * @throws StartError when the certificate cannot be used, or has ended.
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
  const roots = rootsPath === null ? [] : await readRoots(rootsPath);
  const material: SigningMaterial = {
    kind: 'given',
    p12: new Uint8Array(p12),
    password,
    timestampUrl,
    roots,
  };
  const trust = await openTrust(material).catch((cause: unknown) => {
    throw new StartError('SIGNING_P12 does not open: check SIGNING_P12_PASSWORD and the file.', { cause });
  });
  if (trust.notAfter <= now)
    throw new StartError(`The certificate in SIGNING_P12 ended on ${day(trust.notAfter)}: renew it.`);
  return material;
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
