import { shanghaiTime } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import { writeSealedLetter } from '../letters/store.ts';
import type { AgreementRecord, RegisteredAgreement } from './agreement-store.ts';
import type { Envelope } from './envelope-rules.ts';
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
import type { Signer } from './signer-store.ts';

type Told = { agreement: AgreementRecord; signers: readonly Signer[]; deadline?: Date };

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

/** 请签署, 请审批, 请见证 or 请查阅 to those whose turn came with a step; each gets a link of his own, nobody else does. */
export async function tellTurn(
  tx: Tx,
  parts: AgreementParts,
  { agreement, signers, before, after }: Told & { before: Envelope; after: Envelope },
): Promise<void> {
  const stateIn = ({ signers: all }: Envelope, position: number) =>
    all.find((signer) => signer.position === position)?.state;
  for (const signer of signers) {
    const began =
      stateIn(before, signer.position) === 'waiting' && stateIn(after, signer.position) === 'active';
    const text = (facts: LetterFacts) => turnLetter(signer.role, facts);
    if (began) await send(tx, parts, { agreement, signer, text, cause: 'agreement.sign' });
  }
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

/** 已封存: everybody who was asked gets the way to the file. */
export async function tellCompleted(
  tx: Tx,
  parts: AgreementParts,
  { agreement, signers }: Told,
): Promise<void> {
  for (const signer of signers)
    await send(tx, parts, {
      agreement,
      signer,
      text: completedLetter,
      cause: 'agreement.complete',
      lifeMs: fetchLinkMs,
    });
}

type ToldEnd = Pick<Told, 'signers'> & {
  agreement: Pick<RegisteredAgreement, 'id' | 'number' | 'content'>;
  how: 'voided' | 'declined' | 'expired';
  before: Envelope;
};

/** To those who were asked already. */
export async function tellEnded(
  tx: Tx,
  parts: AgreementParts,
  { agreement, signers, how, before }: ToldEnd,
): Promise<void> {
  const asked = before.signers.filter(({ state }) => state !== 'waiting').map(({ position }) => position);
  const { number, content } = agreement;
  const letter = endedLetter({ siteName: siteName(parts), number, title: content?.title ?? number }, how);
  for (const { position, contact } of signers)
    if (asked.includes(position))
      await writeSealedLetter(
        tx,
        {
          medium: 'mail',
          agreementId: agreement.id,
          position,
          recipient: contact.email,
          cause: `agreement.${how}`,
          ...letter,
        },
        parts.secrets,
      );
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
    parts.secrets,
  );
}

function siteName({ city }: AgreementParts): string {
  return city.pack.title['zh-CN'];
}
