import type { Certificate } from 'pkijs';
import { engine } from './signed-data.ts';

/**
 * 证书状态: what a list (CRL, RFC 5280, 5) or an answer (OCSP, RFC 6960) of a file says of the certificates that signed it.
 * `unproved`: nobody signed it who may speak of one of them; `outdated`: what it found in order ended before they signed;
 * `partial`: it tells of some revocations alone, and none of theirs is among them.
 */
export type CertificateStatus = {
  status: 'good' | 'revoked' | 'unknown' | 'outdated' | 'partial' | 'unproved';
  /** ISO 8601; `until` is null where newer word is to be had at any time. */
  from: string | null;
  until: string | null;
};

export const unproved: CertificateStatus = { status: 'unproved', from: null, until: null };

/** Who is asked about: who signed or stands above who did, by whom that is certified, and when it was signed. */
export type Asked = { certificate: Certificate; issuer: Certificate; signedAt: Date };

/** `known`: those in which the issuers are looked for; what certifies itself is asked about nowhere. */
export async function askedAbout(
  signers: readonly { certificate: Certificate; signedAt: Date }[],
  known: readonly Certificate[],
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { certificate: signer, signedAt } of signers) {
    let certificate = signer;
    // No way up is longer than there are certificates: two may certify each other.
    for (let step = 0; step <= known.length; step += 1) {
      const issuer = await issuerOf(certificate, known);
      if (issuer === null) break;
      asked.push({ certificate, issuer, signedAt });
      certificate = issuer;
    }
  }
  return asked;
}

async function issuerOf(
  certificate: Certificate,
  known: readonly Certificate[],
): Promise<Certificate | null> {
  if (certificate.issuer.isEqual(certificate.subject)) return null;
  for (const issuer of known) if (await isIssuedBy(certificate, issuer)) return issuer;
  return null;
}

export async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  if (!certificate.issuer.isEqual(issuer.subject)) return false;
  return await certificate.verify(issuer, engine).catch(() => false);
}

/** Whoever was revoked stays so however old the word; that somebody was not counts for what was signed before newer word was due, and for all of it. */
export function statusAt(
  { isRevoked, from, until }: { isRevoked: boolean; from: Date; until: Date | null },
  signedAt: readonly Date[],
): CertificateStatus {
  const end = until ?? from;
  const inOrder = signedAt.every((at) => at <= end) ? 'good' : 'outdated';
  return {
    status: isRevoked ? 'revoked' : inOrder,
    from: from.toISOString(),
    until: until?.toISOString() ?? null,
  };
}
