import { CertificateRevocationList } from 'pkijs';
import { type Asked, type CertificateStatus, statusAt, unproved } from './certificate-status.ts';
import { engine } from './signed-data.ts';

/** What a list (CRL) says of those it may speak of: whom its signer certified. What is no list proves nothing. */
export async function readStatusList(bytes: Uint8Array, asked: readonly Asked[]): Promise<CertificateStatus> {
  const list = parsed(bytes);
  if (list === null) return unproved;
  const its: Asked[] = [];
  for (const one of asked) if (await isSignedBy(list, one)) its.push(one);
  if (its.length === 0) return unproved;
  return statusAt(
    {
      isRevoked: its.some(({ certificate }) => list.isCertificateRevoked(certificate)),
      from: list.thisUpdate.value,
      until: list.nextUpdate?.value ?? null,
    },
    its.map(({ signedAt }) => signedAt),
  );
}

/** RFC 5280, 6.3.3 (g), which also refuses what a list says that cannot be left unread. */
async function isSignedBy(list: CertificateRevocationList, { issuer }: Asked): Promise<boolean> {
  return await list.verify({ issuerCertificate: issuer }, engine).catch(() => false);
}

function parsed(bytes: Uint8Array): CertificateRevocationList | null {
  try {
    return CertificateRevocationList.fromBER(new Uint8Array(bytes));
  } catch {
    return null;
  }
}
