import { z } from 'zod';
import { readBatchDocuments } from './batch-store.ts';
import { readUsedCodes } from './certificate-store.ts';
import type { Sql } from '../db/database.ts';
import type { SignerFacts } from './certificate-signers.ts';
import { certificateSheet } from './certificate-words.ts';
import type { AgreementRecord } from './agreement-store.ts';
import { readDelegationRows } from './delegation-store.ts';
import { readEvents, type EventRow } from './event-store.ts';
import { refuseProof } from './no-proof.ts';
import { verifyUrl } from './paper-options.ts';
import type { AgreementParts } from './parts.ts';
import { readingOf } from './reading-store.ts';
import { readRevisions } from './revision-store.ts';
import { readPlaces } from './signer-store.ts';
import { sideOf } from './party-rules.ts';
import { wholeText } from './whole-text.ts';

const SignDetails = z.object({
  consent: z.string(),
  mark: z.enum(['strokes', 'typed', 'picture']),
  batch: z.string().optional(),
});

/**
 * 签署证书 of a completed agreement: drawn from what the register has, so that it is the same however often it is asked for.
 * It tells addresses masked, and is for whoever may have the file. A contact that does not open is said to be so.
 */
export async function certificateOf(
  {
    database: { sql },
    secrets,
    papers,
    origin,
  }: Pick<AgreementParts, 'database' | 'secrets' | 'papers' | 'origin'>,
  agreement: AgreementRecord,
): Promise<Uint8Array<ArrayBuffer>> {
  const { id, number, verifyCode, contentSha256, tier } = agreement;
  refuseProof(number);
  const content = wholeText(agreement);
  if (tier === null) throw new Error('only what is complete has a certificate');
  const events = await readEvents(sql, id);
  const codes = await readUsedCodes(sql, id);
  const delegations = (await readDelegationRows(sql, secrets, id)).filter(
    ({ outcome }) => outcome === 'admitted',
  );
  const together = await signedTogether(sql, id, events);
  const places = await Promise.all(
    (await readPlaces(sql, secrets, id)).map(async (signer) => ({
      ...signer,
      readAt: await readingOf(sql, { agreementId: id, position: signer.position, contentSha256 }),
    })),
  );
  const signers = places.flatMap((signer): SignerFacts[] => {
    const { position, role } = signer;
    if (role === 'viewer') return [];
    const handed = delegations.filter((one) => one.position === position);
    return [
      {
        ...signer,
        role,
        side: sideOf(content, signer),
        act: actOf(events, { position, together }),
        codeChannel: codes.find((one) => one.position === position)?.channel ?? null,
        handedOn: handed.map(({ persons, authorisation }) => ({
          names: persons === null ? null : { from: persons.from.name, to: persons.to.name },
          authorisation: authorisation ?? '',
        })),
      },
    ];
  });
  const sheet = certificateSheet({
    number,
    title: content.title,
    template: content.template,
    parties: content.parties,
    tier,
    contentSha256: contentSha256.toString('hex'),
    completedAt: momentOf(events, 'complete'),
    signers,
    revisions: (await readRevisions(sql, id)).map(({ sha256, ...revision }) => ({
      ...revision,
      sha256: sha256.toString('hex'),
    })),
    verifyUrl: verifyUrl({ origin: origin(), number, verifyCode }),
    verifyCode,
  });
  return new Uint8Array(await papers.certify(sheet));
}

/** What somebody did in his place; null for whom nobody waited for. */
function actOf(
  events: readonly EventRow[],
  { position, together }: { position: number; together: ReadonlyMap<string, number> },
): SignerFacts['act'] {
  const act = events.findLast(
    (event) => event.position === position && ['sign', 'approve', 'witness'].includes(event.kind),
  );
  if (act === undefined) return null;
  const at = new Date(act.at);
  if (act.kind !== 'sign') return { at, signed: null };
  const { consent, mark, batch } = SignDetails.parse(JSON.parse(act.details));
  const documents = batch === undefined ? null : (together.get(batch) ?? null);
  return { at, signed: { consent, mark, documents } };
}

/** Of each set that a code was used for here, how many were signed by it; what was refused is not among them. */
async function signedTogether(sql: Sql, agreementId: number, events: readonly EventRow[]) {
  const counts = new Map<string, number>();
  for (const { details } of events.filter(({ kind }) => kind === 'sign')) {
    const { batch } = SignDetails.parse(JSON.parse(details));
    if (batch === undefined) continue;
    const documents = await readBatchDocuments(sql, { agreementId, set: Buffer.from(batch, 'hex') });
    counts.set(batch, documents.filter(({ isSigned }) => isSigned).length);
  }
  return counts;
}

function momentOf(events: readonly EventRow[], kind: EventRow['kind']): Date {
  const event = events.findLast((one) => one.kind === kind);
  if (event === undefined) throw new Error(`what is complete has an event ${kind}`);
  return new Date(event.at);
}
