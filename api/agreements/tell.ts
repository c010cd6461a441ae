import { shanghaiTime } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import { writeSealedLetter } from '../letters/store.ts';
import type { AgreementRecord, RegisteredAgreement } from './agreement-store.ts';
import type { Envelope } from './envelope-rules.ts';
import type { NewEvent } from './event-store.ts';
import {
  completedLetter,
  draftLetter,
  endedLetter,
  remindLetter,
  turnLetter,
  type LetterFacts,
  type LetterText,
} from './letter-texts.ts';
import { issueSigningLink, linkGraceMs } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { reachable, type Place, type Signer } from './signer-store.ts';
import { untold } from './undelivered.ts';

type Told = { agreement: AgreementRecord; signers: readonly Signer[]; deadline?: Date };
type ToldPlaces = { agreement: AgreementRecord; places: readonly Place[] };

/** How long the sealed file can be fetched by the link in the last letter. */
const fetchLinkMs = 366 * 86_400_000;

/** 草稿 to who signs for another side than the city's; that one reads it in the console. */
export async function tellOfDraft(
  tx: Tx,
  parts: AgreementParts,
  { agreement, signers }: Told,
): Promise<number> {
  const others = signers.filter(({ party, role }) => party !== 'government' && role === 'signer');
  for (const signer of others)
    await send(tx, parts, { agreement, signer, text: draftLetter, cause: 'agreement.draft' });
  return others.length;
}

/**
 * 请签署, 请审批, 请见证 or 请查阅 to those whose turn came with a step; each gets a link of his own, nobody else does. Gives what is
 * to be recorded of those whom no letter can reach.
 */
export async function tellTurn(
  tx: Tx,
  parts: AgreementParts,
  { agreement, places, before, after }: ToldPlaces & { before: Envelope; after: Envelope },
): Promise<NewEvent[]> {
  const stateIn = ({ signers: all }: Envelope, position: number) =>
    all.find((signer) => signer.position === position)?.state;
  const begun = places.filter(
    ({ position }) => stateIn(before, position) === 'waiting' && stateIn(after, position) === 'active',
  );
  const cause = 'agreement.sign';
  for (const signer of reachable(begun)) {
    const text = (facts: LetterFacts) => turnLetter(signer.role, facts);
    await send(tx, parts, { agreement, signer, text, cause });
  }
  return untold(begun, { letter: cause, at: parts.now() });
}

type ToldAgain = {
  agreement: AgreementRecord;
  signer: Signer;
  deadline: Date;
  /** 催签: who is reading or signing just then goes on. */
  keepsOlder: boolean;
  /** Why, in the words of the office. */
  reason?: string | undefined;
};

/** 催签, or the link of who has the place now. */
export async function tellAgain(
  tx: Tx,
  parts: AgreementParts,
  { agreement, signer, deadline, keepsOlder, reason }: ToldAgain,
): Promise<void> {
  await send(tx, parts, {
    agreement: { ...agreement, deadline },
    signer,
    text: (facts) => remindLetter(signer.role, facts, reason),
    cause: 'agreement.remind',
    keepsOlder,
  });
}

/** 已封存: everybody who was asked gets the way to the file. Gives what is to be recorded of those whom no letter can reach. */
export async function tellCompleted(
  tx: Tx,
  parts: AgreementParts,
  { agreement, places }: ToldPlaces,
): Promise<NewEvent[]> {
  const cause = 'agreement.complete';
  for (const signer of reachable(places))
    await send(tx, parts, { agreement, signer, text: completedLetter, cause, lifeMs: fetchLinkMs });
  return untold(places, { letter: cause, at: parts.now() });
}

type ToldEnd = Pick<ToldPlaces, 'places'> & {
  agreement: Pick<RegisteredAgreement, 'id' | 'number' | 'content'>;
  how: 'voided' | 'declined' | 'expired';
  before: Envelope;
};

/** To those who were asked already. Gives what is to be recorded of those whom no letter can reach. */
export async function tellEnded(
  tx: Tx,
  parts: AgreementParts,
  { agreement, places, how, before }: ToldEnd,
): Promise<NewEvent[]> {
  const isAsked = ({ position }: Place) =>
    before.signers.some((one) => one.position === position && one.state !== 'waiting');
  const asked = places.filter(isAsked);
  const { id: agreementId, number, content } = agreement;
  const letter = endedLetter({ siteName: siteName(parts), number, title: content?.title ?? number }, how);
  const cause = `agreement.${how}`;
  for (const { position, contact } of reachable(asked)) {
    const to = { medium: 'mail', agreementId, position, recipient: contact.email, cause } as const;
    await writeSealedLetter(tx, { ...to, ...letter }, parts);
  }
  return untold(asked, { letter: cause, at: parts.now() });
}

type Sent = {
  agreement: AgreementRecord;
  signer: Signer;
  text: (facts: LetterFacts) => LetterText;
  cause: string;
  lifeMs?: number;
  keepsOlder?: boolean;
};

async function send(
  tx: Tx,
  parts: AgreementParts,
  { agreement, signer, text, cause, lifeMs, keepsOlder = false }: Sent,
): Promise<void> {
  const at = parts.now();
  const { id, number, content, deadline } = agreement;
  const { position, contact } = signer;
  const isOver = lifeMs !== undefined;
  const endsAt = isOver ? new Date(at.getTime() + lifeMs) : new Date(deadline.getTime() + linkGraceMs);
  const link = await issueSigningLink(tx, {
    agreementId: id,
    position,
    origin: parts.origin(),
    at,
    endsAt,
    keepsOlder: keepsOlder || isOver,
  });
  const written = shanghaiTime(deadline);
  const facts = {
    siteName: siteName(parts),
    number,
    title: content.title,
    link,
    deadline: `${written.slice(0, 10)} ${written.slice(11, 16)}`,
  };
  await writeSealedLetter(
    tx,
    { medium: 'mail', agreementId: id, position, recipient: contact.email, cause, ...text(facts) },
    parts,
  );
}

function siteName({ city }: AgreementParts): string {
  return city.pack.title['zh-CN'];
}
