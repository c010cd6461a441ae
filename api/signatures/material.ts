import { readFile } from 'node:fs/promises';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { Database } from '../db/database.ts';
import type { Env } from '../env.ts';
import { StartError } from '../errors.ts';
import { keepTestAuthority } from './authority-store.ts';
import { makeTestMaterial, openTrust, type SigningMaterial } from './trust.ts';

/** 临期: certificates that end so soon sign nothing any more. */
const leastDaysLeft = 30;

type Parts = { database: Database; env: Pick<Env, 'signing'>; secrets: SecretBox; now: Date };

/**
 * What this installation signs with: what it was given, else test certificates that its first start makes.
 * @throws StartError when the certificate cannot be used, or ends soon.
 */
export async function readMaterial({ database, env, secrets, now }: Parts): Promise<SigningMaterial> {
  if (env.signing === null) return await testMaterial(database, secrets, now);
  const { p12Path, password, timestampUrl } = env.signing;
  const p12 = await readFile(p12Path).catch((cause: unknown) => {
    throw new StartError('SIGNING_P12 cannot be read: name a file that this account may read.', { cause });
  });
  const material: SigningMaterial = { kind: 'given', p12: new Uint8Array(p12), password, timestampUrl };
  const trust = await openTrust(material).catch((cause: unknown) => {
    throw new StartError('SIGNING_P12 does not open: check SIGNING_P12_PASSWORD and the file.', { cause });
  });
  if (trust.notAfter.getTime() < now.getTime() + leastDaysLeft * 86_400_000)
    throw new StartError(`The certificate in SIGNING_P12 ends within ${leastDaysLeft} days: renew it.`);
  return material;
}

async function testMaterial(database: Database, secrets: SecretBox, at: Date): Promise<SigningMaterial> {
  const make = () => makeTestMaterial(at);
  const kept = await database.transaction((tx) => keepTestAuthority(tx, { secrets, make, at }));
  return { kind: 'test', ...kept };
}
