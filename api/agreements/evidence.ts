import { strToU8, zipSync } from 'fflate';
import { readHashes, readSubject } from '../audit/store.ts';
import { signatureParts } from '../signatures/signature-parts.ts';
import { usedRoots } from '../signatures/used-roots.ts';
import type { AgreementRecord } from './agreement-store.ts';
import { canonicalJson } from '../canonical-json.ts';
import { readUsedCodes } from './certificate-store.ts';
import { certificateOf } from './certificate.ts';
import { wentSameWay } from './codes.ts';
import { agreedConsents, setsTold } from './evidence-consents.ts';
import { readEvents } from './event-store.ts';
import { readAuthorities } from './evidence-authorities.ts';
import { auditFor, chainFiles, eventsFor } from './evidence-rows.ts';
import { evidenceReadme } from './evidence-texts.ts';
import { readFile } from './files.ts';
import type { EvidenceReader } from './named-rules.ts';
import { refuseProof } from './no-proof.ts';
import type { AgreementParts } from './parts.ts';
import { readRevisions } from './revision-store.ts';
import { sameChannelWords, tierWords } from './tier-words.ts';

type Parts = Pick<
  AgreementParts,
  'database' | 'blobs' | 'roots' | 'anchorsFrom' | 'papers' | 'secrets' | 'origin'
>;

/**
 * 证据包 of a completed agreement, as a zip archive: everything that is needed to check it without us. Who is named gets the
 * office's own acts as their hashes.
 */
export async function evidencePackage(
  parts: Parts,
  agreement: AgreementRecord,
  reader: EvidenceReader,
): Promise<Uint8Array<ArrayBuffer>> {
  const { sql } = parts.database;
  const { id, number, content, contentSha256, tier } = agreement;
  refuseProof(number);
  const rows = await readRevisions(sql, id);
  const last = rows.at(-1);
  if (last === undefined || tier === null) throw new Error('only what is complete has a package');
  const events = await readEvents(sql, id);
  const file = await readFile(parts.blobs, last);
  const signatures = await signatureParts(file);
  const revisions = rows.map(({ number: place, kind, bytes, sha256, at }) => ({
    number: place,
    kind,
    bytes,
    sha256: sha256.toString('hex'),
    at: at.toISOString(),
  }));
  const { consents, sets } = await agreedConsents(sql, id, events);
  const shownEvents = eventsFor(reader, events);
  const log = await slice(parts, number, reader);
  const completed = events.findLast(({ kind }) => kind === 'complete');
  const readme = evidenceReadme({
    number,
    title: content.title,
    tierWords: wordsOf([
      tierWords[tier],
      ...(wentSameWay(await readUsedCodes(sql, id)) ? [sameChannelWords] : []),
    ]),
    signatures,
    isWhole: reader.side !== 'named',
    revisions,
    contentSha256: contentSha256.toString('hex'),
    sets: setsTold(sets, revisions),
    completed: { seq: completed?.seq ?? 0, hash: completed?.hash.toString('hex') ?? '' },
    anchor: log.anchor,
  });
  const token =
    log.anchor?.token === undefined ? null : new Uint8Array(Buffer.from(log.anchor.token, 'base64'));
  // Not every root that this portal ever had: a former test root is nobody's to believe.
  const roots = usedRoots(
    [
      ...signatures.flatMap(({ value, stamp }) => (stamp === null ? [value] : [value, stamp.token])),
      ...(token === null ? [] : [token]),
    ],
    parts.roots,
  );
  const json = (value: unknown) => strToU8(`${JSON.stringify(value, null, 2)}\n`);
  return new Uint8Array(
    zipSync({
      'README.txt': strToU8(readme),
      'agreement.pdf': file,
      'certificate.pdf': await certificateOf(parts, agreement),
      'content.json': strToU8(canonicalJson(content)),
      'revisions.json': json(revisions),
      'events.json': json(shownEvents.map(({ told }) => told)),
      'audit.json': json(log.shown.map(({ told }) => told)),
      ...chainFiles('events', { before: Buffer.alloc(32), hashes: shownEvents, rows: shownEvents }),
      ...chainFiles('audit', { before: log.before, hashes: log.hashes, rows: log.shown }),
      ...(log.anchor !== null && { 'anchor.json': json(log.anchor) }),
      ...(token !== null && { 'anchor.tst': token }),
      'consents.json': json(consents),
      'authorities.json': json(await readAuthorities(parts, id)),
      ...Object.fromEntries(
        [...sets].flatMap(([set, opened]) =>
          opened === null ? [] : [[`sets/${set}.json`, strToU8(opened.text)]],
        ),
      ),
      'certificates/roots.pem': strToU8(roots.map(pem).join('')),
      ...Object.fromEntries(
        signatures.flatMap(({ field, value, stamp }, index) => {
          const name = `signatures/${index + 1}-${field}`;
          return [
            [`${name}.p7s`, value],
            ...(stamp === null
              ? []
              : [
                  [`${name}.tst`, stamp.token],
                  [`${name}.value`, stamp.stamped],
                ]),
          ];
        }),
      ),
    }),
  );
}

/**
 * 审计日志: from the agreement's first row to the first anchor behind its last, rather one with an authority's token; to its
 * last row where there is none.
 */
async function slice(
  { database: { sql }, anchorsFrom }: Pick<AgreementParts, 'database' | 'anchorsFrom'>,
  number: string,
  reader: EvidenceReader,
) {
  const rows = await readSubject(sql, `agreement:${number}`);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) throw new Error('what is complete is in the log');
  const anchors = await anchorsFrom?.(Number(last.seq));
  const anchor = anchors?.firstStamped ?? anchors?.first ?? null;
  const hashes = await readHashes(sql, { from: Number(first.seq), to: anchor?.seq ?? Number(last.seq) });
  return {
    anchor,
    before: first.previousHash,
    hashes: hashes.map(({ seq, hash }) => ({ seq, hash: hash.toString('hex') })),
    shown: auditFor(reader, rows),
  };
}

function wordsOf(said: readonly { zh: string; en: string }[]): string {
  return said.map(({ zh, en }) => `${zh}\n${en}`).join('\n');
}

/** RFC 7468. */
function pem(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
