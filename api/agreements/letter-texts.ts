import type { CodePurpose, SignerRole } from './terms.ts';

/** What letters to signers are about; who signs reads Chinese, as the agreement is written. */
export type LetterFacts = { siteName: string; number: string; title: string; link: string; deadline: string };
export type LetterText = { subject: string; body: string };

const yours = '链接仅供您本人使用，请勿转发；我们不会向您索要验证码。';

/** 草稿核对: to each side before the sending. */
export function draftLetter({ siteName, number, title, link }: LetterFacts): LetterText {
  return {
    subject: `${siteName}：请核对《${title}》草稿（${number}）`,
    body: `《${title}》（${number}）的草稿已备好。请打开链接通读，核对无误后确认；有不同意见请直接与招商人员联系。草稿不能签署。\n\n${link}\n\n${yours}\n`,
  };
}

/** What each is asked for, by his role: only who signs is said to sign. */
const roleActs: Record<SignerRole, { ask: string; waits: string; body: (facts: LetterFacts) => string }> = {
  signer: {
    ask: '请签署',
    waits: '待您签署',
    body: ({ number, title, deadline }) =>
      `请在 ${deadline} 前通读并签署《${title}》（${number}）。签署时另需一次性验证码。`,
  },
  approver: {
    ask: '请审批',
    waits: '待您审批',
    body: ({ number, title, deadline }) =>
      `请在 ${deadline} 前通读并审批《${title}》（${number}）。您不是签署人，文件上没有您的签名；同意时另需一次性验证码。`,
  },
  witness: {
    ask: '请见证',
    waits: '待您见证',
    body: ({ number, title, deadline }) =>
      `请在 ${deadline} 前通读并见证《${title}》（${number}）。您不是协议的一方，文件上没有您的签名；见证时另需一次性验证码。`,
  },
  viewer: {
    ask: '请查阅',
    waits: '供您查阅',
    body: ({ number, title }) => `《${title}》（${number}）已发出签署，请打开链接查阅。您无须签署或确认。`,
  },
};

/** 请签署, 请审批, 请见证, 请查阅: goes to him alone. */
export function turnLetter(role: SignerRole, facts: LetterFacts): LetterText {
  const { siteName, number, title, link } = facts;
  const { ask, body } = roleActs[role];
  return {
    subject: `${siteName}：${ask}《${title}》（${number}）`,
    body: `${body(facts)}\n\n${link}\n\n${yours}\n`,
  };
}

/** 催签, with the office's reason before the rest where it gives one. */
export function remindLetter(role: SignerRole, facts: LetterFacts, reason: string | undefined): LetterText {
  const { body } = turnLetter(role, facts);
  return {
    subject: `${facts.siteName}：《${facts.title}》（${facts.number}）${roleActs[role].waits}`,
    body: reason === undefined ? body : `招商人员附言：${reason}\n\n${body}`,
  };
}

/** 已生效: everybody gets the way to the sealed file. */
export function completedLetter({ siteName, number, title, link }: LetterFacts): LetterText {
  return {
    subject: `${siteName}：《${title}》（${number}）已全部签署并封存`,
    body: `各方均已签署，文件已封存。请打开链接下载；任何人可凭文件或编号与查验码核验。\n\n${link}\n`,
  };
}

/** 作废, 拒签, 逾期: told to whoever was asked to sign. */
export function endedLetter(
  { siteName, number, title }: Pick<LetterFacts, 'siteName' | 'number' | 'title'>,
  how: 'voided' | 'declined' | 'expired',
): LetterText {
  const word = { voided: '已作废', declined: '有一方拒绝签署，已终止', expired: '逾期未签齐，已终止' }[how];
  return {
    subject: `${siteName}：《${title}》（${number}）${word}`,
    body: `《${title}》（${number}）${word}，已有的签名不再产生协议效力，也不需要您再做什么。如有疑问，请与招商人员联系。\n`,
  };
}

const codeUses: Record<Exclude<CodePurpose, 'batch'>, { name: string; use: string }> = {
  sign: { name: '签署验证码', use: '签署' },
  approve: { name: '审批验证码', use: '审批' },
  witness: { name: '见证验证码', use: '见证' },
  delegate: { name: '转交验证码', use: '转给他人签署' },
  decline: { name: '拒签验证码', use: '拒绝签署' },
  confirm: { name: '草稿确认验证码', use: '确认草稿' },
};
type CodeUse = keyof typeof codeUses;

/** 验证码: the digits alone on a line, so that telephones and programs find them. What it is for stands in front of it. */
export function codeLetter({
  siteName,
  title,
  digest,
  code,
  purpose,
}: {
  siteName: string;
  title: string;
  digest: string;
  code: string;
  purpose: CodeUse;
}): LetterText {
  const { name, use } = codeUses[purpose];
  return {
    subject: `${siteName}：${name}`,
    body: `用于${use}《${title}》，文件摘要 ${digest}，5 分钟内有效：\n\n${code}\n\n若不是您本人在办理，请勿告诉任何人。\n`,
  };
}

/** The same, short. */
export function codeMessage({
  siteName,
  digest,
  code,
  purpose,
}: {
  siteName: string;
  digest: string;
  code: string;
  purpose: CodeUse;
}): string {
  return `【${siteName}】${codeUses[purpose].name}，文件摘要 ${digest}，5 分钟内有效：\n${code}`;
}

/** 批量签署: one code for several documents, by mail with all their names. */
export function batchCodeLetter({
  siteName,
  titles,
  digest,
  code,
}: {
  siteName: string;
  titles: readonly string[];
  digest: string;
  code: string;
}): LetterText {
  const names = titles.map((title) => `《${title}》`).join('、');
  return {
    subject: `${siteName}：一并签署 ${titles.length} 份文件的验证码`,
    body: `用于一并签署 ${titles.length} 份文件：${names}。清单摘要 ${digest}，5 分钟内有效：\n\n${code}\n\n若不是您本人在签署，请勿告诉任何人。\n`,
  };
}

/** The same, short. */
export function batchCodeMessage({
  siteName,
  documents,
  digest,
  code,
}: {
  siteName: string;
  documents: number;
  digest: string;
  code: string;
}): string {
  return `【${siteName}】一并签署${documents}份文件的验证码，清单摘要 ${digest}，5 分钟内有效：\n${code}`;
}
