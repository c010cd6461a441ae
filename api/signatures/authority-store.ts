import type { SecretBox } from '../accounts/secret-box.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { StoredCredential } from './trust.ts';

const purposes = ['root', 'platform', 'timestamp'] as const;
type Purpose = (typeof purposes)[number];
type Authority = Record<Purpose, StoredCredential>;

/** One number for all portals on one database: the first start makes the certificates, the others find them. */
const makingLock = 7_401_611;

/** The test certificates of this installation; what `make` gives at the first start. */
export async function keepTestAuthority(
  tx: Tx,
  { secrets, make, at }: { secrets: SecretBox; make: () => Promise<Authority>; at: Date },
): Promise<Authority> {
  await tx`select pg_advisory_xact_lock(${makingLock})`;
  const kept = await readAuthority(tx, secrets);
  if (kept !== null) return kept;
  const made = await make();
  const rows = purposes.map((purpose) => ({
    purpose,
    certificate: Buffer.from(made[purpose].certificate),
    sealed_key: secrets.seal(Buffer.from(made[purpose].key).toString('base64'), placeOf(purpose)),
    made_at: at,
  }));
  await tx`insert into signing_authority ${tx(rows)}`;
  return made;
}

async function readAuthority(sql: Sql, secrets: SecretBox): Promise<Authority | null> {
  const rows = await sql<{ purpose: Purpose; certificate: Buffer; sealedKey: Buffer }[]>`
    select purpose, certificate, sealed_key as "sealedKey" from signing_authority order by purpose limit 10`;
  const root = rows.find(({ purpose }) => purpose === 'root');
  const credentialOf = (purpose: Purpose): StoredCredential | null => {
    const row = rows.find((one) => one.purpose === purpose);
    if (row === undefined || root === undefined) return null;
    return {
      certificate: new Uint8Array(row.certificate),
      chain: purpose === 'root' ? [] : [new Uint8Array(root.certificate)],
      key: new Uint8Array(Buffer.from(secrets.open(row.sealedKey, placeOf(purpose)), 'base64')),
      keyType: 'EC',
    };
  };
  const [rootKept, platform, timestamp] = [
    credentialOf('root'),
    credentialOf('platform'),
    credentialOf('timestamp'),
  ];
  if (rootKept === null || platform === null || timestamp === null) return null;
  return { root: rootKept, platform, timestamp };
}

const placeOf = (purpose: Purpose) => `signing authority ${purpose}`;
