import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { readSubject } from '../audit/store.ts';
import { signatureParts } from '../signatures/signature-parts.ts';
import type { AgreementRecord } from './agreement-store.ts';
import { canonicalJson } from './canonical-json.ts';
import { consentText } from './consent.ts';
import { readEvents, type EventRow } from './event-store.ts';
import { auditFor, eventsFor } from './evidence-rows.ts';
import { evidenceReadme } from './evidence-texts.ts';
import { readFile } from './files.ts';
import type { EvidenceReader } from './named-rules.ts';
import type { AgreementParts } from './parts.ts';
import { readRevisions } from './revision-store.ts';

const tierWords = {
  T0: 'T0 演示：测试证书，不构成可靠电子签名。Test certificates: no reliable electronic signature.',
  T1: 'T1 平台存证：签署人没有专有证书。The platform witnesses; signers have no certificates of their own.',
  T2: 'T2 专有证书。Certificates of the signers’ own.',
  T3: 'T3 国密电子签章。',
};

/**
 * 证据包 of a completed agreement, as a zip archive: everything that is needed to check it without us. Who is named gets the
 * office's own acts as their hashes.
 */
export async function evidencePackage(
  { database, blobs, roots }: Pick<AgreementParts, 'database' | 'blobs' | 'roots'>,
  agreement: AgreementRecord,
  reader: EvidenceReader,
): Promise<Uint8Array<ArrayBuffer>> {
  const { sql } = database;
  const { id, number, content, tier } = agreement;
  const revisions = await readRevisions(sql, id);
  const events = await readEvents(sql, id);
  const last = revisions.at(-1);
  if (last === undefined || tier === null) throw new Error('only what is complete has a package');
  const file = await readFile(blobs, last);
  const parts = await signatureParts(file);
  const json = (value: unknown) => strToU8(`${JSON.stringify(value, null, 2)}\n`);
  const signatures = Object.fromEntries(
    parts.map(({ field, value }, index) => [`signatures/${index + 1}-${field}.p7s`, value]),
  );
  const readme = evidenceReadme({
    number,
    title: content.title,
    tierWords: tierWords[tier],
    parts,
    isWhole: reader.side !== 'named',
  });
  return new Uint8Array(
    zipSync({
      'README.txt': strToU8(readme),
      'agreement.pdf': file,
      'content.json': strToU8(canonicalJson(content)),
      'revisions.json': json(
        revisions.map(({ number: place, kind, bytes, sha256, at }) => ({
          number: place,
          kind,
          bytes,
          sha256: sha256.toString('hex'),
          at: at.toISOString(),
        })),
      ),
      'events.json': json(eventsFor(reader, events)),
      'audit.json': json(auditFor(reader, await readSubject(sql, `agreement:${number}`))),
      'consents.json': json(consentsOf(events).map((version) => ({ version, text: consentText(version) }))),
      'certificates/roots.pem': strToU8(roots.map(pem).join('')),
      ...signatures,
    }),
  );
}

/** The versions of what signers agreed to, each once. */
function consentsOf(events: readonly EventRow[]): string[] {
  const agreed = events
    .filter(({ kind }) => kind === 'sign')
    .map(({ details }) => SignDetails.parse(JSON.parse(details)).consent);
  return [...new Set(agreed)];
}
const SignDetails = z.object({ consent: z.string() });

/** RFC 7468. */
function pem(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
