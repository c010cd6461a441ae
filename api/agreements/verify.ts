import { shanghaiTime } from '../calendar/rules.ts';
import {
  findFirstRegistered,
  findRegistered,
  readAgreementParcels,
  type RegisteredAgreement,
} from './agreement-store.ts';
import { readBinding } from './binding.ts';
import { readUsedCodes } from './certificate-store.ts';
import { wasSignedInTest } from './event-store.ts';
import { wentSameWay } from './codes.ts';
import type { examine } from './examine.ts';
import { readFile } from './files.ts';
import { findingsOfForeign, findingsOfUnread } from './foreign-rules.ts';
import type { AgreementParts } from './parts.ts';
import { findByDigests, readRevisions, type RevisionRow } from './revision-store.ts';
import { readReachable } from './signer-store.ts';
import { stateDigests } from './state-digests.ts';
import {
  findingsOfChanged,
  findingsOfContinued,
  findingsOfOriginal,
  findingsOfRehearsal,
  findingsOfStoredDamage,
  type Examined,
  type Registered,
} from './verify-rules.ts';
import type { Verification } from './verify-schema.ts';
import { isRehearsed } from './terms.ts';

type Parts = Pick<AgreementParts, 'database' | 'blobs' | 'city' | 'secrets' | 'now' | 'isTest'>;

/** Bytes that are in memory only while they are used. */
export type Use = <Result>(read: (bytes: Uint8Array) => Promise<Result>) => Promise<Result>;

/** Who reads signatures, in turn: of bytes that the register knows, and of a file from anywhere. */
export type Readers = {
  own: (use: Use) => Promise<Examined>;
  foreign: (use: Use) => ReturnType<typeof examine>;
};

/** 按编号查验: what the register says of an agreement, and whether its own file is still that; null for a number or a code that is not there, alike. */
export async function verifyByNumber(
  parts: Parts,
  { number, code }: { number: string; code: string },
  readers: Pick<Readers, 'own'>,
): Promise<Verification | null> {
  const agreement = await findRegistered(parts.database.sql, { number });
  if (agreement === null || agreement.verifyCode !== code || agreement.sentAt === null) return null;
  const revisions = await readRevisions(parts.database.sql, agreement.id);
  const last = revisions.at(-1);
  if (last === undefined) return null;
  if (isRehearsed(number)) return rehearsalAnswer(parts, number, null);
  const bytes = await readFile(parts.blobs, last).catch(() => null);
  const registered = await registeredIn(parts, { agreement, revisions });
  return {
    ...(await registeredAnswer(parts, agreement, revisions)),
    origin: 'original',
    findings:
      bytes === null
        ? findingsOfStoredDamage(registered, last.number)
        : findingsOfOriginal(registered, last.number, await readers.own((read) => read(bytes))),
    sha256: last.sha256.toString('hex'),
  };
}

type Held = { agreement: RegisteredAgreement; revisions: readonly RevisionRow[] };

/** Whatever was meant when it was drafted, what a portal with test certificates signed is test, also once it has others. */
async function registeredIn(
  { database, isTest: isTestNow }: Parts,
  { agreement, revisions }: Held,
): Promise<Registered> {
  const { id, tier } = agreement;
  const isTest = agreement.isTest || isTestNow || tier === 'T0' || (await wasSignedInTest(database.sql, id));
  return { ...agreement, isTest, revisions };
}

/** 按文件查验: whoever holds a file learns whether it is what the register has; that its digest tells, before anybody reads it. */
export async function verifyFile(parts: Parts, use: Use, readers: Readers): Promise<Verification> {
  const { sql } = parts.database;
  const { whole, beginnings, length } = await use(async (bytes) => ({
    ...(await stateDigests(bytes)),
    length: bytes.length,
  }));
  const sha256 = whole.toString('hex');
  // The longest state of the register that the file begins with.
  const found = await findByDigests(sql, beginnings);
  if (found !== null) {
    const agreement = await findRegistered(sql, { id: found.agreementId });
    if (agreement === null) throw new Error('a revision is of an agreement');
    if (isRehearsed(agreement.number)) return rehearsalAnswer(parts, agreement.number, sha256);
    const revisions = await readRevisions(sql, agreement.id);
    const held = revisions.filter(({ number }) => number <= found.number);
    const foreignBytes = length - (held.at(-1)?.bytes ?? 0);
    const answer = await registeredAnswer(parts, agreement, held);
    const registered = await registeredIn(parts, { agreement, revisions });
    if (foreignBytes === 0)
      return {
        ...answer,
        origin: 'original',
        findings: findingsOfOriginal(registered, found.number, await readers.own(use)),
        sha256,
      };
    const outcome = await readers.foreign(use);
    const examined = typeof outcome === 'string' ? null : outcome;
    return {
      ...answer,
      origin: 'changed',
      findings: findingsOfContinued(registered, { number: found.number, foreignBytes, examined }),
      strip: [...answer.strip, { kind: 'foreign', bytes: foreignBytes, sha256: null, at: null, by: null }],
      sha256,
    };
  }
  return await verifyUnknown(parts, { length, sha256, examined: await readers.foreign(use) });
}

async function verifyUnknown(
  parts: Parts,
  {
    length,
    sha256,
    examined,
  }: { length: number; sha256: string; examined: Awaited<ReturnType<typeof examine>> },
): Promise<Verification> {
  const bare = {
    number: null,
    title: null,
    status: null,
    tier: null,
    sameChannel: false,
    binding: [],
    recalledParcels: [],
    strip: [{ kind: 'foreign' as const, bytes: length, sha256, at: null, by: null }],
    sha256,
    verifiedAt: shanghaiTime(parts.now()),
  };
  if (typeof examined === 'string')
    return { ...bare, origin: examined, findings: findingsOfUnread(examined) };
  const { signatures, names } = examined;
  const isTrusted = signatures.some((signature) => signature.isTrusted);
  const agreement = isTrusted ? await findFirstRegistered(parts.database.sql, names) : null;
  // An authority certifies others too; what only we certify is ours, or made to look so.
  if (!isTrusted || (agreement === null && !parts.isTest))
    return { ...bare, origin: 'foreign', findings: findingsOfForeign(examined) };
  if (agreement === null) return { ...bare, origin: 'changed', findings: findingsOfChanged(null, examined) };
  const revisions = await readRevisions(parts.database.sql, agreement.id);
  return {
    ...bare,
    origin: 'changed',
    // The number it names is not told further than it stands in the file.
    number: agreement.number,
    findings: findingsOfChanged(await registeredIn(parts, { agreement, revisions }), examined),
  };
}

/** 演练: told as such, and nothing else of it. */
function rehearsalAnswer({ now }: Parts, number: string, sha256: string | null): Verification {
  return {
    ...{ origin: 'rehearsal', number, title: null, status: null, tier: null, sameChannel: false },
    ...{ findings: findingsOfRehearsal(number), binding: [], recalledParcels: [], strip: [], sha256 },
    verifiedAt: shanghaiTime(now()),
  };
}

async function registeredAnswer(
  parts: Parts,
  agreement: RegisteredAgreement,
  revisions: readonly RevisionRow[],
): Promise<Omit<Verification, 'origin' | 'findings' | 'sha256'>> {
  const signers = await readReachable(parts.database.sql, parts.secrets, agreement.id);
  const parcels = await readAgreementParcels(parts.database.sql, agreement.id);
  const byOf = (position: number | null) => {
    const signer = signers.find((one) => one.position === position);
    return signer === undefined ? null : `${signer.contact.organisation} ${signer.contact.name}`;
  };
  return {
    number: agreement.number,
    title: agreement.content?.title ?? null,
    status: agreement.state,
    tier: agreement.tier,
    sameChannel: wentSameWay(await readUsedCodes(parts.database.sql, agreement.id)),
    binding: await readBinding(parts, agreement, parcels),
    recalledParcels: parcels.flatMap(({ code, recalledAt }) => (recalledAt === null ? [] : [code])),
    strip: revisions.map(({ kind, bytes, sha256, at, position }, index) => ({
      kind,
      bytes: bytes - (revisions[index - 1]?.bytes ?? 0),
      sha256: sha256.toString('hex'),
      at: shanghaiTime(at),
      by: byOf(position),
    })),
    verifiedAt: shanghaiTime(parts.now()),
  };
}
