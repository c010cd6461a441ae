import type { RevocationProvider } from '@libpdf/core';
import type { Certificate } from 'pkijs';
import { askedAbout, type Asked } from './certificate-status.ts';
import { parsed, readAll, storedStatus } from './long-term-data.ts';
import { archiveSignatures, type Revision } from './sign.ts';
import { signatureParts } from './signature-parts.ts';
import { certificatesIn, derOf, nameOf, parseSigned, signerCertificate } from './signed-data.ts';
import { namesStatus } from './status-places.ts';
import { statusSources } from './status-sources.ts';
import { readStamp } from './timestamp-token.ts';
import type { SigningTrust } from './trust.ts';

type Means = Pick<SigningTrust, 'timestampAuthority' | 'revocationProvider' | 'roots'>;

/** An answer for the last timestamp is had before it is made, and by another clock. */
const mostSkewMs = 60_000;

/**
 * 长期验证: as `archiveSignatures`, and only where the file has then, of everybody who signed or stamped it and of all above
 * them, that he was in order; who names no place that tells (CRL, OCSP) is not asked about.
 * @throws Error that names the first of whom nothing could be had, or who is revoked; before a timestamp is asked for where it can be known.
 */
export async function archiveProved(
  revision: Uint8Array,
  { timestampAuthority, revocationProvider, roots }: Means,
): Promise<Revision> {
  const sources = revocationProvider ?? statusSources();
  if (revocationProvider === null) await haveStatus(await whoSigned(revision, roots), sources);
  const archived = await archiveSignatures(revision, { timestampAuthority, revocationProvider: sources });
  await refuseUnproved(archived.bytes, roots);
  return archived;
}

/** Everybody at once, so that the library finds the answers there when it asks for them one after another. */
async function haveStatus({ asked }: Signers, sources: RevocationProvider): Promise<void> {
  await Promise.all(
    asked.map(async ({ certificate, issuer }) => {
      if (!namesStatus(certificate)) return;
      const der = derOf(certificate);
      let failure: unknown = 'nothing was answered';
      const failed = (error: unknown) => {
        failure = error;
        return null;
      };
      const answer = await sources.getOCSP?.(der, derOf(issuer)).catch(failed);
      const status = answer ?? (await sources.getCRL?.(der).catch(failed));
      if (!status) throw noStatus(certificate, failure);
    }),
  );
}

async function refuseUnproved(bytes: Uint8Array, roots: readonly Uint8Array[]): Promise<void> {
  const { signers, asked } = await whoSigned(bytes, roots);
  const kept = (await storedStatus(bytes)) ?? { lists: [], answers: [] };
  for (const one of asked) {
    const { lists, answers } = await readAll(kept, [one]);
    const said = [...lists, ...answers].map(({ status }) => status);
    if (said.includes('revoked')) throw new Error(`${nameOf(one.certificate)} is revoked by who issued it`);
    if (namesStatus(one.certificate) && !said.includes('good'))
      throw noStatus(one.certificate, `the file has ${said.join(', ') || 'none'}`);
  }
  const lost = signers.find(
    (signer) => namesStatus(signer) && !asked.some(({ certificate }) => certificate === signer),
  );
  if (lost !== undefined) throw noStatus(lost, 'who issued it is not known');
}

function noStatus(certificate: Certificate, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`no revocation status could be had of ${nameOf(certificate)}: ${reason}`, { cause });
}

type Signers = { signers: Certificate[]; asked: Asked[] };

/** Who signed and who stamped, each with all above him that came along or are roots. */
async function whoSigned(bytes: Uint8Array, roots: readonly Uint8Array[]): Promise<Signers> {
  const known = roots.flatMap(parsed);
  const signers: { certificate: Certificate; signedAt: Date }[] = [];
  const add = (value: Uint8Array<ArrayBuffer>, signedAt: Date) => {
    const signed = parseSigned(value);
    const certificate = signed === null ? null : signerCertificate(signed);
    if (signed === null || certificate === null) throw new Error('a signature brings no certificate along');
    known.push(...certificatesIn(signed));
    signers.push({ certificate, signedAt });
  };
  const stampedAt = (token: Uint8Array<ArrayBuffer>) => readStamp(token)?.at ?? new Date();
  for (const { kind, value, stamp } of await signatureParts(bytes)) {
    if (kind === 'timestamp') add(value, new Date(stampedAt(value).getTime() - mostSkewMs));
    else add(value, stamp === null ? new Date() : stampedAt(stamp.token));
    if (stamp !== null) add(stamp.token, stampedAt(stamp.token));
  }
  const store = await storedStatus(bytes);
  known.push(...(store?.certificates ?? []).flatMap(parsed));
  return { signers: signers.map(({ certificate }) => certificate), asked: await askedAbout(signers, known) };
}
