import type { Tx } from '../db/database.ts';
import { writeSealedLetter } from '../letters/store.ts';
import { readAccountEmail, type AgreementRecord } from './agreement-store.ts';
import type { LetterText } from './letter-texts.ts';
import type { AgreementParts } from './parts.ts';

type Facts = { siteName: string; number: string; title: string; from: string; to: string };
type Told = {
  agreement: AgreementRecord;
  position: number;
  from: { name: string; email: string };
  to: string;
};

/** To who had the place: whoever has a leaked link would rather that he did not know. */
function askedLetter({ siteName, number, title, to }: Facts): LetterText {
  return {
    subject: `${siteName}：《${title}》（${number}）已申请转交他人签署`,
    body: `有人凭发给您的链接和验证码，申请把《${title}》（${number}）转给${to}签署。招商部门核准之前谁都不能签，您原来的链接已失效。\n\n若不是您本人办理，请立即与招商人员联系。\n`,
  };
}

function officeLetter({ siteName, number, title, from, to }: Facts, page: string): LetterText {
  return {
    subject: `${siteName}：${number} 申请转交签署，待核准`,
    body: `《${title}》（${number}）的${from}申请转给${to}签署。请向原签署人核实，查验授权委托书后核准或者不准；核准之前协议暂停在这一位。\n\n${page}\n`,
  };
}

function decidedLetter({ siteName, number, title, to }: Facts, isAdmitted: boolean): LetterText {
  return {
    subject: `${siteName}：《${title}》（${number}）转交签署${isAdmitted ? '已核准' : '未获核准'}`,
    body: isAdmitted
      ? `《${title}》（${number}）改由${to}签署，不需要您再做什么。若不是您本人申请的，请立即与招商人员联系。\n`
      : `《${title}》（${number}）转给${to}签署的申请未获核准，仍请您本人签署，新的链接另函发给您。\n`,
  };
}

/** 申请转交: to who had the place until now, and to the office. */
export async function tellDelegationAsked(tx: Tx, parts: AgreementParts, told: Told): Promise<void> {
  const { agreement, from } = told;
  const facts = factsOf(parts, told);
  const page = `${parts.origin()}/console/agreements/${agreement.number}`;
  const office = await readAccountEmail(tx, agreement.createdBy);
  await write(tx, parts, { ...told, cause: 'agreement.delegate', to: from.email, text: askedLetter(facts) });
  await write(tx, parts, {
    ...told,
    cause: 'agreement.delegate',
    to: office,
    text: officeLetter(facts, page),
  });
}

/** 核准或不准, to who had the place. */
export async function tellDelegationDecided(
  tx: Tx,
  parts: AgreementParts,
  { isAdmitted, ...told }: Told & { isAdmitted: boolean },
): Promise<void> {
  const text = decidedLetter(factsOf(parts, told), isAdmitted);
  await write(tx, parts, { ...told, cause: 'agreement.delegate-decided', to: told.from.email, text });
}

function factsOf({ city }: AgreementParts, { agreement, from, to }: Told): Facts {
  const { number, content } = agreement;
  return { siteName: city.pack.title['zh-CN'], number, title: content.title, from: from.name, to };
}

async function write(
  tx: Tx,
  parts: AgreementParts,
  { agreement, position, cause, to, text }: Told & { cause: string; text: LetterText },
): Promise<void> {
  const letter = {
    medium: 'mail',
    agreementId: agreement.id,
    position,
    recipient: to,
    cause,
    ...text,
  } as const;
  await writeSealedLetter(tx, letter, parts);
}
